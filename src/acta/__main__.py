"""The program: ``acta`` and ``python -m acta``."""

import sys


def main() -> None:
    """Run the command line; Ctrl-C ends it quietly from the first moment on."""
    try:
        from acta.cli import main as command  # noqa: PLC0415  # what comes before the commands may be interrupted too

        command()
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()

"""``python -m acta``."""

from acta.cli import main

if __name__ == "__main__":
    main()

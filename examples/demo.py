#!/usr/bin/env python3
"""Turn the three example transcripts into notes in ``examples/vault`` and show one of them. ``make demo`` runs this."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
VAULT = HERE / "vault"
MEETINGS = (
    # A one-to-one as a recorder with two sources writes it: the label glued to the words.
    ("2026-02-05 1-1 with Jericho Abad.txt", ["--owner", "Lorraine Hussey", "--with", "Jericho Abad"]),
    # A customer call exported from a meeting tool.
    ("2026-04-16 Brightpan account review.vtt", ["--owner", "Thandeka Mokoena"]),
    # The worst case: one microphone for the room, minutes-long blocks that mix three people, damaged encoding.
    (
        "2026-01-20 Freezer 7 failure, what happened and what now.txt",
        ["--owner", "Mirela Dragan", "--with", "Nkechi Obiora", "--with", "Stellan Berg"],
    ),
)


def main() -> None:
    """Run the demonstration."""
    VAULT.mkdir(exist_ok=True)
    # The demonstration must neither read nor change the user's own settings.
    env = {**os.environ, "ACTA_CONFIG": str(HERE / "vault" / ".none.toml"), "ACTA_STATE_DIR": str(HERE / "vault" / ".acta-state")}
    for name, who in MEETINGS:
        command = [sys.executable, "-m", "acta", "note", str(HERE / "meetings" / name), "--vault", str(VAULT), *who]
        subprocess.run(command, env=env, check=True)
    notes = sorted((VAULT / "Meetings").glob("*.md"))
    print(f"\nThe notes are in {VAULT / 'Meetings'} (open {VAULT} as a vault in Obsidian). One of them:\n", flush=True)
    show(next(n for n in notes if "Jericho" in n.name))


def show(path: Path) -> None:
    """Print a note down to its transcript, rendered on a terminal."""
    text = path.read_text(encoding="utf-8")
    body, _, rest = text.partition("<!-- ai:transcript:start -->")
    footnotes = rest.partition("<!-- ai:transcript:end -->")[2]
    lines = rest.count("\n[")
    if sys.stdout.isatty():
        from rich.console import Console  # noqa: PLC0415  # plain output needs no renderer
        from rich.markdown import Markdown  # noqa: PLC0415

        Console().print(Markdown(body.partition("---\n\n#")[2] and "#" + body.partition("---\n\n#")[2]))
    else:
        print(body.rstrip())
    print(f"\n[the transcript follows in the note: {lines} lines]\n" + "\n".join(footnotes.strip().splitlines()[:8]))
    print("… one footnote for every item: the time, the speaker and the words that prove it.")


if __name__ == "__main__":
    main()

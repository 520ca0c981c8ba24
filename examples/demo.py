#!/usr/bin/env python3
"""Turn the three example transcripts into notes in ``examples/vault`` and show one of them. ``make demo`` runs this."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
START = HERE / "start"
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
_PROOFS_SHOWN = 6


def main() -> None:
    """Run the demonstration."""
    # A vault as people have one: a note for everybody they know, and the words of their field. What is there stays as it is.
    for path in (p for p in START.rglob("*") if p.is_file()):
        place = VAULT / path.relative_to(START)
        place.parent.mkdir(parents=True, exist_ok=True)
        if not place.exists():
            shutil.copyfile(path, place)
    # The demonstration must neither read nor change the user's own settings.
    env = {**os.environ, "ACTA_CONFIG": str(VAULT / ".none.toml"), "ACTA_STATE_DIR": str(VAULT / ".acta-state")}
    for name, who in MEETINGS:
        command = [sys.executable, "-m", "acta", "note", str(HERE / "meetings" / name), "--vault", str(VAULT), *who]
        if status := subprocess.run(command, env=env, check=False).returncode:
            sys.exit(status)  # acta has said why
    notes = sorted((VAULT / "Meetings").glob("*.md"))
    shown = next(n for n in notes if "Jericho" in n.name)
    print(f"\nThe notes are in {VAULT / 'Meetings'}; open {VAULT} as a vault in Obsidian, or any of them in an editor.")
    print(f"One of them, {shown.name}:\n", flush=True)
    show(shown)


def show(path: Path) -> None:
    """Print a note without its transcript: rendered on a terminal, else as it stands in the file."""
    text = path.read_text(encoding="utf-8")
    body, _, rest = text.partition("<!-- ai:transcript:start -->")
    said, _, proofs = rest.partition("<!-- ai:transcript:end -->")
    left_out = f"[here the note has the transcript: {len(re.findall(r'^.*: ', said, re.MULTILINE))} lines]"
    footnotes = proofs.strip().splitlines()
    if sys.stdout.isatty():
        render(body, left_out, footnotes)
    else:
        print(body.rstrip(), left_out, "\n".join(footnotes[:_PROOFS_SHOWN]), sep="\n\n")
    print(f"\n… {len(footnotes)} footnotes, one for each item: the time, the speaker, and the words that prove it.")


def render(body: str, left_out: str, footnotes: list[str]) -> None:
    """The note in a terminal's own means: properties and proofs dim, footnote marks small."""
    from rich.console import Console  # noqa: PLC0415  # plain output needs no renderer
    from rich.markdown import Markdown  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    console = Console()
    _, properties, page = body.split("---\n", 2)
    console.print(Text(properties, style="dim"))
    # What Obsidian renders and a terminal cannot: callouts, check boxes, footnotes, block ids.
    page = re.sub(r"^> \[!\w+\] (.*)$", r"> **\1**  ", page, flags=re.MULTILINE)
    page = re.sub(r"^- \[ \] ", "- ☐ ", page, flags=re.MULTILINE)
    page = re.sub(r"^- \[x\] ", "- ☑ ", page, flags=re.MULTILINE)
    page = re.sub(r"\[\^(\w+)\]", r"⁽\1⁾", page)
    page = re.sub(r" \^[A-Za-z0-9-]+$", "", page, flags=re.MULTILINE)
    console.print(Markdown(page))
    console.print(Text(left_out, style="dim"))
    for line in footnotes[:_PROOFS_SHOWN]:
        mark, _, proof = line.partition("]: ")
        console.print(Text(f"\n⁽{mark.removeprefix('[^')}⁾ ", style="bold"), Text(proof, style="dim"))


if __name__ == "__main__":
    main()

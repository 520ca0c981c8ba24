"""One talk as eight tools export it, from the bytes to the note; the items come from a script, so that no engine's taste is in them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from acta.compose import compose
from acta.evidence import locate
from acta.model import Citation, Draft, DraftItem, DraftNextMeeting, ItemKind, Meeting, Priority, Transcript, Utterance
from acta.pipeline import ReadOptions, minute, read
from golden_files import FOLDER, same_as_golden

SOURCES = sorted((FOLDER / "sources").iterdir())


class Script:
    """An engine that proposes the same minutes wherever it finds their words."""

    name = "script"

    def draft(self, transcript: Transcript[Utterance], meeting: Meeting) -> Draft:
        """The minutes, cited from the lines that hold their words."""

        def at(*quotes: str) -> tuple[Citation, ...]:
            return tuple(Citation(u.id, q) for q in quotes for u in transcript if locate(u.text, q))

        report = at("Can you send me the error report by Friday?", "Sure, I'll send the error report by Friday.")
        again = at("Same time next Tuesday?", "Next Tuesday works.")
        items = (
            DraftItem(ItemKind.KEY_FACT, "The importer dropped four thousand records.", at("The importer dropped four thousand records")),
            DraftItem(ItemKind.DECISION, "The migration goes on in smaller batches.", at("Then we go with the smaller batches.")),
            DraftItem(
                ItemKind.ACTION_ITEM,
                "Send the error report to Ana.",
                report,
                owner=next((n for n in meeting.others if n == "Ben Okri"), None),
                due=date(2026, 3, 13),
                due_words="by Friday",
                priority=Priority.HIGH,
            ),
        )
        return Draft("The importer was stopped; the migration goes on in smaller batches.", items, DraftNextMeeting(None, "Tuesday", again))


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: p.name)
def test_the_note_of_every_source(path: Path) -> None:
    options = ReadOptions(owner="Ana Ruiz", attendees=("Ben Okri",), date=date(2026, 3, 11))
    record = minute(read(path.read_bytes(), path.name, options), Script())
    assert len(record.minutes.items) == 3
    same_as_golden(f"from-{path.name}.md", compose(record))


def test_no_golden_file_is_left_over() -> None:
    made = {f"from-{p.name}.md" for p in SOURCES}
    assert {p.name for p in FOLDER.glob("from-*.md")} == made

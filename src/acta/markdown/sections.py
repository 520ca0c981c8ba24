"""Which section of a note holds which kind of item, whatever the template calls it.

An item says its kind itself: its footnote label and its block id begin with the kind's letter. A section without items is known by its
heading: every heading of acta's own templates stands for one kind only, in all of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from acta.markdown.note import ListItem
from acta.model import ItemKind

KIND_OF_LETTER: Mapping[str, ItemKind] = MappingProxyType(
    {
        "k": ItemKind.KEY_FACT,
        "w": ItemKind.OUTCOME,
        "p": ItemKind.DECISION,
        "a": ItemKind.ACTION_ITEM,
        "f": ItemKind.FOLLOW_UP,
        "r": ItemKind.RISK,
        "q": ItemKind.OPEN_QUESTION,
    }
)
HEADINGS: Mapping[ItemKind, tuple[str, ...]] = MappingProxyType(
    {
        ItemKind.KEY_FACT: (
            "Key facts learned",
            "Learned about the customer",
            "Where the project stands",
            "Updates",
            "What happened",
            "Evidence",
            "Terms and facts",
            "Reported",
            "Findings",
        ),
        ItemKind.OUTCOME: ("Outcomes", "Progress", "What was done about it"),
        ItemKind.DECISION: ("Decisions", "Agreed with the customer", "Agreed with the vendor", "Resolutions"),
        ItemKind.ACTION_ITEM: ("Action items", "Corrective actions", "Next steps", "Next experiments and tasks"),
        ItemKind.FOLLOW_UP: ("Follow-ups", "To clarify", "Matters arising", "To look into"),
        ItemKind.RISK: (
            "Risks",
            "Risks to the account",
            "Risks and blockers",
            "Blockers and risks",
            "Remaining risks",
            "Concerns",
            "Threats to the result",
        ),
        ItemKind.OPEN_QUESTION: ("Open questions", "Not yet explained", "Open points"),
    }
)
_LABEL = re.compile(r"[kwpafrq][0-9a-z]{3}\Z")
_BLOCK_ID = re.compile(r"([kwpafrq])-([0-9a-z]{4,})\Z")
_FOR = re.compile(r"\s*\(for [^)]*\)\s*\Z", re.IGNORECASE)


def heading_key(heading: str) -> str:
    """A heading's text for comparing: without case, without “(for …)”."""
    return " ".join(_FOR.sub("", heading).casefold().split())


_KIND_OF_HEADING: Mapping[str, ItemKind] = MappingProxyType({heading_key(h): kind for kind, names in HEADINGS.items() for h in names})


def kind_of_heading(heading: str) -> ItemKind | None:
    """The kind of item that one of acta's own headings stands for; ``None`` for any other heading."""
    return _KIND_OF_HEADING.get(heading_key(heading))


def item_labels(item: ListItem) -> tuple[str, ...]:
    """The identities that a list item may have: its block id as a label, then its footnotes that look like one of acta's."""
    block = _BLOCK_ID.match(item.block_id or "")
    own = ((block[1] + block[2])[:4],) if block else ()
    return tuple(dict.fromkeys((*own, *(label for label in item.labels if is_label(label)))))


def is_label(label: str) -> bool:
    """Whether a footnote's label is one that acta gives to items."""
    return bool(_LABEL.match(label))


def kind_of_label(label: str) -> ItemKind | None:
    """The kind of item that ``label`` names; ``None`` for a label that is not acta's."""
    return KIND_OF_LETTER[label[0]] if is_label(label) else None

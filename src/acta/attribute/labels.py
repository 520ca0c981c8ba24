"""What kind of thing a label is: a person, the near or the far end of a call, a device, an app, a diarizer's cluster."""

from __future__ import annotations

import re
from enum import Enum, auto

from acta.attribute.names import THING_WORDS, looks_like_name, plain, tidy, word_set


class Role(Enum):
    """What a label says of the voice behind it."""

    NAME = auto()  # somebody's name
    NEAR = auto()  # the microphone of whoever records: "Me", "Microphone"
    FAR = auto()  # everybody else: "Remote", "System audio"
    APP = auto()  # a program whose sound was recorded; far, when the microphone beside it is a single voice
    DEVICE = auto()  # hardware: whose it is must be known
    CLUSTER = auto()  # a voice told apart by a diarizer: "Speaker 1", "SPEAKER_00"
    NONE = auto()  # the source says nothing


_NEAR = frozenset(("me", "myself", "you", "mic", "microphone", "my microphone", "my mic", "mikrofon", "ich", "moi", "yo", "local"))
_FAR = frozenset(
    (
        *("remote", "them", "they", "others", "other", "other side", "everyone else", "far end", "speaker", "speakers", "system"),
        *("system audio", "system sound", "computer audio", "desktop audio", "remote audio", "participants", "remote participants"),
    )
)
_APPS = word_set(
    """blackhole browser chrome discord edge facetime firefox goto google loopback meet obs parallels safari skype slack soundflower teams
    virtual webex whatsapp windows zoom"""
)
_CLUSTER = re.compile(
    r"(?:(?:speaker|spk|spkr|sprecher(?:in)?|locuteur|hablante|falante|person|participant|voice|caller|channel|user|s|ch)\s*)?(?:\d+|[a-z])"
)
_UNKNOWN = frozenset(("", "unknown", "unknown speaker", "none", "null", "n a", "unidentified", "unidentified speaker"))


def role_of(label: str, *, named: bool) -> Role:
    """The role of ``label``; ``named`` is what the format says of it (see ``Segment.named``)."""
    text = plain(label)
    if text in _UNKNOWN:
        return Role.NONE
    if text in _NEAR:
        return Role.NEAR
    if text in _FAR:
        return Role.FAR
    if _CLUSTER.fullmatch(text):
        return Role.CLUSTER
    if _names_a_thing(tidy(label) if named else label, named=named):
        return Role.APP if set(text.split()) & _APPS else Role.DEVICE
    return Role.NAME if named or looks_like_name(tidy(label)) else Role.DEVICE


def _names_a_thing(label: str, *, named: bool) -> bool:
    words = plain(label).split()
    things = sum(w in THING_WORDS for w in words)
    # Where the format says it is a name, "Tom Blue" is one; "Conference Room 4" and "Guest" still are none.
    return 2 * things > len(words) or (things > 0 and any(w.isdigit() for w in words)) if named else things > 0

"""Words meant for a program, not for people: attempts to command the language model that reads a transcript.

Nothing here makes a model obey or disobey; the leash does that. What is found here is kept from being evidence, and reported. People
who ask a person to write something down, or who take back what they said, are not meant: "note that the budget was approved", "ignore the
last slide", "forget what I said".
"""

from __future__ import annotations

import base64
import binascii
import functools
import re
import unicodedata
from collections.abc import Iterable, Iterator

from acta.fence.letters import plain
from acta.fence.needed import NEEDED
from acta.fence.phrases import COMMANDS, MARKS, SQUEEZED
from acta.model import Utterance

LONGEST_LABEL = 120
"""Most characters of a title, name or term that goes into a prompt."""

_LOOKALIKES = str.maketrans(
    "авсԁеғһіјкқӏмнорԛгѕтуѵԝхαβεηικνορτυχγɑɡɩıоօսոտ",
    "abcdefhijkklmhopqrstyvwxabenikvoptuxyagiioouns",
)
_COMMANDS = tuple(zip(COMMANDS, NEEDED, strict=True))
_LEET = str.maketrans("0134578@$!|", "oieastbasil")
_LEET_WORD = re.compile(r"(?=[\w@$!|]*[a-z])[\w@$!|]*[0134578@$!|][\w@$!|]*")
_SPACED = re.compile(r"(?<![^\W_])(?:[^\W\d_][\s.\-_*~·|/\\,]{1,3}){4,}[^\W\d_](?![^\W_])")
_BROKEN = re.compile(r"[^\W\d_][.\-_*~·|/\\][^\W\d_]")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_BLOB = re.compile(r"(?<![\w/=.])(?:[A-Za-z0-9+/_-]{16,}={0,2})(?![\w/])")
_LONG_BLOB = 40
_ESCAPES = re.compile(
    r"(?:\\x[0-9a-f]{2}|\\u[0-9a-f]{4}|%[0-9a-f]{2}|&#x?[0-9a-f]+;){6,}|\b(?:[0-9a-f]{2} ?){32,}\b|(?:\b[01]{8}\b ?){4,}", re.IGNORECASE
)
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")
_UNSEEN_TAGS = re.compile("[\U000e0020-\U000e007f]{2,}|[\u202d\u202e]")


def aimed_at_a_program(text: str) -> bool:
    """Whether ``text`` commands a program instead of speaking to people."""
    return bool(reason_in(text))


def aimed_utterances(utterances: Iterable[Utterance]) -> dict[int, str]:
    """The ids of the utterances aimed at a program, each with the words that show it, made plain.

    A command may be cut in two by the end of an utterance, so each is also read together with the one before it.
    """
    out: dict[int, str] = {}
    before: Utterance | None = None
    for u in utterances:
        reason = reason_in(u.text)
        if reason:
            out[u.id] = reason
        elif before is not None and before.id not in out and (reason := _across(before.text, u.text)):
            out[before.id] = out[u.id] = reason
        before = u
    return out


def safe_label(text: str, fallback: str, longest: int = LONGEST_LABEL) -> str:
    """``text`` (a name, title, file name or term) as one line of at most ``longest`` visible characters; ``fallback`` for a command."""
    text = _BIDI.sub("", text)
    shown = "".join(" " if c.isspace() else c for c in text if c.isspace() or unicodedata.category(c)[0] != "C")
    line = " ".join(shown.split())
    if not line or aimed_at_a_program(text) or aimed_at_a_program(line) or aimed_at_a_program(re.sub(r"[_\-.]+", " ", line)):
        return fallback
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


@functools.lru_cache(maxsize=1 << 13)  # a talk is looked through when it is read, and again before it is sent
def reason_in(text: str) -> str:
    """The words of ``text`` that are meant for a program, made plain; "" when there are none."""
    for pattern in MARKS:
        if m := pattern.search(text):
            return " ".join(m[0].split())
    for view in _views(text):
        for pattern, needed in _COMMANDS:
            if (not needed or any(word in view for word in needed)) and (m := pattern.search(view)):
                return " ".join(m[0].split())
    return _odd(text) or _hidden(text)


def _across(first: str, second: str) -> str:
    """The command that only the end of one text and the beginning of the next make together."""
    if re.search(r"[.!?…]\W*$", first):
        return ""
    tail, head = " ".join(first.split()[-12:]), " ".join(second.split()[:12])
    return reason_in(f"{tail} {head}") if tail and head else ""


def _views(text: str) -> Iterator[str]:
    """``text`` made plain, and read in the ways that a disguised one can be."""
    low = " ".join(plain(text).text.split())
    seen = {low}
    yield low
    for view in (_folded(low), " ".join(plain(_CAMEL.sub(" ", text)).text.replace("_", " ").split()), _joined(low)):
        if view not in seen:
            seen.add(view)
            yield view


def _folded(low: str) -> str:
    """``low`` with letters of other alphabets, and digits among letters, as the letters that they look like."""
    return _LEET_WORD.sub(lambda m: m[0].translate(_LEET), low.translate(_LOOKALIKES))


def _joined(low: str) -> str:
    """``low`` with letters that stand apart put together; where the words end is then unknown."""
    return _SPACED.sub(lambda m: re.sub(r"[^\w]|_", "", m[0]), low)


def _odd(text: str) -> str:
    """A command among letters that are spaced, broken or mixed with unseen ones; such texts are read without their gaps."""
    low = plain(text).text
    folded = _folded(low)
    unseen = any(unicodedata.category(c) == "Cf" for c in text)
    if not (unseen or folded != low or _SPACED.search(low) or len(_BROKEN.findall(low)) >= 3):
        return ""
    m = SQUEEZED.search(re.sub(r"[\W_]", "", folded))
    return m[0] if m else ""


def _hidden(text: str) -> str:
    """What is written so that people cannot read it: encoded, reversed, in unseen characters."""
    if m := _UNSEEN_TAGS.search(text):
        return f"unseen characters (U+{ord(m[0][0]):04X})"
    if m := _ESCAPES.search(text):
        return m[0][:40]
    for m in _BLOB.finditer(text):
        blob = m[0]
        mixed = all(any(test(c) for c in blob) for test in (str.isupper, str.islower, str.isdigit))
        if (len(blob) >= _LONG_BLOB and mixed) or _decodes(blob):
            return blob[:40]
    letters = re.sub(r"[\W_]", "", plain(text).text)
    if m := SQUEEZED.search(letters[::-1]):
        return m[0]
    if m := SQUEEZED.search(letters.translate(_ROTATED)):
        return m[0]
    return ""


_ROTATED = str.maketrans("abcdefghijklmnopqrstuvwxyz", "nopqrstuvwxyzabcdefghijklm")


def _decodes(blob: str) -> bool:
    """Whether ``blob`` is readable text in base64."""
    try:
        decoded = base64.b64decode(blob.replace("-", "+").replace("_", "/") + "=" * (-len(blob) % 4), validate=True).decode("ascii")
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return False
    return decoded.isprintable() and decoded.count(" ") >= 2

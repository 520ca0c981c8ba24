"""Where a claimed quote stands: in the utterance it names, in another one, or nowhere.

Whoever copies words out of a long talk miscounts lines and joins what was said apart. Code can put that right as long as every word
stands somewhere; a word that stands nowhere is never put right.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass

from acta.evidence import fold
from acta.language.talk import Talk
from acta.model import Citation

_WORD = re.compile(r"\w+")
_JOINT = re.compile(r"\[?(?:…|\.\.\.+)\]?")
_CLOSING = ".,!?;:…%)”\"'’"
_NEAR = 3
"""Utterances before and after the one named in which a quote is looked for first."""
_TELLING = 3
"""Fewest words that are enough to know a quote again elsewhere: "yes, okay" stands everywhere."""
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class _Words:
    """The folded words of a text between single spaces, and where each begins and ends in the text."""

    line: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]


@functools.lru_cache(maxsize=1 << 14)  # the same utterances are searched for every quote of a meeting
def _words(text: str) -> _Words:
    found = list(_WORD.finditer(text))
    line = "".join(f" {fold(m[0])}" for m in found) + " "
    return _Words(line, tuple(m.start() for m in found), tuple(m.end() for m in found))


@dataclass(frozen=True, slots=True)
class Proof:
    """The citations that stand, exactly as the talk has them, and what to say of those that do not."""

    citations: tuple[Citation, ...]
    faults: tuple[str, ...]


def prove(citations: Iterable[Citation], talk: Talk) -> Proof:
    """Find every quote of ``citations`` in ``talk``: moved, split at a joint or at the end of an utterance where need be."""
    proven: dict[Citation, None] = {}
    faults: list[str] = []
    for citation in citations:
        found = _find(citation, talk)
        if isinstance(found, str):
            faults.append(found)
        else:
            proven.update(dict.fromkeys(found))
    return Proof(tuple(sorted(proven, key=lambda c: talk.places[c.utterance])), tuple(faults))


def _find(citation: Citation, talk: Talk) -> list[Citation] | str:
    quote = citation.quote.strip()
    at = talk.places.get(citation.utterance)
    found = _stand(quote, at, talk)
    if isinstance(found, list):
        return found
    parts = [p for p in _JOINT.split(quote) if _WORD.search(p)]
    if len(parts) < 2:
        return found
    out: list[Citation] = []
    for part in parts:
        # Later parts of a joined quote may be the next speaker's: looked for from where the last one stood.
        placed = _stand(part, talk.places[out[-1].utterance] if out else at, talk)
        if isinstance(placed, str):
            return placed
        out += placed
    return out


def _stand(quote: str, at: int | None, talk: Talk) -> list[Citation] | str:
    """The citation or citations of ``quote``, or why there are none; ``at`` is the place it is claimed to stand in."""
    shown = quote if len(quote) <= _SHOWN else quote[:_SHOWN].rstrip() + "…"
    wanted = _words(quote).line
    count = wanted.count(" ") - 1
    if count < 1:
        return "a quote has no words; copy words from the utterance"
    if at is not None and (here := _cut(quote, at, talk)) is not None:
        return [here]
    if at is not None and (split := _across(wanted, at, talk)):
        return split
    where = f"near {talk.utterances[at].id}" if at is not None else "of this meeting"
    if count >= _TELLING:
        holds = [p for p, u in enumerate(talk.utterances) if wanted in _words(u.text).line]
        near = [p for p in holds if at is not None and abs(p - at) <= _NEAR]
        for places in (near, holds):
            if len(places) == 1 and (moved := _cut(quote, places[0], talk)) is not None:
                return [moved]
        if holds:
            ids = ", ".join(str(talk.utterances[p].id) for p in holds[:5])
            return f"the quote “{shown}” stands in several utterances ({ids}), not in the one named"
        if at is None and (split := _anywhere(wanted, talk)):
            return split
    return f"the quote “{shown}” stands in no utterance {where}; copy the words exactly as they were said"


def _cut(quote: str, place: int, talk: Talk) -> Citation | None:
    """The utterance's own characters for ``quote``, with the closing marks that belong to it."""
    utterance = talk.utterances[place]
    wanted, have = _words(quote).line, _words(utterance.text)
    at = have.line.find(wanted)
    if at < 0:
        return None
    first = have.line.count(" ", 0, at)
    last = first + wanted.count(" ") - 2
    end = have.ends[last]
    while end < len(utterance.text) and utterance.text[end] in _CLOSING:
        end += 1
    return Citation(utterance.id, utterance.text[have.starts[first] : end])


def _across(wanted: str, at: int, talk: Talk) -> list[Citation]:
    """The two or more citations of words that run on from one utterance into the next, the nearest to ``at``; [] when they do not."""
    starts = sorted(range(max(0, at - _NEAR), min(len(talk.utterances), at + _NEAR + 1)), key=lambda p: abs(p - at))
    return next((split for p in starts if (split := _runs_on(wanted, p, talk))), [])


def _anywhere(wanted: str, talk: Talk) -> list[Citation]:
    found = [split for p in range(len(talk.utterances)) if (split := _runs_on(wanted, p, talk))]
    return found[0] if len(found) == 1 else []


def _runs_on(wanted: str, place: int, talk: Talk) -> list[Citation]:
    """The citations of ``wanted`` if it begins in utterance ``place`` and runs on to its end and into those that follow."""
    words = wanted.split()
    have = _words(talk.utterances[place].text).line.split()
    for size in range(min(len(words) - 1, len(have)), 0, -1):
        if have[-size:] != words[:size]:
            continue
        out, rest, at = [(place, " ".join(words[:size]))], words[size:], place + 1
        while rest and at < len(talk.utterances):
            line = _words(talk.utterances[at].text).line.split()
            if line[: len(rest)] == rest:
                out.append((at, " ".join(rest)))
                return [c for p, q in out if (c := _cut(q, p, talk)) is not None]
            if not line or rest[: len(line)] != line:
                break
            out.append((at, " ".join(line)))
            rest, at = rest[len(line) :], at + 1
    return []

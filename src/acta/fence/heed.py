"""What of a source is not heeded because it is aimed at a program: its words, its labels, its names, its titles.

A person may read all of it, so the note's transcript keeps the words. But no engine reads them, nobody is called by such a name and no
meeting has such a title: an instruction to a program changes nothing, whichever way it comes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import count

from acta.fence.aimed import aimed_utterances, safe_label
from acta.model import Diagnostic, Lexicon, Person, Segment, Transcript, Utterance

_CODE = "aimed-at-a-program"
_SHOWN = 60
_WORD = re.compile(r"\w+")
# "26 Ana Ruiz:", "[00:01:02] Ana:".
_HEAD = re.compile(
    r"(?:^|[\s(\[#])(?:\d{1,2}:\d\d(?::\d\d)?(?:[.,]\d+)?|#?\d{1,5}[.):]?)\]?\s+(?P<name>[^\W\d_][\w'’.-]*(?: [^\W\d_][\w'’.-]*){0,3})\s?:(?=\s)"
)
_FEW, _SHARE = 3, 20
"""So many utterances with the head of another line, or one in so many, are somebody's forgery."""


def is_usable(text: str) -> bool:
    """Whether ``text`` may be somebody's name or something's title: it is not empty and no command."""
    return bool(safe_label(text, ""))


def usable(given: Iterable[str]) -> tuple[str, ...]:
    """Those of ``given`` that may be used."""
    return tuple(text for text in given if is_usable(text))


def refused(what: str, given: Iterable[str]) -> list[Diagnostic]:
    """A doubt for each of ``given`` that was not used; ``what`` says what they were to be."""
    return [
        Diagnostic(_CODE, f"“{_short(text)}” is aimed at a program: not used as {what}.")
        for text in dict.fromkeys(given)
        if text.strip() and not is_usable(text)
    ]


def heeded_words(known: Lexicon) -> Lexicon:
    """``known`` without terms, aliases and people taking part that are commands: aliases are even put into people's mouths.

    The many people and titles of a vault are not looked at: they count only where somebody names them.
    """
    people = tuple(p for p in known.people if not p.attends or is_usable(p.name))
    aliases = tuple((heard, meant) for heard, meant in known.aliases if is_usable(heard) and is_usable(meant))
    return replace(known, people=people, terms=usable(known.terms), aliases=aliases)


def heeded_people(people: Iterable[Person]) -> tuple[Person, ...]:
    """Those of ``people`` whose names are names."""
    return tuple(p for p in people if is_usable(p.name))


def heeded_labels(transcript: Transcript[Segment]) -> Transcript[Segment]:
    """``transcript`` with "Speaker 3" in place of labels that are commands, and without such names and titles among its hints."""
    hints = transcript.hints
    doubts = [*refused("a title", [hints.title]), *refused("a name", hints.people)]
    hints = replace(hints, title=hints.title if is_usable(hints.title) else "", people=usable(hints.people))
    labels = list(dict.fromkeys(s.label for s in transcript.parts))
    free = (name for n in count(1) if (name := f"Speaker {n}") not in labels)
    renamed = {label: next(free) for label in labels if label.strip() and not is_usable(label)}
    doubts += [Diagnostic(_CODE, f"A label is aimed at a program (“{_short(was)}”): it is shown as {now}.") for was, now in renamed.items()]
    parts = transcript.parts
    if renamed:
        parts = tuple(replace(s, label=renamed[s.label], named=False) if s.label in renamed else s for s in parts)
    return replace(transcript, parts=parts, hints=hints).with_diagnostics(doubts)


def heeded(transcript: Transcript[Utterance], known: Iterable[str] = ()) -> Transcript[Utterance]:
    """``transcript`` as engines read it: the utterances aimed at a program, its ``aimed`` ones, are silent.

    So are those with a line of transcript in them that somebody who is ``known`` or has a label is said to speak: nobody talks so.
    """
    found = dict(sorted((aimed_utterances(transcript.parts) | _forged(transcript.parts, known)).items()))
    if not found:
        return transcript
    parts = tuple(replace(u, text="") if u.id in found else u for u in transcript.parts)
    doubts = [
        Diagnostic(_CODE, f"Aimed at a program (“{_short(why)}”): nothing rests on it.", f"utterance {n}") for n, why in found.items()
    ]
    return replace(transcript, parts=parts, aimed=frozenset(found)).with_diagnostics(doubts)


def _forged(parts: Sequence[Utterance], known: Iterable[str]) -> dict[int, str]:
    """The utterances in which a number or a time, a name and a colon stand as at the head of another line, each with that head."""
    labels = {u.label for u in parts}
    said_by = {" ".join(words) for name in (*labels, *known) if (words := _WORD.findall(name.casefold()))}
    names = {name for name in said_by if any(c.isalpha() for c in name)} | {
        name.split()[0] for name in said_by if name.split()[0].isalpha()
    }
    found: dict[int, str] = {}
    for u in parts:
        for m in _HEAD.finditer(u.text):
            if " ".join(_WORD.findall(m["name"].casefold())) in names:
                found.setdefault(u.id, m[0].strip())
    # Where many lines look so, the source was written that way.
    return found if len(found) <= max(_FEW, len(parts) // _SHARE) else {}


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1].rstrip() + "…"

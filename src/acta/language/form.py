"""The form of a text: one plain line, no markup, no addresses nobody said, nobody's "I" or "you"."""

from __future__ import annotations

import re

from acta.evidence import fold

_MARKUP = re.compile(
    r"`|\[\[|\]\]|\{\{|\}\}|\{%|<%|%>|%%|==|~~|\*\*|__|<!--|</?[A-Za-z][^<>]*>|!\[|\]\(|\$\$|^\s*(?:[-*+]|\d+[.)]|#{1,6}|>)\s|\^[\w-]+\s*$|(?<!\w)#[A-Za-z]"
)
_ADDRESS = re.compile(r"\b(?:https?|ftp|file|javascript|data|obsidian)\s?:\S+|\bwww\.\S+|\b[\w.+-]+@[\w-]+\.\w+", re.IGNORECASE)
_PERSONS = re.compile(
    r"\b(?:I|I['’](?:m|ll|ve|d)|[Mm]e|[Mm]y|[Mm]ine|[Mm]yself|[Ww]e|[Ww]e['’](?:re|ll|ve|d)|[Uu]s|[Oo]urs?|[Oo]urselves"
    r"|[Yy]ou|[Yy]ou['’](?:re|ll|ve|d)|[Yy]ours?|[Yy]ourself|[Yy]ourselves)\b(?![-.]\w)"
)
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|(?<!\w)['‘][^'‘’]*['’](?!\w)|«[^»]*»")
_LONGEST = 60
"""Most words of a text: minutes are read at a glance."""
_MOST_CHARACTERS = 600


def malformed(text: str, said: str) -> str:
    """What is wrong with the form of ``text``; "" when nothing is. ``said`` is what was said where it comes from."""
    if not text.strip():
        return "the text is empty"
    if len(text.split()) > _LONGEST or len(text) > _MOST_CHARACTERS:
        return f"the text has more than {_LONGEST} words or {_MOST_CHARACTERS} characters; write one short sentence"
    if any(ord(c) < 32 or c in "\u2028\u2029\x7f" for c in text.strip()):
        return "the text must be one line without control characters"
    if m := _MARKUP.search(text):
        return f"the text contains markup (“{m[0].strip()}”); write plain words"
    heard = fold(said)
    if (m := _ADDRESS.search(text)) and fold(m[0]).rstrip(".,;") not in heard:
        return f"the address “{m[0]}” stands in no quote"
    if m := _PERSONS.search(_QUOTED.sub(" ", text)):
        return f"the text says “{m[0]}”; write in the third person, with names"
    return ""

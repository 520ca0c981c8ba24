"""Stretches that the speakers asked to keep out of the notes, as far as they can be told from what was said.

There are two readings. For the note a stretch ends where the talk goes on; what is to leave the machine is read generously: more ways of
asking count, and more around them is left out, for a line withheld without need costs little and one that gets out cannot be called back.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from acta.understand.cues import CUES
from acta.understand.units import Unit

# Requests to keep something out of the notes: what is to come, or what was just said.
_NOTES = r"(?:notes?|minutes|record|writing|form|paper|file)"
_WHOSE = r"(?:the|your|my|any|our|a)"
_OFF = re.compile(
    r"\b(?:(?:don't|do not|didn't|not to|rather you didn't|could you not|can you not|you don't|we don't) (?:write|minute|note|record)\b(?! (?:to|back|how|what|code|for)\b)"
    r"|nothing(?:'s| is)? (?:written|noted|recorded)\b|(?:wasn't|isn't|not) (?:taken|taking (?:it|that|this)|written|writing (?:it|that|this)) down\b"
    rf"|(?:don't|do not|not to|could you not|can you not) (?:put|include|have)\b[^.?!]{{0,25}}\b{_NOTES}\b"
    rf"|(?:not|isn't|won't be)(?: \w+){{0,2}} (?:for|in|on) (?:{_WHOSE} )?(?:notes|minutes|record)\b|off the record"
    rf"|(?:doesn't go|don't want (?:it|that|this)) (?:in|on) (?:{_WHOSE} )?{_NOTES}\b"
    rf"|out of {_WHOSE} (?:notes|minutes|record)\b|(?:leave|keep) (?:that|this|it) (?:out|off|between)\b|between (?:you and me|ourselves|us two|the two of us)\b"
    r"|(?:this|that) stays (?:in|between|here)|stays? (?:in this (?:room|car|truck|call)|between us|here)\b|in confidence\b|please don't (?:say anything|tell (?:her|him|them|anybody|anyone))"
    r"|(?:switch|turn) (?:that|it|the recording) off for a)\b"
)
_TO_COME = re.compile(
    r"\b(?:this (?:next |part|bit|stays)|write this|put this|(?:say|tell you|mention) (?:you )?something|tell you something|this one|i can tell you|off the record|between (?:you and me|us two|the two of us)|could you not|for a (?:second|minute|moment))\b"
)
_ON = re.compile(
    r"\b(?:back on (?:the )?record|back to (?:normal|the|business|work|it)|on the record|back on|notes? (?:on|again)|anyway"
    r"|right, so|okay, so|so,? next|next thing|moving on|now then|next one|you can (?:write|put|note))\b|^so[.,]|^okay\. \w+[.,]"
)
_BACKWARD = re.compile(
    r"\b(?:(?:please )?forget (?:that\b(?! i)|i said (?:that|anything))|please forget (?:it|what i said)|i shouldn't have said (?:that|this)\b|you didn't hear (?:that|it)"
    r"|you should not be hearing this|i (?:never|didn't) sa(?:y|id) that)\b"
)
# Other ways of asking, which may also mean something else.
_PERHAPS = re.compile(
    r"\b(?:strictly confidential|in (?:strict |strictest )?confidence|hush[- ]hush|mum's the word|walls have ears|entre nous"
    r"|(?:this|that|it)(?:'s| is| was| has to be| must be| should be)? (?:all |really |very |still |strictly )?(?:confidential|secret|hush)\b"
    r"|(?:keep|hold) (?:this|that|it|the \w+) (?:quiet|to (?:yourself|yourselves|ourselves)|private|confidential|secret|under (?:your|our) hat|in the family|off the)"
    r"|(?:just|only|strictly|purely|stays?|stay|keep (?:this|that|it)|this is|that's|it's|that is|it is|said|mean|,) between us\b(?! (?:and|we|three we|four we|there|you|they))"
    r"|between us(?: (?:two|three|four))?(?:[,.]|$)(?! (?:we|there|that's|it's|you|they))|(?:just|only|strictly) between (?:the )?(?:two|three|four) of us"
    r"|(?:you|we|i) (?:didn't|did not|never|don't) hear (?:that|this|it|the (?:first|second|last) (?:one|bit|part)|a (?:word|thing))\b|you (?:never|didn't) hea?rd? (?:it|that) from me|so it's not said\b"
    r"|(?:don't|do not|mustn't|not to|please never) (?:tell|repeat|pass|mention|share|quote) (?:this|that|anybody|anyone|them|him|her|a soul|any of (?:it|this|that)|a word)\b(?! (?:how|what|where|why|if|whether|often|enough|to the))"
    r"|not to pass (?:it|this|that) on|don't say it was me|don't (?:go )?saying (?:that|this|it)|please don't (?:say|tell|repeat|quote|mention|pass|share)\b|don't say (?:it|this|that) (?:outside|to (?:anyone|anybody|them|her|him))"
    r"|(?:won't|wouldn't) (?:tell|say to) (?:them|her|him|anyone|anybody|a soul)\b|won't say (?:that|it) (?:it )?came from me|promised (?:me |her |him )?not to (?:say|tell|pass|repeat)"
    rf"|(?:don't want|isn't|is not|it's not|that's not|this is not|not to go|nor|mustn't go|doesn't go) (?:(?:it|this|that|them) )?(?:in|for|into|on|near) (?:{_WHOSE} |this )?(?:pack|phone|app|file|corridor|building|e-?mails?|slack|transcript|recording|tape|summary|write-?up|log)\b(?! (?:yet|cabinet|size|number|format|name))"
    r"|(?:won't|will not|not going to|am not|i'm not|'ll not|don't|do not|wouldn't|not) (?:write|writing|minute|minuting|record|note|noting) (?:it|that|this|any of (?:it|that|this)|the names?)\b|(?:you|that|this) (?:won't|will not|don't) (?:write|record|note) down|you don't (?:write|note) "
    r"|(?:take|took|taken|leave|left|leaving|cut|strike|scrub|wipe|delete|remove|erase|edit) (?:it|this|that|the last (?:bit|part|minute)|(?:that|this) (?:bit|part|last bit)|(?:everything|what) i (?:just )?said)(?: out| off)?(?: from| of| in)? (?:the|your|my|our|any) (?:notes?|minutes|record|transcript|recording|summary|log)\b"
    rf"|(?:don't|do not|please not) (?:put|include|have|quote|use)\b[^.?!]{{0,25}}\b(?:summary|pack|transcript|e-?mail|write-?up|log|system)\b"
    r"|please (?:delete|take out|cut|leave out|erase) (?:it|this|that)|(?:cut|edit|bleep) (?:this|that|it|that bit|this bit|that part|this part) out\b|leave (?:this|that) (?:bit|part) out|not the name of"
    r"|strike that\b|(?:scrub|expunge|redact) (?:that|this|it|my|the)\b|(?:stop|pause|kill|halt|mute) (?:(?:the |your |that |this )?(?:recording|recorder|tape|transcription|transcript|bot|note ?taker)|(?:your|that|this) (?:thing|machine))\b|recording (?:off|paused|stopped)\b"
    r"|(?:can|could|would|will) (?:you|we|i) (?:please |just )?(?:turn|switch|shut|stop|pause) (?:that|this|it)(?: thing)?(?: off)?(?: for|\?|,|\.|$| please)|(?:turn|switch|shut) (?:that|this|it) off (?:please|for a|a (?:second|moment|minute))|(?:turn|switch|shut) (?:off )?(?:the |your |that )?(?:recording|recorder|tape|transcription|bot)(?: off)?\b|are we off\b|is (?:that|the recording) off\b"
    r"|(?:it|that|this|one|what i(?:'m| am)? sa(?:y|id|ying)|all)(?: all| just)? stays? (?:with (?:me|us|you)|in (?:here|this|these|the (?:room|family|team|car|kitchen|folder|truck|building))|here|within|among|between|private)\b|(?:doesn't|does not|mustn't|must not|can't|cannot|shouldn't|not to) (?:leave (?:this|the|these)|go (?:any further|further|beyond (?:this|here|us)|outside))|(?:goes|go) no further|it's not going anywhere|(?:doesn't|don't let (?:it|this|that)|not to) go anywhere"
    r"|(?:only|just) (?:for )?(?:you and me|the (?:two|three|four) of us|us (?:two|three)|your ears)\b|for your ears only|nobody else (?:knows|should know|must know|is to know|needs to know)|nobody (?:should|must|is to|needs to) know|not for (?:anyone|anybody|public|general|wider|external)\b|(?:not|isn't) (?:public|official|announced|common knowledge)(?: yet)?\b|isn't for [a-z]+, nor"
    r"|(?:only|just) (?:telling|told) you\b(?! so)|(?:told|tell(?:ing)?) (?:you|me|her|him) (?:this )?(?:as a friend|in private|privately)"
    r"|something (?:i'd like|i want|i need) to (?:say|tell)|(?:say|saying|mean|speaking) (?:it |this |that )?as a friend\b"
    r"|(?:leave|keep) (?:me|my name|names|her name|his name) out|out of (?:this|that|all|everything)[.,]|(?:it|that|this) stays out\.|mustn't say (?:this|that|it)|shouldn't (?:be (?:telling|saying|hearing)|say this|tell you)|(?:isn't|is not|not) (?:to be )?(?:quoted|repeated|minuted|for (?:circulation|sharing))\b"
    r"|nicht (?:ins|furs|fürs|im|zu) protokoll|unter uns (?:gesagt|beiden|bleiben)|bleibt unter uns|vertraulich|hors (?:micro|enregistrement|pv)|pas dans le (?:compte|proces|procès)|cela reste entre nous|entre nosotros|fuera de (?:acta|registro|micrófono|microfono)|que no conste|no (?:lo )?(?:apuntes|anotes|grabes))"
)
# What may be the beginning of something private, and is often the beginning of anything else.
_MILD = re.compile(r"\b(?:can|could|may) i (?:just )?(?:say|tell you) (?:something|a thing)\b(?! about the)")
_LONGEST_MILD = 3
_FIGURES = re.compile(
    r"\boff the record(?:s|ing)? (?:player|shop|label|sleeve|deck|store|list|card)|\bbetween (?:us|you and me|ourselves|the two of us|us two)(?:,? (?:we|you)(?:'ve|'ll|'re| have| had| can| could| own| cover| should| do| need| get| make|'d)|,? (?:there(?:'s| is| are)|that's (?:\w+ ){0,2}(?:people|days|hours|years))| and (?:the|them|him|her|you|our|their))"
    r"|\b(?:split|divide|divided|share|shared|choose|difference|gap|settled|agreed|border|wall|door|distance|game|match|contract|agreement|nothing|trust|chemistry|ping-?pong|hand-?over|interface|handover) (?:\w+ ){0,2}between (?:us|you and me|ourselves|the two of us)\b|\b(?:broken|track|world|land|criminal|medical|health|sales|safety|win(?:ning)?|school) record\b|\brecord (?:label|player|deal|shop|high|low|year|store|keeping|sales|number)\b"
    r"|\b(?:mute|turn|switch|shut) (?:it|that|this) off (?:and on|at|from|every)|\bprivate (?:key|equity|sector|cloud|repo|room|school|office|road|beach|beta|house|network|subnet|channel)|\bstays? (?:in|on) the (?:fridge|oven|cold|freezer|pan|shelf|stage|queue|cache|rack|budget|plan|scope|list|board|screen|calendar|contract)"
    r"|\b(?:it|that|he|she|they|which|who) stays? here (?:until|till|for|over|as|on|all|at|by|tonight|and)"
)
# Words after which a stretch is over for certain.
_SURELY_ON = re.compile(
    r"\bback on (?:the )?record|\b(?:you can|we can) (?:write|record|put|note|minute)|\brecording(?:'s| is)? (?:back )?(?:on|again)\b|\b(?:turn|switch) (?:it|that|the recording|the recorder) (?:back )?on\b|\bon the record (?:again|now|then)\b|\bback to (?:the (?:agenda|meeting|minutes|list)|business|work)\b"
    r"|^(?:anyway|moving on|next (?:item|point|thing|one|topic)|right, (?:next|so|the|back)|okay,? (?:next|so|back)|item \w+)\b"
)
_LONGEST_OFF = 6
_BRIEF = 10
_LONGEST_WIDE, _LONGEST_PERHAPS = 6, 4
"""Most units after a plain request, and after what may be one, that are left out when reading generously and nobody says that it is over."""
_MAY_COME = re.compile(
    r"\b(?:something|a thing|one thing|can i|could i|may i|off the record|confidence|confidential|stop|pause|turn|switch|telling you|isn't for|not for|mustn't|shouldn't be|just between|only between"
    r"|between us,|only us|just us|only for|hush|secret|tell you|listen|this next|this bit|what i'm)\b"
)
"""Words of a request that may speak of what follows."""


def off_record(units: Sequence[Unit], *, generous: bool = False) -> frozenset[int]:
    """Indices of the units that the speakers asked to keep out of the notes; ``generous``: and of those that may be meant too."""
    low = [_plain(u) for u in units]
    found = _stretches(units, low)
    return frozenset(found | _around(units, low)) if generous else frozenset(found)


def _plain(unit: Unit) -> str:
    """The lower-case text of a unit with straight apostrophes, without what only sounds like a request."""
    return _FIGURES.sub(" ", unit.text.lower().replace("’", "'"))


def _stretches(units: Sequence[Unit], low: Sequence[str]) -> set[int]:
    """Indices of what requests plainly speak of."""
    out: set[int] = set()
    since = until = -1
    for i, text in enumerate(low):
        if _OFF.search(text):
            to_come = bool(_TO_COME.search(text))
            out.update(range(i if to_come else _said_before(units, i), i + 1))
            # "This next bit isn't for your notes" speaks of what follows; "not in the notes, please" of what was said, and ends it.
            told = any(len(units[j].words) > _BRIEF for j in range(since + 1, i))
            if i <= until and told:
                until = i + 1
            elif i <= until or to_come:
                since, until = i, i + _LONGEST_OFF
        elif _BACKWARD.search(text):
            out.update(range(max(0, i - 1), i + 1 + (i + 1 < len(units) and len(units[i + 1].words) <= _BRIEF)))
        elif i <= until:
            if _ON.search(text) or _SURELY_ON.search(text):
                until = -1
                continue
            if CUES["thanks"].search(text):
                until = -1
            out.add(i)
    return out


def _around(units: Sequence[Unit], low: Sequence[str]) -> set[int]:
    """Indices of what any request may speak of: what was said before it, the answer to it, and what follows until the talk goes on."""
    out: set[int] = set()
    for i, text in enumerate(low):
        if _MILD.search(text):
            out.update(range(i, min(len(units), i + 1 + _LONGEST_MILD)))
        if not (_OFF.search(text) or _BACKWARD.search(text) or _PERHAPS.search(text)):
            continue
        plain = bool(_OFF.search(text) or _BACKWARD.search(text))
        out.update(range(_told_before(units, i), min(len(units), i + (3 if plain else 2))))
        if not (_TO_COME.search(text) or _MAY_COME.search(text)):
            continue
        told = False
        for j in range(i + 1, min(len(units), i + 1 + (_LONGEST_WIDE if plain else _LONGEST_PERHAPS))):
            if _SURELY_ON.search(low[j]) and (told or j > i + 1 or "record" in low[j]):
                break
            out.add(j)
            told = told or len(units[j].words) > _BRIEF
    return out


def _told_before(units: Sequence[Unit], i: int) -> int:
    """The first of the units that somebody may wish unsaid in unit ``i``: back over brief ones, to one that says something."""
    first, told = i, 0
    while first > max(0, i - 4) and told < 1:
        first -= 1
        told += len(units[first].words) > _BRIEF
    return first


def _said_before(units: Sequence[Unit], i: int) -> int:
    """The first of the units that a request in unit ``i`` to leave something out speaks of: back to one that says something."""
    first = max(0, i - 1)
    while first > max(0, i - 3) and len(units[first].words) <= _BRIEF:
        first -= 1
    return first

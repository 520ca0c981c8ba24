"""Segments to utterances: repair what recognizers damage. Nothing is lost: every word is kept, changed or quarantined on record."""

from __future__ import annotations

from collections import Counter

from acta.clean import names, repair, silence, split
from acta.clean.taught import apply_aliases
from acta.clean.words import block
from acta.model import Change, Diagnostic, Lexicon, Segment, Transcript, Utterance

_WORDS = {
    "loop": ("loop", "loops"),
    "invented": ("invented phrase", "invented phrases"),
    "echo": ("echo", "echoes"),
    "double": ("doubled segment", "doubled segments"),
    "sound": ("sound", "sounds"),
}


def clean(transcript: Transcript[Segment], lexicon: Lexicon, *, keep_all: bool = False) -> Transcript[Utterance]:
    """The utterances of a transcript; ``keep_all`` repairs and quarantines nothing, and only splits."""
    blocks = [block(s) for s in transcript]
    doubts: list[Diagnostic] = []
    if not keep_all:
        known = [p.name for p in lexicon.people]
        blocks = [repair.repair_encoding(b) for b in blocks]
        glued = repair.glued_names(blocks, known)
        blocks = [repair.set_aside_loops(repair.set_aside_sounds(repair.unglue(b, glued))) for b in blocks]
        blocks = silence.set_aside_silence(blocks)
        blocks = apply_aliases(blocks, lexicon)
        blocks, unsure = names.restore(blocks, names.make_ear(lexicon, dict.fromkeys(s.label for s in transcript if s.named)))
        doubts += unsure
    changes = tuple(c for b in blocks for c in b.changes)
    doubts += _told(changes, sum(len(s.text.split()) for s in transcript))
    return Transcript(
        source=transcript.source,
        parts=tuple(split.utterances(blocks)),
        hints=transcript.hints,
        changes=(*transcript.changes, *changes),
        diagnostics=(*transcript.diagnostics, *doubts),
    )


def _told(changes: tuple[Change, ...], words: int) -> list[Diagnostic]:
    """How much was quarantined, in words a person understands."""
    gone = [c for c in changes if c.quarantined and c.kind in _WORDS]
    if not gone:
        return []
    share = 100 * sum(len(c.was.split()) for c in gone) / (words or 1)
    counts = Counter(c.kind for c in gone)
    told = ", ".join(f"{n} {_WORDS[kind][n > 1]}" for kind, n in counts.most_common())
    shown = f"{share:.0f} %" if share >= 1 else "under 1 %"
    return [Diagnostic("quarantined", f"{shown} quarantined: {told}")]

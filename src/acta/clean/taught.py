"""What the user taught: words replaced by what ``acta learn`` says they mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from acta.clean.names import PARTS
from acta.clean.words import Block
from acta.evidence import fold
from acta.model import ChangeKind, Lexicon

_REASON = "taught with acta learn"
_Taught = Mapping[str, Sequence[tuple[tuple[str, ...], str]]]


def apply_aliases(blocks: Sequence[Block], lexicon: Lexicon) -> list[Block]:
    """The aliases of ``lexicon`` applied, the longest first; a possessive and punctuation stay."""
    taught: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for heard, meant in lexicon.aliases:
        if words := tuple(fold(heard).split()):
            taught.setdefault(words[0], []).append((words, meant))
    for pairs in taught.values():
        pairs.sort(key=lambda pair: -len(pair[0]))
    return [_applied(b, taught, lexicon) for b in blocks] if taught else list(blocks)


def _applied(block: Block, taught: _Taught, lexicon: Lexicon) -> Block:
    swaps: dict[ChangeKind, list[tuple[int, int, str]]] = {}
    people = {p.name for p in lexicon.people}
    for start, end, text, meant in _found(block, taught):
        swaps.setdefault("name" if meant in people or meant not in lexicon.terms else "term", []).append((start, end, text))
    for kind, pieces in swaps.items():
        block = block.with_words(pieces, kind, _REASON)
    return block


def _found(block: Block, taught: _Taught) -> Iterator[tuple[int, int, str, str]]:
    cores = block.cores
    i = 0
    while i < len(cores):
        for heard, meant in taught.get(cores[i].removesuffix("'s"), ()):
            end = i + len(heard)
            if (*cores[i : end - 1], *(c.removesuffix("'s") for c in cores[end - 1 : end])) != heard or not block.adjoin(i, end):
                continue
            text, rest = meant, meant.split()[1:]
            # "Koncha Mehta": the surname that stands there already is not said twice.
            if len(heard) == 1 and rest and [c.removesuffix("'s") for c in cores[end : end + len(rest)]] == [fold(r) for r in rest]:
                text = meant.split()[0]
            lead, tail = PARTS.match(block.words[i].text), PARTS.match(block.words[end - 1].text)
            new = f"{lead[1] if lead else ''}{text}{tail[3] if tail else ''}"
            if new != " ".join(w.text for w in block.words[i:end]):
                yield i, end, new, meant
            i = end - 1
            break
        i += 1

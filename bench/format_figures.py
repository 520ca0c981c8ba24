"""Which files parse, and whether each word of a derived source stands in a segment."""

from __future__ import annotations

import functools
import json
import re
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import ftfy

import score as measure
from acta.errors import InputError
from acta.ingest import detect, parse
from acta.model import Segment

_BLOCK = re.compile(r"^\[[\d:.]+\]", re.MULTILINE)


def formats(sources: Path, samples: Path) -> dict[str, Any]:
    """Counts of derived sources and sample files: parsed, refused because they hold no words, failed; and of words lost."""
    derived = [p for p in sorted(sources.glob("*/*")) if p.name not in {"truth.json", "noise.json"}]
    others = [p for p in sorted(samples.glob("*/*")) if p.parent.name != "hallucinations"]
    failed, refused = [], []
    words: Counter[str] = Counter()
    for path in derived + others:
        name = f"{path.parent.name}/{path.name}"
        try:
            transcript = parse(path.read_bytes(), path.name)
        except InputError as error:
            (refused if _holds_no_words(path) else failed).append(f"{name}: {error.message}")
            continue
        except Exception as error:  # noqa: BLE001  # a table of failures is the point
            failed.append(f"{name}: {error!r}")
            continue
        if path in derived:
            said, lost = _lost(path, transcript.parts)
            words["said"] += said
            words["lost"] += lost
    parsed = len(derived) + len(others) - len(failed) - len(refused)
    return {
        "derived": len(derived),
        "samples": len(others),
        "parsed": parsed,
        "refused": refused,
        "failed": failed,
        "words": words["said"],
        "words_lost": words["lost"],
    }


def _holds_no_words(path: Path) -> bool:
    return detect(path.read_bytes(), path.name) == "rttm"


def _lost(path: Path, segments: Sequence[Segment]) -> tuple[int, int]:
    """How many words the file says, found without acta, and how many of them stand in no segment."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".txt" and path.name != "otter.txt":
        # A label may be glued to the first word there, so whole blocks are compared, letter by letter, labels included.
        said = _BLOCK.split(text)[1:]
        there = Counter(_letters(s.label + s.text) for s in segments)
        missing = Counter(_letters(block) for block in said) - there
        return sum(len(_words(b)) for b in said), sum(len(_words(b)) for b in said if _letters(b) in missing)
    words = Counter(_words(_SAID[path.name](text)))
    return words.total(), (words - Counter(_words(" ".join(s.text for s in segments)))).total()


def _words(text: str) -> list[str]:
    return list(measure.words(ftfy.fix_text(text)))


def _letters(text: str) -> str:
    return "".join(_words(text))


def _whisper(text: str) -> str:
    return " ".join(s["text"] for s in json.loads(text)["segments"])


def _without(pattern: str) -> Callable[[str], str]:
    """Reads a file as what is left when lines and marks that are no words are taken away."""
    return functools.partial(re.compile(pattern, re.MULTILINE).sub, " ")


# What each kind of derived file says, without the names of those who say it.
_SAID: dict[str, Callable[[str], str]] = {
    "teams.vtt": _without(r"^(?:WEBVTT|\S+/\d+-\d+|[\d:.]+ --> .*)$|</?v[^>]*>"),
    "zoom.vtt": _without(r"^(?:WEBVTT|\d+|[\d:.]+ --> .*)$|^[^:\n]+: "),
    "otter.txt": _without(r"^.*  \d+:\d\d$|^Transcribed by https://otter.ai$"),
    "named.md": _without(r"^\*\*[^*]+\*\*"),
    "whisper.json": _whisper,
}

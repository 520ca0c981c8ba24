#!/usr/bin/env python3
"""How often the leash holds back what is true, and how often what is not: leash_figures.py [--split S]… [--false] [--missed KIND].

False alarms: every gold item, as its author wrote it, is proposed with the whole lines that prove it; a fault in it is a false alarm
unless the author knew what no line says. Detection: gold items are damaged in one way each (seeded), and a damage is found when the
field it is in has a fault, or for a quote, when nothing unproven is left. ``--false`` shows each false alarm of train, ``--missed``
what of one kind of damage was not found there; those of dev are for nobody to see.
"""

from __future__ import annotations

import argparse
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from acta.language.figures import figures_of
from acta.language.leash import Verdict, check, check_next_meeting, check_summary
from acta.language.words import words_in
from acta.model import Citation, DraftItem, DraftNextMeeting, ItemKind, Meeting, Transcript, Utterance
from acta.understand.daywords import DAYS, MONTHS
from acta.understand.speech import sentences as sentences_of
from extract_figures import read
from score import KINDS, load

GOLD = Path(__file__).parent / "gold"
SEED = 5
A_KIND = 3
"""One item in so many gets each kind of damage: enough for two digits, and the run stays under a minute."""
NUMBER_WORDS = [
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fifteen",
    "eighteen",
    "twenty",
    "thirty",
    "forty",
    "sixty",
    "ninety",
]
CLAUSES = (
    "and the budget was approved",
    "and the contract was signed by both sides",
    "and the lawyers confirmed the indemnity",
    "and the chairman resigned over it",
    "and insurance pays for the damage",
    "and the merger was announced to the press",
    "and all staff get a bonus",
    "and the warranty was extended for free",
)
GERMAN = (
    "Den Bericht bis Freitag fertigstellen und an alle schicken.",
    "Das Team hat beschlossen, den alten Vertrag nicht zu verlängern.",
    "Die Kosten sind höher als geplant, weil der Lieferant die Preise erhöht hat.",
    "Mit der Personalabteilung klären, ob die alten Stundenzettel korrigiert werden können.",
    "Wer übernimmt die Vertretung während des Urlaubs?",
    "Die Lieferung könnte sich wegen des Wetters um eine Woche verspäten.",
    "Alle Beteiligten waren sich einig, dass die Prüfung wiederholt werden muss.",
    "Einen Termin mit dem Kunden vereinbaren und die offenen Fragen besprechen.",
)


@dataclass(frozen=True, slots=True)
class Case:
    """A gold item as a proposal, and the meeting it is of."""

    name: str
    item: DraftItem
    transcript: Transcript[Utterance]
    meeting: Meeting
    head: str

    def check(self, item: DraftItem) -> Verdict:
        """The verdict on ``item`` in this meeting."""
        return check(item, self.transcript, self.meeting)

    def known_to_author(self, reason: str) -> bool:
        """Whether a fault is of a name that stands in the file's head and that nobody says: a model cannot know it either."""
        m = re.match(r"the name (\S+?)(?:['’]s)? stands", reason)
        said = {w for u in self.transcript.parts for w in words_in(u.text)}
        return bool(m) and m[1] in self.head and not set(words_in(m[1])) & said

    @property
    def near(self) -> list[Utterance]:
        """The lines that prove it and those beside them."""
        ids = {c.utterance + d for c in self.item.citations for d in range(-3, 4)}
        return [u for u in self.transcript.parts if u.id in ids]


def cases(split: str) -> Iterator[Case]:
    """Every gold item of a split."""
    for path in sorted((GOLD / split).glob("*.md")):
        transcript, meeting = read(path)
        minutes = load(path)[2]
        head = path.read_text(encoding="utf-8").partition("## Transcript")[0]
        line = {u.id: u.text for u in transcript.parts}
        for section, kind in KINDS.items():
            for gold in minutes.get(section) or []:
                due = date.fromisoformat(str(gold["due"])) if gold.get("due") else None
                quotes = tuple(Citation(n, line[n]) for n in gold["evidence"])
                item = DraftItem(ItemKind(kind), gold["text"], quotes, owner=gold.get("owner"), due=due, due_words=gold.get("due_words"))
                yield Case(path.stem, item, transcript, meeting, head)


Damage = Callable[[Case, random.Random, list[Case]], DraftItem | None]


def number(case: Case, rng: random.Random, _: list[Case]) -> DraftItem | None:
    """Another number."""
    figures = [f for f in figures_of(case.item.text) if f.words in case.item.text]
    if not figures:
        return None
    old = rng.choice(figures).words
    if any(c.isdigit() for c in old):
        new = re.sub(r"\d", lambda m: str((int(m[0]) + rng.randint(1, 8)) % 9 + 1), old)
    else:
        new = rng.choice([w for w in NUMBER_WORDS if w not in old.lower()])
    return replace(case.item, text=case.item.text.replace(old, new, 1)) if new != old else None


def _people_in(case: Case) -> list[str]:
    return [w for p in case.meeting.people for w in p.name.split() if len(w) > 2 and re.search(rf"\b{re.escape(w)}\b", case.item.text)]


def name_of_stranger(case: Case, rng: random.Random, others: list[Case]) -> DraftItem | None:
    """The name of somebody of another meeting in place of one of this."""
    old = _people_in(case)
    own = {w for p in case.meeting.people for w in p.name.split()}
    new = [w for p in rng.choice(others).meeting.people for w in p.name.split() if w not in own and len(w) > 2]
    return replace(case.item, text=case.item.text.replace(rng.choice(old), rng.choice(new), 1)) if old and new else None


def name_of_another(case: Case, rng: random.Random, _: list[Case]) -> DraftItem | None:
    """The name of somebody of the meeting who neither speaks near nor is named there."""
    old = _people_in(case)
    new = [w for w in _absent(case) if w.split()[0] not in case.item.text]
    return replace(case.item, text=case.item.text.replace(rng.choice(old), rng.choice(new).split()[0], 1)) if old and new else None


def _absent(case: Case) -> list[str]:
    near = " ".join(f"{u.speaker} {u.text}" for u in case.near)
    return [p.name for p in case.meeting.people if not any(re.search(rf"\b{re.escape(w)}\b", near) for w in p.name.split())]


def owner_of_stranger(case: Case, rng: random.Random, others: list[Case]) -> DraftItem | None:
    """An owner from another meeting."""
    new = rng.choice(rng.choice(others).meeting.people).name
    return replace(case.item, owner=new) if case.item.owner and not any(new == p.name for p in case.meeting.people) else None


def owner_absent(case: Case, rng: random.Random, _: list[Case]) -> DraftItem | None:
    """An owner of the meeting who neither speaks near the quotes nor is named there."""
    new = _absent(case)
    return replace(case.item, owner=rng.choice(new)) if case.item.owner and new else None


def not_put_in(case: Case, _: random.Random, __: list[Case]) -> DraftItem | None:
    """A "not" put in."""
    text = case.item.text
    if re.search(r"\b(?:not|no|never|cannot|without|nobody|none|nothing)\b", text):
        return None
    if case.item.kind.is_task:
        return replace(case.item, text=f"Do not {text[0].lower()}{text[1:]}")
    new = re.sub(r"\b(is|are|was|were|will|can|may|could|would|should|must|has|have|had)\b", r"\1 not", text, count=1)
    return replace(case.item, text=new) if new != text and not text.endswith("?") else None


_WITHOUT_NOT = (
    (" does not ", " does "), (" do not ", " do "), (" did not ", " did "), ("cannot", "can"), (" without ", " with "), (" not ", " "),
    (" no longer ", " still "), (" never ", " always "), (" no ", " a "), ("Nobody ", "Everybody "),
)  # fmt: skip


def not_taken_out(case: Case, _: random.Random, __: list[Case]) -> DraftItem | None:
    """A "not" taken out."""
    text = case.item.text
    new = text
    for old, put in _WITHOUT_NOT:
        if old in new:
            new = new.replace(old, put, 1)
            break
    return replace(case.item, text=new) if new != text and not text.endswith("?") else None


def date_in_text(case: Case, rng: random.Random, _: list[Case]) -> DraftItem | None:
    """Another day of the year."""
    months = "|".join(m.capitalize() for m in MONTHS)
    m = re.search(rf"\b(\d{{1,2}}) ({months})\b", case.item.text)
    if not m:
        return None
    month = m[2] if rng.random() < 0.5 else rng.choice([n.capitalize() for n in MONTHS if n.capitalize() != m[2]])
    day = (int(m[1]) + rng.randint(2, 25)) % 28 + 1
    return (
        replace(case.item, text=case.item.text[: m.start()] + f"{day} {month}" + case.item.text[m.end() :])
        if (day, month) != (int(m[1]), m[2])
        else None
    )


def weekday_in_text(case: Case, rng: random.Random, _: list[Case]) -> DraftItem | None:
    """Another weekday."""
    m = re.search(rf"\b({'|'.join(d.capitalize() for d in DAYS)})\b", case.item.text)
    if not m:
        return None
    near = " ".join(u.text.lower() for u in case.near)
    new = [d.capitalize() for d in DAYS if d not in near and d != m[1].lower()]
    return replace(case.item, text=case.item.text.replace(m[1], rng.choice(new), 1)) if new else None


def due_moved(case: Case, rng: random.Random, _: list[Case]) -> DraftItem | None:
    """A due date some days off."""
    off = rng.choice([n for n in range(-12, 30) if n])
    return replace(case.item, due=case.item.due + timedelta(days=off)) if case.item.due else None


def due_invented(case: Case, rng: random.Random, _: list[Case]) -> DraftItem | None:
    """A due date for words that settle none, or for none at all."""
    item = case.item
    return replace(item, due=case.meeting.date + timedelta(days=rng.randint(1, 30))) if item.kind.is_task and item.due is None else None


def clause_invented(case: Case, rng: random.Random, _: list[Case]) -> DraftItem | None:
    """Something nobody said, added at the end."""
    text = case.item.text
    return None if text.endswith("?") else replace(case.item, text=f"{text.rstrip('.')}, {rng.choice(CLAUSES)}.")


def clause_of_another(case: Case, rng: random.Random, others: list[Case]) -> DraftItem | None:
    """Half a sentence from another meeting, added at the end."""
    text, other = case.item.text, rng.choice(others).item.text
    words = other.rstrip(".?").split()
    return None if text.endswith("?") or len(words) < 8 else replace(case.item, text=f"{text.rstrip('.')}, and {' '.join(words[-6:])}.")


def _one(case: Case) -> Citation:
    return max(case.item.citations, key=lambda c: len(c.quote))


def quote_changed(case: Case, rng: random.Random, _: list[Case]) -> DraftItem | None:
    """One word of the only quote changed."""
    quote = _one(case)
    words = quote.quote.split()
    at = rng.randrange(len(words))
    words[at] = rng.choice(["hardly", "tenfold", "Marguerite", "never", "seventeen", "altogether"])
    return replace(case.item, citations=(replace(quote, quote=" ".join(words)),))


def quote_from_nowhere(case: Case, rng: random.Random, others: list[Case]) -> DraftItem | None:
    """The only quote comes from another meeting."""
    other = _one(rng.choice(others))
    return replace(case.item, citations=(replace(_one(case), quote=other.quote),)) if len(other.quote.split()) >= 4 else None


def utterance_unknown(case: Case, rng: random.Random, others: list[Case]) -> DraftItem | None:
    """The only quote comes from another meeting and cites an utterance that does not exist."""
    item = quote_from_nowhere(case, rng, others)
    return item and replace(
        item, citations=tuple(replace(c, utterance=len(case.transcript.parts) + 1 + rng.randrange(900)) for c in item.citations)
    )


def text_of_another(case: Case, rng: random.Random, others: list[Case]) -> DraftItem | None:
    """The text of an item of another meeting."""
    return replace(case.item, text=rng.choice(others).item.text)


def text_from_elsewhere(case: Case, rng: random.Random, _: list[Case]) -> DraftItem | None:
    """Quotes from another place of the same meeting."""
    parts = [u for u in case.transcript.parts if len(u.text.split()) > 8 and min(abs(u.id - c.utterance) for c in case.item.citations) > 25]
    return replace(case.item, citations=tuple(Citation(u.id, u.text) for u in rng.sample(parts, 1))) if parts else None


def in_german(case: Case, rng: random.Random, _: list[Case]) -> DraftItem | None:
    """In another language."""
    return replace(case.item, text=rng.choice(GERMAN))


KINDS_OF_DAMAGE: dict[str, tuple[Damage, str]] = {
    f.__name__: (f, field)
    for f, field in (
        (number, "text"), (name_of_stranger, "text"), (name_of_another, "text"), (owner_of_stranger, "owner"), (owner_absent, "owner"),
        (not_put_in, "text"), (not_taken_out, "text"), (date_in_text, "text"), (weekday_in_text, "text"), (due_moved, "due"),
        (due_invented, "due"), (clause_invented, "text"), (clause_of_another, "text"), (quote_changed, "evidence"),
        (quote_from_nowhere, "evidence"), (utterance_unknown, "evidence"), (text_of_another, "text"), (text_from_elsewhere, "text"),
        (in_german, "text"),
    )
}  # fmt: skip


def false_alarms(all_cases: list[Case], *, show: bool) -> None:
    """Print the share of gold items with a fault, by field."""
    count: Counter[str] = Counter()
    began = time.perf_counter()
    for case in all_cases:
        item = case.item
        faults = case.check(item).faults
        found = [f for f in faults if not case.known_to_author(f.reason)]
        count["unsaid"] += len(faults) - len(found)
        count.update(
            {"items": 1, "owned": item.owner is not None, "dated": item.due is not None, **dict.fromkeys({f.field for f in found}, 1)}
        )
        if show:
            for f in found:
                print(
                    f"{f.field}: {f.reason}\n    {case.name} {[c.utterance for c in item.citations]} {item.text}"
                    f" | {item.owner} {item.due} {item.due_words}"
                )
    ms = (time.perf_counter() - began) * 1000 / count["items"]
    parts = [
        f"{field} {count[field]}/{count[of]} = {count[field] / count[of]:.4f}"
        for field, of in (("text", "items"), ("evidence", "items"), ("owner", "owned"), ("due", "dated"))
    ]
    print(f"false alarms: {', '.join(parts)}; {count['unsaid']} names that nobody says; {ms:.2f} ms an item")


def whole_notes(split: str, all_cases: list[Case]) -> None:
    """Print how many sentences of the gold summaries, and how many next meetings, have a fault."""
    sentences = fallen = meetings = wrong = 0
    first = {case.name: case for case in reversed(all_cases)}
    for name, case in sorted(first.items()):
        minutes = load(GOLD / split / f"{name}.md")[2]
        items = [c.item for c in all_cases if c.name == name]
        faults = check_summary(minutes["summary"], items, case.transcript, case.meeting)[1]
        sentences += len(sentences_of(minutes["summary"]))
        told = [f.reason.rpartition("”: ") for f in faults]
        fallen += len({which for which, _, why in told if not case.known_to_author(why)})
        again = minutes.get("next_meeting")
        if again and again.get("evidence"):
            line = {u.id: u.text for u in case.transcript.parts}
            day = date.fromisoformat(str(again["date"])) if again.get("date") else None
            draft = DraftNextMeeting(day, again["words"], tuple(Citation(n, line[n]) for n in again["evidence"]))
            meetings, wrong = meetings + 1, wrong + bool(check_next_meeting(draft, case.transcript, case.meeting)[1])
    print(f"summaries: {fallen}/{sentences} sentences fall; next meetings: {wrong}/{meetings}")


def detection(all_cases: list[Case], missed: str) -> None:
    """Print the share of each kind of damage that is found."""
    clean = {id(c): {f.field for f in c.check(c.item).faults} for c in all_cases}
    for name, (damage, field) in KINDS_OF_DAMAGE.items():
        rng = random.Random(f"{SEED}{name}")  # noqa: S311  # the same damage every time is wanted
        tried = found = 0
        for case in rng.sample(all_cases, len(all_cases) // A_KIND if len(all_cases) > 1000 else len(all_cases)):
            if field in clean[id(case)]:
                continue  # a false alarm anyway finds nothing
            others = [rng.choice(all_cases)]
            item = damage(case, rng, others) if others[0].meeting is not case.meeting else None
            if item is None or item == case.item:
                continue
            verdict = case.check(item)
            hit = verdict.item is None if field == "evidence" else any(f.field == field for f in verdict.faults)
            tried, found = tried + 1, found + hit
            if name == missed and not hit:
                print(
                    f"    {item.text} | {item.owner} {item.due} {item.due_words}\n"
                    f"        was: {case.item.text} {case.item.due} [{case.meeting.date}]"
                )
                print("        " + " // ".join(c.quote for c in item.citations)[:400])
        print(f"  {name:20} {found}/{tried} = {found / max(tried, 1):.3f}")


def main() -> None:
    """Print the figures of each split asked for."""
    args = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    args.add_argument("--split", action="append", choices=("train", "dev"))
    args.add_argument("--false", action="store_true", help="show every false alarm of train")
    args.add_argument("--missed", default="", choices=("", *KINDS_OF_DAMAGE), help="show the damage of this kind that was missed in train")
    given = args.parse_args()
    for split in given.split or ("train", "dev"):
        everything = list(cases(split))
        print(f"{split}: {len(everything)} items")
        false_alarms(everything, show=given.false and split == "train")
        whole_notes(split, everything)
        if not given.false:
            detection(everything, given.missed if split == "train" else "")


if __name__ == "__main__":
    main()

"""Meetings made by hand for tests: small records of every kind, so that what is composed of them depends on no engine."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from acta.evidence import cite
from acta.extract import LETTERS
from acta.model import Evidence, Item, ItemKind, Meeting, Minutes, NextMeeting, Person, Priority, Record, Source, Span, Utterance

DAY = date(2026, 3, 12)


def said(number: int, speaker: str | None, text: str, start_ms: int | None = None, label: str = "") -> Utterance:
    """One utterance."""
    end_ms = None if start_ms is None else start_ms + 1500
    return Utterance(number, label or speaker or "", text, (Span(number - 1, 0, len(text)),), start_ms, end_ms, speaker=speaker)


def item(identity: str, text: str, *proofs: Evidence, **more: object) -> Item:
    """An item whose kind its id tells."""
    kind = next(k for k, letter in LETTERS.items() if letter == identity[0])
    return Item(identity, kind, text, proofs, **more)  # type: ignore[arg-type]


@dataclass
class Talk:
    """A meeting in the making: lines are said, then items are drawn from them."""

    title: str
    kind: str
    owner: str | None
    speakers: tuple[str, ...]
    source: str = "teams-vtt"
    timed: bool = True
    lines: list[Utterance] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    next_meeting: NextMeeting | None = None

    def say(self, speaker: str | None, text: str, label: str = "") -> Utterance:
        """Add a line; every line takes ten seconds."""
        n = len(self.lines) + 1
        self.lines.append(said(n, speaker, text, n * 10_000 if self.timed else None, label))
        return self.lines[-1]

    def note(self, identity: str, text: str, *proofs: Utterance, **more: object) -> None:
        """Add an item, proven by whole lines."""
        self.items.append(item(identity, text, *(cite(u, u.text) for u in proofs), **more))

    def record(self, summary: str) -> Record:
        """The meeting as a record."""
        people = tuple(Person(n, speaks=True) for n in self.speakers)
        meeting = Meeting(self.title, DAY, self.kind, self.owner, people, Source(f"talk.{self.source}", self.source, "0" * 64))
        return Record(meeting, Minutes(summary, tuple(self.items), self.next_meeting), tuple(self.lines))


def without(record: Record, gone: Iterable[str]) -> Record:
    """The record without the items of those ids."""
    left = tuple(i for i in record.minutes.items if i.id not in set(gone))
    return replace(record, minutes=replace(record.minutes, items=left))


def with_items(record: Record, more: Iterable[Item]) -> Record:
    """The record with items added, or put in the place of those with the same id."""
    by_id = {i.id: i for i in record.minutes.items} | {i.id: i for i in more}
    return replace(record, minutes=replace(record.minutes, items=tuple(by_id.values())))


def specimen() -> Record:
    """The one-to-one of Nadia Okafor and Tomas Lind whose note is the specimen of the format."""
    nadia, tomas = "Nadia Okafor", "Tomas Lind"
    scripts = said(31, nadia, "I've been on this since January, and honestly nobody else has touched the scripts", 252_000)
    brief = said(40, tomas, "I'll brief Wiebke before the board meeting", 401_000)
    weekend = said(52, nadia, "Then it stays one weekend and we drop the phased plan", 512_000)
    plan = said(60, nadia, "I'll send Wiebke the revised plan by the twentieth", 634_000)
    budget = said(71, tomas, "Let me find out whether on-call money covers contractors", 700_000)
    alone = said(33, nadia, "If I'm ill nobody can run it", 270_000)
    rollback = said(75, nadia, "And who decides on a rollback that weekend?", 755_000)
    items = (
        item(
            "k3fa0", "Nadia has led the Kestrel migration since January and alone knows the cutover scripts.", cite(scripts, scripts.text)
        ),
        item("w01c0", "Tomas will brief Wiebke before the board meeting.", cite(brief, brief.text)),
        item("p9x20", "The cutover stays a single weekend; the phased plan is dropped.", cite(weekend, weekend.text)),
        item(
            "a7f3k",
            "Send the revised cutover plan to Wiebke.",
            cite(plan, plan.text),
            owner=nadia,
            due=date(2026, 3, 20),
            due_words="by the twentieth",
            priority=Priority.HIGH,
        ),
        item(
            "f0q8m",
            "Clarify whether the on-call budget covers contractors.",
            cite(budget, budget.text),
            owner=tomas,
            priority=Priority.MEDIUM,
        ),
        item("r5d10", "Only one person can run the cutover.", cite(alone, alone.text)),
        item("q2ee0", "Who owns the rollback decision during the weekend?", cite(rollback, rollback.text)),
    )
    lines = (said(1, tomas, "Hey Nadia, can you hear me okay?", 840), said(2, nadia, "Yeah, loud and clear.", 3100))
    people = (Person(tomas, speaks=True), Person(nadia, speaks=True), Person("Wiebke Roth", speaks=False))
    summary = "Nadia asked for clear ownership of the Kestrel cutover and reported two outside offers. Tomas agreed to … 3 to 5 sentences."
    meeting = Meeting("1:1 — Nadia Okafor", DAY, "one_on_one", tomas, people, Source("talk.txt", "two-channel", "0" * 64))
    coming = NextMeeting(date(2026, 3, 26), "in two weeks", (cite(said(80, tomas, "So in two weeks", 800_000), "in two weeks"),))
    return Record(meeting, Minutes(summary, items, coming), lines)


def of_every_kind() -> dict[str, Record]:
    """One record per kind of meeting, each with a shape of its own: several proofs, no times, undecided voices, nothing found."""
    return {r.meeting.kind: r for r in (specimen(), *(make() for make in _MAKERS))}


def _customer() -> Record:
    talk = Talk("Brightpan account review", "customer", "Ana Ruiz", ("Ana Ruiz", "Joss Harker"), "zoom-vtt")
    moved = talk.say("Joss Harker", "We moved the last two kitchens over in February.")
    ask = talk.say("Ana Ruiz", "Could you send me the seat list?")
    sure = talk.say("Joss Harker", "Sure, by Friday.")
    talk.note("k0001", "Brightpan moved its last two kitchens over in February.", moved)
    talk.note("a0001", "Send the list of seats to Ana.", ask, sure, owner="Joss Harker", due=date(2026, 3, 13), due_words="by Friday")
    talk.next_meeting = NextMeeting(None, "after Easter", (cite(talk.say("Ana Ruiz", "Let us talk again after Easter."), "after Easter"),))
    return talk.record("Brightpan has moved over; Joss sends the list of seats.")


def _project() -> Record:
    talk = Talk("Quillwort status", "project", None, ("Nacho Vidal", "Jyoti Rao", "Ben Okri"), "otter-txt")
    late = talk.say("Jyoti Rao", "The dress rehearsal slipped a week because the vendor is late.")
    who = talk.say("Nacho Vidal", "Somebody has to call them.")
    talk.note("w0002", "The dress rehearsal moved by a week.", late)
    talk.note("r0002", "A late vendor endangers the go-live.", late)
    talk.note("a0002", "Call the vendor about the delay.", who, owner_candidates=("Jyoti Rao", "Ben Okri"), priority=Priority.HIGHEST)
    return talk.record("The rehearsal slipped by a week.")


def _team() -> Record:
    talk = Talk("Tidewrack sprint 31", "team", "Ana Ruiz", ("Ana Ruiz", "Kofi Mensah", "Mei Tan"), "google-meet", timed=False)
    talk.say("Ana Ruiz", "Shall we look at [[the board]] and %%the hidden one%%?")
    carry = talk.say("Kofi Mensah", "Two of mine carry over, `import_all` and <b>the parser</b>.")
    talk.note("k0003", "Kofi's `import_all` and <b>parser</b> carry over.", carry, confidence=0.9)
    talk.note("p0003", "1. The import waits for the parser. ^not-an-id", carry)
    talk.note("f0003", "[x] means done on the board; ask whether 📅 2026-03-13 holds.", carry, owner="Kofi Mensah", priority=Priority.LOW)
    return talk.record("# Two stories carry over.")


def _incident() -> Record:
    talk = Talk("Freezer 7 failure", "incident", "Ana Ruiz", ("Ana Ruiz",), "two-channel")
    failed = talk.say(None, "The alarm was muted at ten past two and nobody saw it.", "Remote")
    talk.say(None, "Right.", "Remote")
    talk.note("k0004", "The alarm had been muted since 02:10.", failed)
    talk.note("q0004", "Who muted the alarm?", failed)
    talk.note("a0004", "Wire the alarm to the pager.", failed, due=date(2026, 4, 1), priority=Priority.MEDIUM)
    return talk.record("The alarm was muted.")


def _hiring() -> Record:
    talk = Talk("", "hiring", "Ana Ruiz", ("Ana Ruiz", "Mei Tan"), "markdown", timed=False)
    talk.say("Mei Tan", "I have nothing to add.")
    return replace(talk.record(""), meeting=replace(talk.record("").meeting, title="Data scientist debrief"))


def _vendor() -> Record:
    talk = Talk("Vendor call with Highveld", "vendor", "Ana Ruiz", ("Ana Ruiz", "José Ñandú"), "srt")
    cap = talk.say("José Ñandú", "We can live with a cap at twelve months of fees.")
    talk.note("p0005", "The liability cap is twelve months of fees.", cap)
    return talk.record("José accepted the cap.")


def _board() -> Record:
    talk = Talk("Tidewater Reads", "board", None, (), "text", timed=False)
    motion = talk.say(None, "All in favour? Carried.", "Speaker 1")
    talk.note("p0006", "The budget was approved.", motion)
    talk.note("f0006", "Ask the auditor about the restricted fund.", motion)
    return talk.record("The budget was approved.")


def _research() -> Record:
    talk = Talk("Icequake paper", "research", "Ana Ruiz", ("Ana Ruiz", "Björk Árnadóttir"), "whisper-json")
    long = " ".join(f"and then we looked at station {n}" for n in range(1, 60))
    found = talk.say("Björk Árnadóttir", f"The signal holds, {long}, and it holds there too.")
    talk.note("k0007", "The signal holds at all sixty stations.", found)
    return talk.record("The signal holds.")


def _default() -> Record:
    talk = Talk("Kin: the week ahead", "default", "Ana Ruiz", ("Ana Ruiz", "Bo Lund", "Cy Nakamura"), "vtt")
    first = talk.say("Bo Lund", "I'll book the hall.")
    again = talk.say("Bo Lund", "The hall, yes, before the weekend.")
    talk.note("a0008", "Book the hall.", first, again, owner="Bo Lund", due_words="before the weekend", priority=Priority.LOWEST)
    return talk.record("Bo books the hall.")


_MAKERS = (_customer, _project, _team, _incident, _hiring, _vendor, _board, _research, _default)
ALL_KINDS = tuple(ItemKind)

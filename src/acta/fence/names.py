"""Which words of a talk are proper names, known beforehand or only heard.

In doubt a word is taken for a name: one hidden without need costs little, one that gets out costs trust.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from acta.attribute.mentions import NAMES_AND_WORDS
from acta.attribute.names import THING_WORDS, word_set
from acta.clean.lists import is_given_name, is_ordinary
from acta.fence.letters import plain
from acta.understand import tagger
from acta.understand.grammar import TOKEN

NameKind = Literal["person", "other"]

_RUN = re.compile(r"[^\W_]+")
_JOINS = frozenset((" ", "-", "'", ".", "_", ". ", "  "))
LINKS = word_set("de van von der den del della di da dos la le du of ten ter bin al el zu & and the y")
_OVER = ".!?…:;\n"
_OPENING = " \t\"“”‘’'([{«¿¡-–—*•,>"
_QUOTED = '"“”«»'
_DAYS = word_set(
    """monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays fridays saturdays sundays mon tue tues wed
    thu thur thurs fri sat sun january february march april may june july august september october november december jan feb mar apr jun jul aug
    sep sept oct nov dec easter christmas xmas ramadan eid diwali hanukkah passover pentecost whitsun advent lent midsummer thanksgiving
    halloween carnival yom kippur spring summer autumn winter today tomorrow tonight yesterday"""
)
_TONGUES = word_set(
    """english french german dutch spanish italian portuguese polish czech slovak hungarian romanian bulgarian greek turkish russian ukrainian
    arabic hebrew persian farsi hindi urdu bengali tamil mandarin cantonese chinese japanese korean thai vietnamese malay swahili zulu xhosa
    afrikaans yoruba igbo hausa amharic welsh irish gaelic scottish swedish norwegian danish finnish icelandic latin european american british
    african asian australian canadian indian swiss austrian belgian catalan basque croatian serbian slovenian lithuanian latvian estonian
    christian muslim jewish hindu buddhist catholic protestant"""
)
_LETTERS = word_set(
    """api apis ceo cfo cto coo cio cmo cpo ciso vpn hr it pr qa ui ux ai ml llm llms pm pms po pos pa pdf pdfs csv xml json yaml html css sql http https url
    urls uri ssh ftp dns ip tcp udp tls ssl sso saml oauth mfa otp id ids pin pins sim usb hdmi led lcd tv tvs pc pcs os ios cpu cpus gpu gpus ram ssd hdd
    sms mms gps nfc rfid qr cad cam bim erp crm cms lms etl elt bi kpi kpis okr okrs roi sla slas slo slos nda ndas msa msas sow sows rfp rfps rfq rfi rfis
    po poc pocs mvp mvps eta etas etd eod eow eom eoy ytd qtd mtd q1 q2 q3 q4 h1 h2 fy vat gst iva tva tax paye p&l ebitda ebit capex opex arr mrr ltv cac
    cagr npv irr ipo vc vcs pe llp llc ltd inc plc gmbh bv sa ag co faq faqs fyi asap tbc tbd tba ps nb aka diy am pm gmt utc bst cet cest est pst
    eu uk us usa un uae id cv cvs cvv phd phds msc bsc ba ma mba dr mr mrs ms prof sir dame rev st jr sr mp mps gdpr hipaa iso soc pci dpia dpo kyc aml esg
    csr ngo ngos ott b2b b2c saas paas iaas sdk sdks ide cli gui cdn ci cd pr prs mr mrs pull css js ts aws ok okay ott bau raid raci wip aob agm egm iou
    iban bic swift gp gps icu er a&e mri ct ecg iv dna rna hiv niv pcr covid wc rota ac dc kw kwh mw mwh hz khz mhz ghz kb mb gb tb mm cm km kg rpm mph gp oap pto toil
    a b c d e f g h i j k l m n o p q r s t u v w x y z ii iii iv vi vii viii ix xi xii"""
)
_CALLS = word_set(
    """i i'm mr mrs ms miss dr prof professor sir madam dame lord lady king queen prince princess president mum mom mummy mama mamma dad daddy papa
    gran granny grandma grandpa nan auntie aunt uncle god jesus christ lord heaven hello hi hey bye yes yeah yep yup nope nah no ok okay oh ah uh um erm hmm
    hm mm mhm mmm aha ha haha huh wow whoa oops ouch ugh ja jo nee nein oui non si sí da ne hei hej tak danke merci gracias ciao voilà voila hola alors bon
    bah eh ehm ay aye och lah lor ba na neh eish yebo shame innit yah yay yikes phew pfft psst shh tsk blah etc vs cheers ta gonna wanna gotta dunno lemme
    gimme kinda sorta cos cuz 'cause y'all ain't whatcha alright anyways nothin goin okey okey-dokey righto right-o gosh jeez crikey blimey bloody bravo
    touché internet web wifi bluetooth email emails pdf app apps plan plans phase option block zone room floor level step part section chapter page slide
    team teams board chair minister day days week weeks month months quarter half word words line lines figure table note notes"""
)
_SMALL_WORDS = word_set(
    """a an the and but or nor so yet for if then else because as than that this these those there here it its he she him her his hers they them their
    we us our you your me my mine who whom whose what which when where why how not now just only also too very really well maybe perhaps let let's
    can could will would shall should may might must do does did done has have had is are was were be been being am at by from in into of off on onto out
    over to up with without about after before between during under until while since though although some any all both each every either neither
    more most much many few less least other another such same own once twice again ever never always sometimes often please thanks thank sorry
    sure right good great fine nice perfect exactly absolutely actually basically honestly literally obviously probably definitely anyway look listen see
    wait stop go come get got give take make put say said tell ask know think mean want need like love hate hope guess suppose morning afternoon evening
    night everybody everyone nobody somebody anybody anyone nothing something anything everything one two three four five six seven eight nine ten"""
)
_TITLES = word_set(
    "mr mrs ms miss dr doctor prof professor mister sister brother father sir dame lord lady rev reverend councillor captain sergeant judge nurse senhor senhora señor señora don doña herr frau monsieur madame uncle aunt auntie aunty"
)
_WITH_POINT = word_set("mr mrs ms dr prof st sr jr rev mt ft vs no fr messrs sgt capt gen col lt hon")
_COMMON_CODES = word_set(
    "2d 3d 4d 4k 8k 3g 4g 5g 1x 2x 3x 10x 1st 2nd 3rd 4th 2fa co2 h2o a3 a4 a5 mp3 mp4 f1 c4 b12 p50 p90 p95 p99 t1 t2"
)
_STAYS = _DAYS | _TONGUES | _LETTERS | _CALLS | _SMALL_WORDS
"""Words that are never hidden: days (due dates depend on them), languages, common short forms, what people are called by."""
_PREFIXES = word_set("mid non pre post anti ex re co semi multi inter un self half quasi pro sub super over under")
_ENDINGS = word_set("s es er ers ing ish ian ians ed like wide")
_ENDS_A_DAY = frozenset(("day", "days", "eve", "week", "year", "holiday"))
_BEFORE_A_DAY = word_set("black good easter palm ash cyber shrove maundy super boxing holy")
_MAY_BE_MONTH = frozenset(
    (
        "may",
        "march",
        "april",
        "june",
        "august",
        "jan",
        "mar",
        "jun",
        "sun",
        "sat",
        "wed",
        "summer",
        "autumn",
        "winter",
        "spring",
        "eve",
        "carol",
        "dawn",
    )
)
_BEFORE_MONTH = re.compile(
    r"(?:\b(?:in|by|of|until|till|til|since|from|to|through|before|after|during|early|late|mid|last|next|this|end|mid-|for|every|and|or|st|nd|rd|th|the|on)|\d|[.,-]) ?$"
)
_AFTER_MONTH = re.compile(
    r"^,? ?(?:the )?(?:\d|first|second|third|\w+th\b|twent|thirt|or |and (?:june|july|april)|is (?:too|fine|out|full|when))"
)
_VERBAL = frozenset(
    ("MD", "VB", "VBP", "VBZ", "VBD", "VBN", "VBG", "PRP", "PRP$", "DT", "WP", "WRB", "WDT", "IN", "TO", "CC", "UH", "RB", "EX", "PDT")
)


def all_ordinary(spelling: str) -> bool:
    """Whether ``spelling`` is made of ordinary words alone."""
    return all(_is_word(r.text) for r in line_of(spelling).runs)


def _is_word(run: str) -> bool:
    return is_ordinary(run) or run in _STAYS or run.isdigit() or len(run) < 3


@dataclass(frozen=True, slots=True)
class Run:
    """Letters and digits without a break: plain, and characters ``start:end`` of the plain text; ``capital``: as the original has it.

    ``inside``: it does not open a sentence.
    """

    text: str
    start: int
    end: int
    capital: bool
    inside: bool
    upper: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A text as names are looked for in it: its original, plain characters and runs."""

    original: str
    plain: str
    at: Sequence[int]
    runs: tuple[Run, ...]

    def between(self, i: int) -> str:
        """What stands between run ``i`` and the next."""
        return self.plain[self.runs[i].end : self.runs[i + 1].start]


def line_of(text: str) -> Line:
    """``text`` prepared."""
    p = plain(text)
    runs: list[Run] = []
    over = True
    end = 0
    for m in _RUN.finditer(p.text):
        gap = p.text[end : m.start()]
        over = (end == 0 and not gap.strip(_OPENING)) or any(c in _QUOTED for c in gap)
        if any(c in _OVER for c in gap):
            over = gap != ". " or not runs or runs[-1].text not in _WITH_POINT
        start, stop = p.at[m.start()], p.at[m.end()]
        written = text[start:stop]
        runs.append(Run(m[0], m.start(), m.end(), written[:1].isupper(), not over, len(written) > 1 and written.isupper()))
        end = m.end()
    return Line(text, p.text, p.at, tuple(runs))


@dataclass(frozen=True, slots=True)
class Name:
    """Runs ``first:after`` of a line are a name; ``known`` is the key it was registered with, "" for one only heard.

    ``cut``: how many characters at the end of the last run are an ending, not the name ("Brightpans").
    """

    first: int
    after: int
    kind: NameKind
    known: str = ""
    cut: int = 0


@dataclass(frozen=True, slots=True)
class _Entry:
    runs: tuple[str, ...]
    key: str
    kind: NameKind
    shy: bool


@dataclass
class Names:
    """The names of a talk: those registered, and what the talk itself shows of the others."""

    _entries: dict[str, list[_Entry]] = field(default_factory=dict)
    _inside: set[str] = field(default_factory=set)
    _plain: set[str] = field(default_factory=set)
    _somebody: Counter[str] = field(default_factory=Counter)
    _something: Counter[str] = field(default_factory=Counter)
    _cased: bool = True

    def register(self, spelling: str, key: str, kind: NameKind) -> None:
        """Know ``spelling`` as the name ``key``."""
        runs = tuple(r.text for r in line_of(spelling).runs)
        if not runs or (len(runs) == 1 and (len(runs[0]) < 2 or runs[0] in _LETTERS or runs[0].isdigit())):
            return
        shy = all(_is_word(r) for r in runs)
        self._add(_Entry(runs, key, kind, shy))
        if len(runs) > 1 and len("".join(runs)) > 5 and not shy:
            self._add(_Entry(("".join(runs),), key, kind, shy=False))

    def _add(self, entry: _Entry) -> None:
        entries = self._entries.setdefault(entry.runs[0], [])
        if not any(e.runs == entry.runs for e in entries):
            entries.append(entry)
            entries.sort(key=lambda e: -len(e.runs))

    def knows(self, spelling: str) -> bool:
        """Whether ``spelling`` is registered."""
        runs = tuple(r.text for r in line_of(spelling).runs)
        return bool(runs) and any(e.runs == runs for e in self._entries.get(runs[0], ()))

    def listen(self, lines: Iterable[Line]) -> None:
        """Take in how words stand in a talk: with a capital inside sentences, without one."""
        capitals = plains = 0
        for line in lines:
            for i, r in enumerate(line.runs):
                if len(r.text) < 2:
                    continue
                if r.inside and r.capital:
                    self._inside.add(r.text)
                    capitals += 1
                    before, after = (line.runs[k].text if 0 <= k < len(line.runs) else "" for k in (i - 1, i + 1))
                    self._somebody[r.text] += before in _BEFORE_SOMEBODY or after in _AFTER_A_PERSON
                    self._something[r.text] += before in _BEFORE_SOMETHING
                elif not r.capital and r.text[0].isalpha() and not _in_an_address(line, r):
                    self._plain.add(r.text)
                    plains += 1
        # Where most words or none of very many have capitals, capitals say nothing.
        self._cased = capitals <= plains or capitals + plains < _FEW
        if not capitals and plains > _MANY:
            self._cased = False

    def find(self, line: Line, blocked: Sequence[tuple[int, int]] = ()) -> list[Name]:
        """The names in a line, in order; none touches the ``blocked`` stretches of its plain text."""
        out: list[Name] = []
        tags: dict[int, str] | None = None
        free = [not any(r.start < b and a < r.end for a, b in blocked) for r in line.runs]
        i = 0
        while i < len(line.runs):
            if not free[i]:
                i += 1
                continue
            known = self._known_at(line, i, free)
            if known is None and line.runs[i].capital and self._cased and not line.runs[i].inside and tags is None:
                tags = _tags(line)
            if known is not None and known.kind == "person" and (n := self._surname_after(line, known, free)):
                known = Name(known.first, n, "person")
            if known is None:
                known = self._heard_at(line, i, free, tags or {})
            if known is None:
                i += 1
                continue
            out.append(known)
            i = known.after
        return out

    def _known_at(self, line: Line, i: int, free: Sequence[bool]) -> Name | None:
        run = line.runs[i]
        for entry in self._entries.get(run.text, ()):
            n = len(entry.runs)
            if not self._stands_at(line, i, entry, free):
                continue
            if entry.shy and not self._is_meant(line, i, n, entry):
                continue
            return Name(i, i + n, entry.kind, entry.key)
        # An ending: "Brightpans", "Nadias", "Okafors".
        for cut in range(1, min(5, len(run.text) - 3)):
            stem = run.text[:-cut]
            if run.text[-cut:] not in _ENDINGS or len(stem) < (3 if run.text[-cut:] == "s" else 5):
                continue
            for entry in self._entries.get(stem, ()):
                if len(entry.runs) == 1 and not entry.shy and not is_ordinary(run.text):
                    return Name(i, i + 1, entry.kind, entry.key, cut)
        return None

    def _stands_at(self, line: Line, i: int, entry: _Entry, free: Sequence[bool]) -> bool:
        n = len(entry.runs)
        return (
            i + n <= len(line.runs)
            and all(line.runs[i + k].text == entry.runs[k] and free[i + k] for k in range(n))
            and all(line.between(i + k) in _JOINS for k in range(n - 1))
        )

    def _is_meant(self, line: Line, i: int, n: int, entry: _Entry) -> bool:
        """Whether ordinary words that are also a known name are the name here."""
        run = line.runs[i]
        if not self._cased:
            return n > 1
        if n > 1:
            return run.capital
        if not run.capital:
            return False
        if run.text in _DAYS and _is_a_time(line, run):
            return False
        if run.inside:
            return True
        after = line.plain[run.end : run.end + 12]
        if after[:1] in (",", "?", "!", ".", ":") or after.startswith("'s "):
            return True
        tag = _tags(line).get(i, "NNP")
        follows = line.runs[i + 1].text if i + 1 < len(line.runs) else ""
        if entry.kind == "person" and follows in _AFTER_A_PERSON:
            return True
        return tag not in _VERBAL

    def _surname_after(self, line: Line, known: Name, free: Sequence[bool]) -> int:
        """Where the name of a person known only by first name goes on with another surname; 0 when it does not."""
        n = known.after
        if known.after - known.first != 1 or known.cut or n >= len(line.runs) or not free[n]:
            return 0
        run = line.runs[n]
        if (
            line.between(n - 1) != " "
            or not run.capital
            or not run.inside
            or not self._cased
            or not is_given_name(line.runs[known.first].text)
        ):
            return 0
        if run.text in _STAYS or is_ordinary(run.text) or self._known_at(line, n, free):
            return 0
        return n + 1

    def _heard_at(self, line: Line, i: int, free: Sequence[bool], tags: dict[int, str]) -> Name | None:
        if _is_code(line, i):
            return Name(i, i + 2 if _with_number(line, i, free) else i + 1, "other")
        if not self._is_heard(line, i, tags) and not self._opens_a_name(line, i, free, tags):
            return None
        after = i + 1
        while after < len(line.runs) and free[after] and line.between(after - 1) in _JOINS:
            run = line.runs[after]
            if self._known_at(line, after, free):
                break
            if (
                (run.inside and run.capital and self._cased and run.text not in _STAYS and not run.text.isdigit())
                or (after == i + 1 and _is_syllable(line, i))
                or (run.text.isdigit() and (line.runs[after - 1].upper or line.between(after - 1) == "-"))
            ):
                after += 1
            elif (
                run.text in LINKS
                and after + 1 < len(line.runs)
                and free[after + 1]
                and line.between(after) == " "
                and self._goes_on(line, after)
            ):
                after += 2
            else:
                break
        if _ends_a_day(line, after):
            return None
        first = line.runs[i].text
        person = (is_given_name(first) and first not in THING_WORDS) or (i and line.runs[i - 1].text in _TITLES) or self._acts(first)
        return Name(i, after, "person" if person else "other")

    def _acts(self, run: str) -> bool:
        """Whether the talk speaks of ``run`` as of somebody, more than as of a place or thing."""
        return self._somebody[run] > 0 and self._somebody[run] >= self._something[run]

    def _opens_a_name(self, line: Line, i: int, free: Sequence[bool], tags: dict[int, str]) -> bool:
        """Whether an ordinary word that opens a sentence is the first of a name of several ("Kelp Market")."""
        run = line.runs[i]
        if not (self._cased and run.capital and i + 1 < len(line.runs) and free[i + 1]):
            return False
        after = line.runs[i + 1]
        if run.text in ("st", "saint"):
            return after.capital and line.between(i) in (" ", ". ")
        if run.inside:
            return False
        return (
            run.text not in _STAYS
            and len(run.text) > 1
            and run.text[0].isalpha()
            and line.between(i) == " "
            and after.capital
            and after.text not in _STAYS
            and not is_given_name(after.text)
            and tags.get(i, "NNP") in (("NN", "NNS", "NNP", "JJ") if is_ordinary(after.text) else ("NNP",))
            and not self._known_at(line, i + 1, free)
        )

    def _goes_on(self, line: Line, link: int) -> bool:
        """Whether the small word at ``link`` joins two parts of one name ("Bank of Dublin"), not two names ("Rob and Glenn")."""
        if line.runs[link].text in ("and", "the", "y", "&"):
            return False
        run = line.runs[link + 1]
        return run.capital and self._cased and run.text not in _STAYS and not self._known_at(line, link + 1, [True] * len(line.runs))

    def _is_heard(self, line: Line, i: int, tags: dict[int, str]) -> bool:
        run = line.runs[i]
        low = run.text
        if (
            run.capital
            and i
            and line.runs[i - 1].text in _TITLES
            and line.between(i - 1) in (" ", ". ")
            and low not in _SMALL_WORDS
            and len(low) > 1
        ):
            return True
        if _is_syllable(line, i):
            return True
        if low in _STAYS or not low[0].isalpha() or len(low) < 2 or _is_prefix(line, i) or _is_short_form(line, i):
            return False
        given = is_given_name(low) and not is_ordinary(low) and low not in NAMES_AND_WORDS
        if not self._cased:
            return given or (len(low) > _TELLING and not is_ordinary(low))
        if not run.capital:
            # What is a name elsewhere in the talk, and no word, is one here.
            return (given and len(low) > _TELLING) or (low in self._inside and low not in self._plain and not is_ordinary(low))
        if run.inside:
            return True
        seen = low in self._inside and (low not in self._plain or is_given_name(low))
        if seen and (not is_ordinary(low) or tags.get(i, "NNP") not in _VERBAL):
            return True
        if given or (is_given_name(low) and self._is_spoken_to(line, i)):
            return True
        if is_ordinary(low) or low in self._plain:
            return False
        return not (low.endswith("ly") and tags.get(i) == "RB")

    @staticmethod
    def _is_spoken_to(line: Line, i: int) -> bool:
        """Whether a word that opens a sentence stands as a name does: alone, before a comma, or doing something."""
        run = line.runs[i]
        after = line.plain[run.end : run.end + 1]
        return after in ",?!.:" or (i + 1 < len(line.runs) and line.between(i) == " " and line.runs[i + 1].text in _AFTER_A_PERSON)


def _in_an_address(line: Line, run: Run) -> bool:
    """Whether a run stands in an address ("brightpan.example"), which is written small whatever it names."""
    before, after = line.plain[max(0, run.start - 2) : run.start], line.plain[run.end : run.end + 2]
    return any(len(pair) == 2 and pair[at] in ".@" and not pair[1 - at].isspace() for pair, at in ((before, 1), (after, 0)))


_FEW, _MANY = 20, 200
"""Numbers of words from which it can be told whether a talk is written with capitals."""
_TELLING = 3
"""Given names without a capital are looked for when they have more letters."""
_AFTER_A_PERSON = word_set(
    """said says told asked asks wants wanted needs thinks thought knows knew got gets gave gives went goes came comes made makes took takes sent sends
    called calls wrote writes does did would could should might can will and has'"""
)


_BEFORE_SOMEBODY = word_set(
    "ask tell told asked call called ring rang phone phoned email emailed hi hey hello bye thanks met meet mr mrs ms dr sister doctor and"
)
_BEFORE_SOMETHING = word_set("in at to from near the a an on into via through by our their your my of inside outside")


def _is_code(line: Line, i: int) -> bool:
    """Whether the run at ``i`` is a short code: a capital letter and a number ("H-47"), or both in one ("8C")."""
    run = line.runs[i]
    if run.text in _COMMON_CODES or run.text in _STAYS - _LETTERS:
        return False
    written = line.original[line.at[run.start] : line.at[run.end]]
    if len(written) == 1:
        return written.isupper() and i + 1 < len(line.runs) and line.between(i) == "-" and line.runs[i + 1].text.isdigit()
    return written.isalnum() and any(c.isupper() for c in written) and any(c.isdigit() for c in written) and run.text not in _LETTERS


def _with_number(line: Line, i: int, free: Sequence[bool]) -> bool:
    return i + 1 < len(line.runs) and free[i + 1] and line.between(i) == "-" and line.runs[i + 1].text.isdigit()


def _is_short_form(line: Line, i: int) -> bool:
    """Whether the run at ``i`` is a part of a word with an apostrophe, not a name ("I'm", "Don't")."""
    run = line.runs[i]
    after = line.plain[run.end : run.end + 3]
    return (i > 0 and line.between(i - 1) == "'" and len(run.text) <= 2) or re.match(r"'t\b", after) is not None


def _is_syllable(line: Line, i: int) -> bool:
    """Whether the run at ``i`` is a short form of a day or month that begins a name ("Jun-ho")."""
    run = line.runs[i]
    if not (run.capital and len(run.text) == 3 and run.text in _DAYS and i + 1 < len(line.runs) and line.between(i) == "-"):
        return False
    return line.runs[i + 1].text.isalpha() and line.runs[i + 1].text not in _STAYS


def _is_prefix(line: Line, i: int) -> bool:
    """Whether the run at ``i`` only begins another word ("Mid-May", "Ex-Kestrel")."""
    run = line.runs[i]
    return run.text in _PREFIXES and line.plain[run.end : run.end + 1] == "-"


def _ends_a_day(line: Line, after: int) -> bool:
    """Whether the words up to ``after`` name a day ("Freedom Day", "Father's Day", "Black Friday")."""
    if line.runs[after - 1].text in _ENDS_A_DAY:
        return True
    joins = []
    for i in range(after, min(after + 2, len(line.runs))):
        joins.append(line.between(i - 1))
        run = line.runs[i]
        if run.capital and joins in ([" "], ["'", " "]):
            return run.text in _ENDS_A_DAY or (run.text in _DAYS and line.runs[after - 1].text in _BEFORE_A_DAY)
        if run.text != "s":
            return False
    return False


def _is_a_time(line: Line, run: Run) -> bool:
    """Whether a word that is a month or day and also a name is the month or day here."""
    if run.text not in _MAY_BE_MONTH:
        return True
    return bool(_BEFORE_MONTH.search(line.plain[: run.start])) or bool(_AFTER_MONTH.match(line.plain[run.end :]))


def _tags(line: Line) -> dict[int, str]:
    """The part of speech of each run of a line, by the run's index."""
    tokens = [(m[0], m.start()) for m in TOKEN.finditer(line.original.replace("’", "'"))]
    found = tagger.load().tag([t for t, _ in tokens])
    by_start = {start: tag for (_, start), tag in zip(tokens, found, strict=True)}
    return {i: by_start[line.at[r.start]] for i, r in enumerate(line.runs) if line.at[r.start] in by_start}


def written(line: Line, name: Name) -> tuple[int, int]:
    """Characters of the original that are the name."""
    first, last = line.runs[name.first], line.runs[name.after - 1]
    return line.at[first.start], line.at[last.end - name.cut]


def full_names(lines: Iterable[Line], names: Names) -> Iterator[tuple[str, ...]]:
    """The first and last names of people only heard, as they are written, in the order of the talk."""
    for line in lines:
        for name in names.find(line):
            if name.known or name.after - name.first < 2:
                continue
            words = line.runs[name.first : name.after]
            two_names = len(words) == 2 and not any(is_ordinary(r.text) for r in words) and _OF_SOMEBODY.search(line.plain)
            if name.kind == "person" or two_names:
                yield tuple(line.original[line.at[r.start] : line.at[r.end]] for r in words)


_OF_SOMEBODY = re.compile(r"\b(?:he|she|him|her|his|hers|who)\b")

"""What is recognised by its shape: e-mail and web addresses, telephone and account numbers, amounts of money, written or spoken.

All patterns read text made plain (``letters.plain``): lower case, straight apostrophes. In doubt they take more: a number hidden
without need costs little.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOP = (
    "com|org|net|io|dev|app|ai|co|uk|eu|de|fr|es|it|nl|be|ch|at|dk|no|se|fi|is|ie|pt|pl|cz|sk|hu|ro|bg|gr|tr|ru|ua|za|ng|gh|ke|tz|ug|et|eg|ma"
    "|in|pk|bd|lk|sg|my|id|ph|th|vn|cn|hk|tw|jp|kr|au|nz|ca|us|mx|br|ar|cl|pe|info|biz|edu|gov|mil|int|me|tv|cloud|online|shop|tech|local|test|example"
)
_UNIT = "one|two|three|four|five|six|seven|eight|nine"
_TEEN = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_SMALL = rf"(?:(?:{_TENS})(?:[- ](?:{_UNIT}))?|{_TEEN}|{_UNIT})"
_LARGE = "hundred|thousand|million|billion|trillion|lakh|crore|mil|mill"
_WORD = rf"(?:{_SMALL}|{_LARGE})"
_SPOKEN = (
    rf"(?:{_SMALL}, (?={_SMALL} (?:hundred|thousand|million|grand)\b))?(?:(?:half|(?:a )?quarter(?: of)?|a couple(?: of)?|a few|several|an?) )?(?:an? )?{_WORD}(?:(?:[- ]| and | and an? | point | odd )(?:{_WORD}|half|quarter|zero|oh))*"
    rf"(?: and a (?:half|quarter|bit)(?: (?:{_LARGE}))*)?(?:[- ](?:odd|something|ish))?"
)
_FIGURE = r"\d{1,3}(?:[,.' ]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?"
_SCALE = r"(?:[ -]?(?:k|m|mm|mn|mio|bn|b|tn|hundred|thousand|million|billion|lakh|crore|grand)\b)"
_SIGN = r"[$£€¥₹₦₵₽₺₩₪฿₫₴₱₡₲¢]"
_CODE = (
    "usd|eur|gbp|chf|jpy|cny|inr|zar|ngn|ghs|kes|aud|nzd|cad|sgd|hkd|sek|nok|dkk|isk|pln|czk|huf|ron|try|brl|mxn|aed|sar|ils|myr|thb|idr|php|krw|tzs|ugx"
    "|us\\$|a\\$|c\\$|s\\$|hk\\$|nz\\$|rm|rs|kr|sfr|fr\\.|zł|kč"
)
_CURRENCY = (
    "pounds?(?: sterling)?|sterling|quid|grand|euros?|dollars?|bucks?|rand|naira|shillings?|cedis?|crowns?|kron(?:er|or|ur|a|e)|krónur|francs?|yen|yuan|renminbi"
    "|rupees?|rupiah|zlot(?:y|ys|ych)|forints?|liras?|pesos?|reais|baht|ringgit|dirhams?|riyals?|shekels?|hryvnias?|roubles?|rubles?|birr|pula|kwacha|taka|dong"
    "|won(?= (?:a|per|each|in|for))|cents?|pence|pennies|fivers?|tenners?"
    f"|{_CODE}"
)
_MONEY = re.compile(
    rf"(?<![\w.])(?:"
    rf"(?:(?:{_FIGURE}){_SCALE}?(?: ?[-–] ?| (?:to|or) ))?(?:(?:{_CODE})[ ]?|\br(?=\d))?-?{_SIGN}?[ ]?(?:{_FIGURE}){_SCALE}?[ -]?(?:(?:{_CURRENCY})\b|{_SIGN})(?: (?:and )?(?:{_SMALL}|\d\d)\b(?! (?:\w+ )?(?:people|minutes|hours|days|times))(?: (?:cents?|pence|p))?)?"
    rf"|(?:(?:{_CODE})[ ]?)?{_SIGN}[ ]?-?(?:{_FIGURE}){_SCALE}?"
    rf"|(?:{_CODE}|\br) ?(?:{_FIGURE}){_SCALE}?"
    rf"|(?:(?:{_SPOKEN}) (?:to|or) )?(?:{_SPOKEN})[ -](?:{_CURRENCY})\b(?: {_SMALL}\b(?: (?:cents?|pence))?| and {_SMALL} (?:cents?|pence)\b)?"
    rf"|(?:half )?an? (?:grand|tenner|fiver|quid)\b|\ban? (?:dollar|pound|euro|franc|buck)(?: {_SMALL})?\b(?! (?:cake|coin|shop|store|sign|bill|zone))"
    rf"|\d+p\b"
    rf")(?!\w)"
)
# Large round numbers without a currency: money unless something is counted.
_BARE = re.compile(
    rf"(?<![\w.,])(?:(?:{_FIGURE})[ -]?(?:k|m|mn|mio|bn|thousand|million|billion|lakh|crore)\b"
    rf"|(?:half|a quarter of) an? (?:million|billion)|(?:{_SPOKEN})(?: k\b)?)(?!\w)"
)
_IS_LARGE = re.compile(r"\b(?:thousand|million|billion|lakh|crore)\b|\d ?(?:k|m|mn|mio|bn)\b| k$")
_A_YEAR = re.compile(rf"two thousand(?: and)? (?:{_SMALL})")
# A number soon after a word of prices.
_PRICED = re.compile(
    r"\b(?:prices?|costs?|costing|paid|pay|pays|paying|fees?|quoted?|quotes|salary|budget|spent|spend|charged?|charges|rate|invoiced?|bill|worth|offered|rent|wage|deposit"
    rf"|credit|refund|capped at|sell(?:s|ing)? (?:it |them )?(?:for|at)|bought (?:it|them) for)(?:(?:,|\.|:)? (?!per\b)[a-z']+){{0,4}}?(?:,|\.|:)? (?P<number>(?:{_SPOKEN})|(?:{_FIGURE}))(?![\w.]\w)"
)
_TWO_PLACES = re.compile(rf"\b(?:hundred|{_TENS}|{_TEEN})\b|\d\d")
_PER = re.compile(
    rf"(?<![\w.,])(?P<number>(?:{_SPOKEN})|(?:{_FIGURE}))(?= (?:per|apiece|a head|a pop|a seat|a licence|a license|an hour)\b)"
)
_DIGIT = rf"(?:(?:double|triple) )?(?:{_UNIT}|zero|oh|o|nought|\d)"
_SPELT = re.compile(rf"\b{_DIGIT}(?:[ ,-]+{_DIGIT}){{4,}}\b")
_EMAIL = re.compile(
    r"[\w.+%-]*\w['\w.+%-]*@[\w-]+(?:\.[\w-]+)+|[\w.+%-]+ ?(?:\[at\]|\(at\)) ?[\w-]+(?: ?(?:\[dot\]|\(dot\)|\.) ?[\w-]+)+"
    rf"|\b\w+(?: (?:dot|underscore|dash|hyphen) \w+| ?[._-] ?\w+)* at \w+(?: (?:dash|hyphen|dot) \w+)*? dot (?:{_TOP})\b(?: dot (?:{_TOP})\b)?"
)
_WEB = re.compile(
    r"\b(?:https?|ftp|s3|ssh|file|slack|zoommtg|msteams|obsidian)://[^\s<>\"“”]+|\bwww\.[^\s<>\"“”]+"
    rf"|(?<![\w@.])[\w-]+(?:\.[\w-]+)*\.(?:{_TOP})\b(?:/[^\s<>\"“”]*)?(?![\w-])"
    rf"|\b(?:www dot )?\w+(?: dot \w+)*? dot (?:{_TOP})\b(?: dot (?:{_TOP})\b)?(?: slash \w+)*"
    r"|(?<![\w@])@[\w][\w.-]*\w"
)
_ACCOUNT = re.compile(
    r"\b[a-z]{2}\d{2}(?:[ -]?[a-z0-9]{4}){2,7}(?:[ -]?[a-z0-9]{1,4})?\b"
    r"|\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+|/\d+)?\b"
    r"|\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b"
    r"|\b(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}\b"
    r"|\b(?:sk|pk|ghp|gho|xox[abp]|akia|eyj)[-_]?[\w-]{12,}"
    r"|\b[a-z]{2} ?\d{2} ?\d{2} ?\d{2} ?[a-d]\b"
    r"|\b(?=[\w/-]*\d[\w/-]*\d[\w/-]*\d)(?=[\w/-]*[a-z])(?!\d+(?:st|nd|rd|th|s|k|m|am|pm|px|kg|km|mm|cm|gb|mb|tb|ms|bn|mn|x|h|min)\b)[a-z0-9]+(?:[-/_][a-z0-9]+)*\b"
    r"|\b\d(?:[ -]?\d){5,}\b"
)
_PHONE = re.compile(
    r"(?<![\w.])(?:tel:)?(?:\+|00)?[ ]?\(?\d[\d ().\-/\u00a0]{4,}\d(?:[ ,]*(?:ext\.?|extension|x|durchwahl|poste)[ ]?\d{1,6})?(?![\w])"
)
_A_DATE = re.compile(
    r"(?:\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./ ]\d{1,2}[-./ ](?:\d{4}|\d\d)|(?:19|20)\d\d ?[-–/] ?(?:19|20)?\d\d|(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])"
    r"|\d{1,2}[.:]\d\d(?: ?- ?\d{1,2}[.:]\d\d)+|\d{1,2}[.:]\d\d[.:]\d\d(?:\.\d+)?|\d{1,3}(?:[ ]\d{3})+|(?:\d{1,4}[ -/]){1,2}(?:19|20)\d\d)"
)
# What may follow an amount; any other word that follows at once is what is counted.
_FOLLOWS = frozenset(
    [
        "a",
        "an",
        "the",
        "and",
        "or",
        "but",
        "so",
        "if",
        "then",
        "for",
        "of",
        "off",
        "on",
        "onto",
        "in",
        "into",
        "at",
        "by",
        "per",
        "with",
        "without",
        "from",
        "to",
        "up",
        "down",
        "over",
        "under",
        "above",
        "below",
        "about",
        "around",
        "before",
        "after",
        "until",
        "till",
        "since",
        "because",
        "when",
        "while",
        "that",
        "which",
        "who",
        "whom",
        "this",
        "these",
        "those",
        "is",
        "was",
        "are",
        "were",
        "be",
        "been",
        "has",
        "had",
        "have",
        "would",
        "will",
        "can",
        "could",
        "should",
        "may",
        "might",
        "must",
        "i",
        "you",
        "he",
        "she",
        "it",
        "we",
        "they",
        "not",
        "no",
        "only",
        "just",
        "also",
        "still",
        "already",
        "again",
        "more",
        "less",
        "extra",
        "total",
        "gross",
        "net",
        "base",
        "flat",
        "plus",
        "minus",
        "left",
        "each",
        "altogether",
        "apiece",
        "all",
        "now",
        "here",
        "there",
        "today",
        "tomorrow",
        "yesterday",
        "next",
        "last",
        "every",
        "as",
        "than",
        "like",
        "really",
        "maybe",
        "please",
        "out",
        "back",
        "yes",
        "okay",
        "right",
        "well",
        "too",
        "either",
        "ish",
        "odd",
        "something",
        "goes",
        "went",
        "comes",
        "came",
        "stays",
        "stayed",
        "buys",
        "covers",
        "sounds",
        "gets",
        "sits",
        "lands",
        "plain",
        "cash",
        "profit",
        "revenue",
        "turnover",
        "sales",
        "worth",
        "between",
        "through",
        "during",
        "against",
        "instead",
        "my",
        "your",
        "his",
        "her",
        "our",
        "their",
        "its",
    ]
)
_AFTER = re.compile(r"[ -]([a-z][a-z']*)")


@dataclass(frozen=True, slots=True)
class Shape:
    """Characters ``start:end`` of a plain text are something of a kind: E e-mail, U web, K account, T telephone, A amount."""

    start: int
    end: int
    kind: str


def shapes(text: str, heads: frozenset[str] = frozenset()) -> list[Shape]:
    """What has a shape in a plain text, in order, none overlapping another; ``heads``: see ``short_forms``."""
    taken: list[Shape] = []
    for kind, found in (*_finders(text), ("A", short_forms(text, heads))):
        for start, end in found:
            if end > start and not any(start < s.end and s.start < end for s in taken):
                taken.append(Shape(start, end, kind))
    return sorted(taken, key=lambda s: s.start)


def _finders(text: str) -> Iterator[tuple[str, Iterator[tuple[int, int]]]]:
    if "@" in text or " at " in text or "at)" in text or "at]" in text:
        yield "E", _spans(_EMAIL, text)
    if "." in text or " dot " in text or "@" in text or "://" in text:
        yield "U", _web(text)
    digits = any(c.isdigit() for c in text)
    yield "A", _spans(_MONEY, text)
    if digits:
        yield "K", ((a, b) for a, b in _spans(_ACCOUNT, text) if not _is_date(text[a:b]) and not _is_phone(text, a))
        yield "T", ((a, b) for a, b in _spans(_PHONE, text) if sum(c.isdigit() for c in text[a:b]) >= 7 and not _is_date(text[a:b]))
    yield "K", _spans(_SPELT, text)
    yield "A", _bare(text)


def _spans(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    for m in pattern.finditer(text):
        start, end = m.span()
        while start < end and text[start] in " (":
            start += 1
        yield start, end


def _web(text: str) -> Iterator[tuple[int, int]]:
    for start, end in _spans(_WEB, text):
        yield start, start + len(text[start:end].rstrip(".,;:!?)'\""))


def _is_date(text: str) -> bool:
    return _A_DATE.fullmatch(text.strip("() ")) is not None


def _is_phone(text: str, start: int) -> bool:
    """Whether a run of digits at ``start`` is dialled: it begins with a nought, or a plus stands before it."""
    return text[start] == "0" or text[:start].rstrip(" (").endswith("+")


def _bare(text: str) -> Iterator[tuple[int, int]]:
    """Numbers that are amounts by their size or by what stands beside them."""
    for start, end in _spans(_BARE, text):
        if _IS_LARGE.search(text[start:end]) and not _is_counted(text, end) and not _A_YEAR.fullmatch(text[start:end]):
            yield start, end
    for pattern in (_PRICED, _PER):
        for m in pattern.finditer(text):
            start, end = m.span("number")
            if (
                _TWO_PLACES.search(m["number"])
                and not _is_counted(text, end)
                and not _is_date(text[start:end])
                and not _is_a_year(m["number"])
            ):
                yield start, end


def short_forms(text: str, heads: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Where a number of ``heads`` stands without its thousands: "the sixty-five" after sixty-five thousand pounds."""
    for start, end in _spans(_BARE, text):
        if text[start:end] in heads and not _is_counted(text, end):
            yield start, end


def head_of(amount: str) -> str:
    """The number of an amount in thousands or millions, where it is telling by itself: "sixty-five" of sixty-five thousand pounds."""
    m = re.match(rf"({_SMALL}|(?:an? |{_UNIT} )hundred(?: and)? {_SMALL}) (?:thousand|million|grand|k)\b", amount)
    # "Ten" and "nineteen" are too often hours and days.
    return m[1] if m and re.search(rf"{_TENS}|hundred", m[1]) else ""


def _is_counted(text: str, end: int) -> bool:
    """Whether things are counted by the number that ends at ``end``."""
    m = _AFTER.match(text, end)
    return bool(text[end : end + 1] == "%" or (m and m[1].removesuffix("'s") not in _FOLLOWS))


def _is_a_year(number: str) -> bool:
    return re.fullmatch(rf"(?:19|20)\d\d|(?:nineteen|twenty)[ -](?:{_SMALL})", number) is not None

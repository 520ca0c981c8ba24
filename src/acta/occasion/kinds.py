"""What kind of meeting it is, by its title, its number of people and its words."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from acta.errors import ConfigError

KINDS = ("one_on_one", "customer", "project", "team", "incident", "hiring", "vendor", "board", "research", "default")

# Words and phrases that speak for a kind, with their weights; an ending ``*`` stands for any letters.
_CUES: dict[str, dict[int, str]] = {
    "customer": {
        3: "your account|customer success|your renewal|mediation|my client|account review|business review|discovery call|qbr",
        2: "invoice*|renewal|our customers|your contract|pricing|demo|discount|opened a ticket|credit note|service credit",
        1: "customer*|client*|contract|ticket|licen?e*|quote|complain*|refund|account|seats|fees|on your side",
    },
    "vendor": {
        3: "liability cap|indemni*|redline*|msa|data processing|termination clause|auto-renew*|price cap|your paper|our paper",
        2: "clause*|liability|supplier*|vendor*|procurement|counsel|notice period|service level*|sla|subprocessor*|uplift",
        1: "contract|terms|pricing|purchase order|termination|legal|schedule|annex|renewal|signature",
    },
    "team": {
        3: "sprint*|stand-up|standup|story points|backlog|retro|retrospective|velocity|managers call|round the table|around the table",
        2: "planning|capacity|blocked|carry over|carried over|points|rota|next up|weekly call",
        1: "yesterday|review|release|merge*|deploy*|on leave|shift*",
    },
    "incident": {
        3: "incident*|outage*|root cause|post-mortem|postmortem|post-incident|blameless|timeline|what went wrong|breach",
        2: "alarm*|alert*|rollback|rolled back|on-call|restored|logs|detected|escalat*|mitigat*|went down|what happened|exposed",
        1: "minutes past|insurance|lessons|nobody noticed|paged|failed|affected|at fault|failover",
    },
    "hiring": {
        3: "candidate*|scorecard*|take-home|finalist*|job ad*|shortlist*|applicant*|hiring|interviewer*|intake|vacanc*",
        2: "interview*|references|salary band|salary expectation*|recruit*|cv|cvs|the role|headcount",
        1: "salary|offer|hire|hired|role|experience|start date|onboarding",
    },
    "board": {
        3: "board meeting|board call|motion|quorum|treasurer|resolution*|shareholder*|trustee*|board pack*|in favour",
        2: "the board|vote*|audit|deficit|runway|investor*|directors|the chair|abstain*|seconded|governance|restricted",
        1: "board|cash|budget|nominations|conflict of interest|burn|forecast|approve*",
    },
    "project": {
        3: "go-live|go live|workstream*|milestone*|risk register|critical path|steering group|rollout|roll-out|site meeting|cutover",
        2: "amber|on track|coordination|contractor*|deliverable*|dress rehearsal|pilot|no-go|dependenc*|scaffold*|programme|phase",
        1: "status|scope|schedule|delay*|drawings|vendor|training|rfi*|budget|slipp*",
    },
    "research": {
        3: "manuscript|co-author*|reviewer two|ethics board|hypothes*|cohort|preprint|work package*|consortium|supplement*",
        2: "the paper|reviewer*|dataset*|data set*|experiment*|regression|methods|doi|submission|protocol|the grant|statistic*|phd",
        1: "figure*|analysis|samples|student|journal|abstract|discussion section|threshold|university|funder",
    },
    "one_on_one": {
        3: "one-to-one|one to one|1:1|one-on-one|skip-level|mentor*|your review|half-year review|performance review|development plan",
        2: "promotion|feedback|how are you feeling|workload|burnout|burnt out|outside offer|pay rise|growth plan",
        1: "how are you|holiday|career|honestly|between us|proud|worried|support you|coaching",
    },
}
# A word of the title weighs as much as this many said ones; beyond _MOST times, saying a word again adds nothing.
_TITLE_FACTOR = 4
_MOST = 3
# What two people alone say for a one-to-one, and scores from which the words outweigh the number of people; from the gold meetings.
_TWO_ALONE = 20.0
_ENOUGH_FOR_TWO = 16.0
_ENOUGH_FOR_MORE = 4.0
# The talk length the scores are made alike to, in words, and how much of a long one is read, in characters.
_TYPICAL_WORDS = 2000
_READ = 24_000


def kind_of(kind: str | None, text: str, title: str, people: int) -> str:
    """The kind of a meeting with the words ``text`` and ``people`` taking part (0: not known); ``kind``, when given, is checked."""
    if kind is not None:
        if kind not in KINDS:
            raise ConfigError(f"unknown kind of meeting “{kind}”", code="unknown-kind", hint=f"Known kinds: {', '.join(KINDS)}.")
        return kind
    scores = kind_scores(text, title)
    if people == 2:
        scores["one_on_one"] += _TWO_ALONE
    best = max(scores, key=lambda name: (scores[name], name))
    if people == 2:
        return best if scores[best] >= _ENOUGH_FOR_TWO else "one_on_one"
    return best if scores[best] >= _ENOUGH_FOR_MORE and (best != "one_on_one" or people < 2) else "default"


def kind_scores(text: str, title: str) -> dict[str, float]:
    """How strongly words and title speak for each kind, made alike for talks of any length."""
    text = text[:_READ]
    scale = (_TYPICAL_WORDS / max(_TYPICAL_WORDS / 4, text.count(" "))) ** 0.5
    low, head = text.lower().replace("’", "'"), title.lower().replace("’", "'")
    out: dict[str, float] = {}
    for kind, weights in _CUES.items():
        out[kind] = 0.0
        for weight, cues in weights.items():
            pattern = _pattern(cues)
            said = sum(min(n, _MOST) for n in Counter(pattern.findall(low)).values())
            out[kind] += weight * (scale * said + _TITLE_FACTOR * len(pattern.findall(head)))
    return out


@lru_cache(maxsize=64)
def _pattern(cues: str) -> re.Pattern[str]:
    words = "|".join(re.escape(c).replace(r"\*", r"\w*").replace(r"\?", "?") for c in sorted(cues.split("|"), key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{words})(?![\w-])")

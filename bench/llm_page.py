"""The page ``docs/figures-llm.md``: what a language model on the leash reaches, beside the embedded engine."""

from __future__ import annotations

from typing import Any

# Figure, how to read it, what was aimed at, and whether more or less is better.
_ROWS: tuple[tuple[str, str, float | None, bool], ...] = (
    ("items", "items F1", 0.88, True),
    ("actions", "actions F1 (action items and follow-ups)", 0.95, True),
    ("key_fact", "key facts F1", None, True),
    ("outcome", "outcomes F1", None, True),
    ("decision", "decisions F1", None, True),
    ("action_item", "action items F1", None, True),
    ("follow_up", "follow-ups F1", None, True),
    ("risk", "risks F1", None, True),
    ("open_question", "open questions F1", None, True),
    ("owner", "owner right, of matched actions", 0.95, True),
    ("owner_inverted", "the other side named as owner", 0.0, False),
    ("due", "due date right, where there is one", 0.95, True),
    ("due_invented", "due date where there is none", 0.05, False),
    ("traps", "traps fallen into", 0.03, False),
    ("quotes", "every quote stands in the transcript", 1.0, True),
    ("copied", "texts that are the quote itself", None, False),
    ("pronouns", "texts that are not self-contained", None, False),
    ("summary_r1", "summary, ROUGE-1", 0.5, True),
    ("summary_r2", "summary, ROUGE-2", None, True),
)


def render(result: dict[str, Any]) -> str:
    """The page of one run of ``bench/llm.py``."""
    name, meetings = result["engine"], result["meetings"]
    circumstances = result["measured"]
    lines = [
        "# Figures: language models on the leash",
        "",
        "Made by `make bench-llm`; do not edit. Which answers: "
        + "; ".join(result["made_by"])
        + f". {len(meetings)} meetings of gold/dev, source {result['source']}, measured on {circumstances['date']}.",
        "",
        f"| figure | embedded | {name} | aim | met |",
        "|---|---|---|---|---|",
    ]
    for key, meaning, aim, more in _ROWS:
        ours, theirs = _figure(result["embedded"].get(key)), _figure(result[name].get(key))
        met = "" if aim is None or theirs is None else ("yes" if (theirs >= aim if more else theirs <= aim) else "no")
        aimed = "" if aim is None else f"{'≥' if more else '≤'} {aim:g}"
        lines.append(f"| {meaning} | {_shown(ours)} | {_shown(theirs)} | {aimed} | {met} |")
    unverified = sum(len(m["unverified"]) for m in meetings.values())
    written = sum(m["written_unverified"] for m in meetings.values())
    lines += [
        f"| unverified texts written to notes | 0 | {written} | 0 | {'yes' if not written else 'no'} |",
        "",
        f"Proposals that the transcript did not bear out, and that were left out: {unverified}.",
        "",
        "| meeting | items | left out | calls | tokens read | tokens written | cost | seconds: model | acta | embedded alone |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for meeting, m in meetings.items():
        cost = "" if m["cost"] is None else f"{m['cost']:.4f}"
        lines.append(
            f"| {meeting} | {m['items']} | {len(m['unverified'])} | {m['calls']} | {m['tokens_in']} | {m['tokens_out']} | {cost} "
            f"| {m['seconds']} | {m['own_seconds']} | {m['embedded_seconds']} |"
        )
    if name == "recorded":
        lines += ["", "Answers given by hand have no figures of tokens and time: a chat window tells none."]
    return "\n".join(lines) + "\n"


def _figure(value: Any) -> float | None:
    return value["F1"] if isinstance(value, dict) else value


def _shown(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"

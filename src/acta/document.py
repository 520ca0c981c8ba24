"""The machine-readable form of a record: what ``--json`` writes, version 1, described by ``json_schema``."""

from __future__ import annotations

from typing import Any, get_args

from acta.model import ChangeKind, Diagnostic, Evidence, Item, ItemKind, Priority, Record, Unverified, Usage

SCHEMA_VERSION = 1

_CHANGE_KINDS: tuple[str, ...] = get_args(ChangeKind)


def record_to_json(record: Record) -> dict[str, Any]:
    """A record as JSON-ready values; keys and order as in ``docs/json.md``."""
    meeting, minutes = record.meeting, record.minutes
    coming = minutes.next_meeting
    return {
        "schema": SCHEMA_VERSION,
        "meeting": {
            "title": meeting.title,
            "date": meeting.date.isoformat(),
            "kind": meeting.kind,
            "owner": meeting.owner,
            "people": [{"name": p.name, "speaks": p.speaks} for p in meeting.people],
            "source": {"path": meeting.source.path, "format": meeting.source.format, "sha256": meeting.source.sha256},
            "duration_ms": meeting.duration_ms,
        },
        "summary": minutes.summary,
        "items": [_item(item) for item in minutes.items],
        "next_meeting": coming
        and {
            "date": coming.date and coming.date.isoformat(),
            "words": coming.words,
            "evidence": [_evidence(e) for e in coming.evidence],
        },
        "utterances": [
            {"id": u.id, "speaker": u.speaker, "label": u.label, "start_ms": u.start_ms, "end_ms": u.end_ms, "text": u.text}
            for u in record.utterances
        ],
        "changes": [
            {
                "kind": c.kind,
                "segment": c.span.segment,
                "start": c.span.start,
                "end": c.span.end,
                "was": c.was,
                "now": c.now,
                "reason": c.reason,
            }
            for c in record.changes
        ],
        "diagnostics": [_diagnostic(d) for d in record.diagnostics],
        "unverified": [_unverified(u) for u in minutes.unverified],
        "usage": minutes.usage and _usage(minutes.usage),
    }


def _item(item: Item) -> dict[str, Any]:
    return {
        "id": item.id,
        "kind": item.kind.value,
        "text": item.text,
        "owner": item.owner,
        "owner_candidates": list(item.owner_candidates),
        "due": item.due and item.due.isoformat(),
        "due_words": item.due_words,
        "priority": item.priority and item.priority.value,
        "confidence": round(item.confidence, 3),
        "evidence": [_evidence(e) for e in item.evidence],
    }


def _evidence(evidence: Evidence) -> dict[str, Any]:
    return {
        "utterance": evidence.utterance,
        "speaker": evidence.speaker,
        "start_ms": evidence.start_ms,
        "end_ms": evidence.end_ms,
        "quote": evidence.quote,
    }


def _unverified(u: Unverified) -> dict[str, Any]:
    return {
        "kind": u.kind.value,
        "text": u.text,
        "owner": u.owner,
        "due": u.due and u.due.isoformat(),
        "quotes": list(u.quotes),
        "reasons": list(u.reasons),
    }


def _usage(usage: Usage) -> dict[str, Any]:
    return {
        "engine": usage.engine,
        "model": usage.model,
        "calls": usage.calls,
        "cached": usage.cached,
        "tokens_in": usage.tokens_in,
        "tokens_out": usage.tokens_out,
        "cost": usage.cost,
        "seconds": usage.seconds,
    }


def _diagnostic(diagnostic: Diagnostic) -> dict[str, str]:
    return {"code": diagnostic.code, "message": diagnostic.message, "where": diagnostic.where}


def json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of ``record_to_json``."""
    text, number = {"type": "string"}, {"type": "integer", "minimum": 0}
    maybe_text = {"type": ["string", "null"]}
    maybe_number = {"type": ["integer", "null"], "minimum": 0}
    maybe_date = {"type": ["string", "null"], "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"}

    def thing(**properties: Any) -> dict[str, Any]:
        return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}

    def many(of: dict[str, Any], **more: Any) -> dict[str, Any]:
        return {"type": "array", "items": of, **more}

    evidence = thing(utterance=number, speaker=maybe_text, start_ms=maybe_number, end_ms=maybe_number, quote=text)
    proofs = many({"$ref": "#/$defs/evidence"}, minItems=1)
    schema = thing(
        schema={"const": SCHEMA_VERSION},
        meeting=thing(
            title=text,
            date={"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"},
            kind=text,
            owner=maybe_text,
            people=many(thing(name=text, speaks={"type": "boolean"})),
            source=thing(path=text, format=text, sha256={"type": "string", "pattern": "^[0-9a-f]{64}$"}),
            duration_ms=maybe_number,
        ),
        summary=text,
        items=many(
            thing(
                id={"type": "string", "pattern": "^[kwpafrq][0-9a-z]{4}$"},
                kind={"enum": [kind.value for kind in ItemKind]},
                text=text,
                owner=maybe_text,
                owner_candidates=many(text),
                due=maybe_date,
                due_words=maybe_text,
                priority={"enum": [*(p.value for p in Priority), None]},
                confidence={"type": "number", "minimum": 0, "maximum": 1},
                evidence=proofs,
            )
        ),
        next_meeting={"anyOf": [{"type": "null"}, thing(date=maybe_date, words=text, evidence=proofs)]},
        utterances=many(
            thing(
                id={"type": "integer", "minimum": 1}, speaker=maybe_text, label=text, start_ms=maybe_number, end_ms=maybe_number, text=text
            )
        ),
        changes=many(thing(kind={"enum": list(_CHANGE_KINDS)}, segment=number, start=number, end=number, was=text, now=text, reason=text)),
        diagnostics=many(thing(code=text, message=text, where=text)),
        unverified=many(
            thing(
                kind={"enum": [kind.value for kind in ItemKind]},
                text=text,
                owner=maybe_text,
                due=maybe_date,
                quotes=many(text),
                reasons=many(text),
            )
        ),
        usage={
            "anyOf": [
                {"type": "null"},
                thing(
                    engine=text,
                    model=text,
                    calls=number,
                    cached=number,
                    tokens_in=number,
                    tokens_out=number,
                    cost={"type": ["number", "null"], "minimum": 0},
                    seconds={"type": "number", "minimum": 0},
                ),
            ]
        },
    )
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "acta record",
        "description": "One meeting as `acta note --json` writes it. Times are milliseconds from the start of the recording.",
        **schema,
        "$defs": {"evidence": evidence},
    }

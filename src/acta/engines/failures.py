"""What goes wrong with a service, as errors for a person: never a key in them, never a word of what was sent."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from acta.engines import Question
from acta.engines.keys import Key
from acta.engines.service import Service
from acta.errors import EngineError

_LONGEST = 200
_ALIKE = 16
_OVERFLOW = re.compile(
    r"context.{0,24}(size|length|window|limit|overflow)|exceed_context_size|(prompt|input|request).{0,24}too (long|large)"
    r"|maximum.{0,24}tokens allowed|must have less than \d+ tokens",
    re.IGNORECASE,
)
_FILTERED = re.compile(r"content.?(filter|policy|management)|safety|moderation|flagged", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Failure:
    """One failed try: the error to raise when it was the last; whether, and after how many seconds at least, to try again."""

    error: EngineError
    again: bool = False
    wait_s: float | None = None
    complaint: str = ""
    refused: bool = False
    too_long: bool = False


def read(
    error: Exception, service: Service, key: Key | None, question: Question, *, sent: bool, listed: Callable[[], Sequence[str]]
) -> Failure:
    """What ``error``, raised by the client libraries, means; ``listed`` is asked for the models there are when one is unknown.

    ``sent`` says whether anything had left: what fails before that is a schema, or a model, that the library cannot put into words.
    """
    from pydantic_ai import exceptions as lib

    from acta.engines.wire import Flood

    words = complaint(error, key, question)
    status = getattr(error, "status_code", None)
    match error:
        case lib.ModelContextWindowExceededError():
            return Failure(_refused(service, words), too_long=True)
        case lib.ModelRequestTimeout() | lib.ModelTimeoutError(phase="read" | "write"):
            return Failure(_timeout(service))
        case lib.ModelConnectionError():
            # What does not listen on this machine now will not listen in a second either.
            return Failure(_unreachable(service, words), again=not (service.is_local and error.phase == "connect"))
        case lib.ModelAuthenticationError():
            return Failure(_key_refused(service, words))
        case lib.ModelQuotaExceededError():
            return Failure(_quota(service, words))
        case lib.ModelAPIError() if status in {400, 413, 422, 429, 500} and _OVERFLOW.search(words):
            return Failure(_refused(service, words), too_long=True)
        case lib.ModelNotFoundError():
            return Failure(_unknown_model(service, words, listed), complaint=words)
        case lib.ModelRateLimitError() | lib.ModelUnavailableError() | lib.ModelServerError():
            return Failure(_busy(service, words, status), again=_worth(error), wait_s=error.retry_after, complaint=words)
        case lib.ModelHTTPError() if status in {408, 409}:
            return Failure(_busy(service, words, status), again=_worth(error), wait_s=error.retry_after)
        case lib.ModelAPIError() if status is not None:
            if status in {400, 403} and _FILTERED.search(words):
                return Failure(filtered(service))
            return Failure(_refused(service, words), complaint=words, refused=status in {400, 422})
        case ImportError():  # of the maker's own library alone
            return Failure(not_installed(error))
        case _ if not sent:
            return Failure(_refused(service, words), complaint=words, refused=True)
    return Failure(garbled(service), again=not isinstance(error, Flood))


def broken_off(service: Service) -> Failure:
    """The failure of an answer whose end never came."""
    return Failure(_unreachable(service, "the answer broke off"), again=True)


def complaint(error: Exception, key: Key | None, question: Question) -> str:
    """What the service itself said, in one short line without the key and without any stretch of the question."""
    words = " ".join(_said(getattr(error, "body", None) or str(error)).split()).rstrip(".")
    return _without(key.strike_from(words) if key else words, question)[:_LONGEST]


def _said(body: Any) -> str:
    if isinstance(body, dict):
        inner = body.get("error", body)
        said = inner.get("message") if isinstance(inner, dict) else inner
        return said if isinstance(said, str) else str(body)
    return body if isinstance(body, str) else str(body)


def _without(words: str, question: Question) -> str:
    # Services repeat what they choke on. Compared by letters and digits alone, so that no way of escaping hides a stretch.
    words = words[: 20 * _LONGEST]
    places = [place for place, sign in enumerate(words) if sign.isalnum()]
    letters = "".join(words[place] for place in places).casefold()
    if len(letters) != len(places):  # a letter that folds to two
        letters = "".join(words[place] for place in places).lower()
    asked = "".join(sign for sign in f"{question.text}".casefold() if sign.isalnum())
    hidden: set[int] = set()
    for start in range(len(places) - _ALIKE + 1):
        if letters[start : start + _ALIKE] in asked:
            hidden.update(range(places[start], places[start + _ALIKE - 1] + 1))
    return re.sub("\0+", "…", "".join("\0" if place in hidden else sign for place, sign in enumerate(words)))


def _worth(error: Any) -> bool:
    return getattr(error, "provider_retry_hint", None) is not False


def _quoted(words: str) -> str:
    return f": “{words}”" if words else ""


def _key_refused(service: Service, words: str) -> EngineError:
    return EngineError(
        f"{service.name} does not accept the key{_quoted(words)}",
        code="service-key",
        hint=f"Check the environment variable {service.key_variables[0]}, or keep the right key with `acta service key {service.name}`.",
    )


def _unknown_model(service: Service, words: str, listed: Callable[[], Sequence[str]]) -> EngineError:
    names = listed()
    if not names:
        return EngineError(
            f"{service.name} has no model “{service.model}” at {service.url}{_quoted(words)}",
            code="service-model",
            hint="Check `model` and `base_url`: the address of most servers ends in /v1.",
        )
    near = difflib.get_close_matches(service.model, names, n=3, cutoff=0.5) or list(names[:8])
    more = f", and {len(names) - len(near)} more" if len(names) > len(near) else ""
    return EngineError(
        f"{service.name} has no model “{service.model}”",
        code="service-model",
        hint=f"It has {', '.join(near)}{more}.",
    )


def _quota(service: Service, words: str) -> EngineError:
    return EngineError(
        f"the account with {service.name} has nothing left to spend{_quoted(words)}",
        code="service-quota",
        hint="Look at the account on the service's own page, or use `--engine embedded`.",
    )


def _busy(service: Service, words: str, status: object) -> EngineError:
    return EngineError(
        f"{service.name} does not answer now (status {status}){_quoted(words)}",
        code="service-busy",
        hint="Try again in some minutes, or use `--engine embedded`.",
        transient=True,
    )


def _unreachable(service: Service, words: str) -> EngineError:
    what = "Is the server running?" if service.is_local else "Is there a connection, and is `base_url` right?"
    return EngineError(
        f"{service.name} cannot be reached at {service.url}{_quoted(words)}", code="service-unreachable", hint=what, transient=True
    )


def _timeout(service: Service) -> EngineError:
    return EngineError(
        f"{service.name} gave no whole answer within {service.timeout_s:g} s",
        code="service-timeout",
        hint=f"Give it longer: acta service add {service.name} --timeout {2 * service.timeout_s:g}; or choose a smaller model.",
        transient=True,
    )


def _refused(service: Service, words: str) -> EngineError:
    return EngineError(
        f"{service.name} refuses the question{_quoted(words)}", code="service-refused", hint="Check `model` and `base_url` of this service."
    )


def not_installed(error: ImportError) -> EngineError:
    """The error for client libraries that are missing, all or one."""
    return EngineError(
        f"language models need libraries that are not installed ({error.name or error})",
        code="llm-not-installed",
        hint='pip install "acta-minutes[llm]"',
    )


def filtered(service: Service) -> EngineError:
    """The error for an answer that the service's own filter of content held back."""
    return EngineError(
        f"{service.name} holds the answer back: its filter of content objects to this meeting",
        code="service-filtered",
        hint="Use another service, a local model or `--engine embedded` for this meeting.",
    )


def garbled(service: Service) -> EngineError:
    """The error for bytes that are not the protocol."""
    return EngineError(
        f"what {service.name} sends is not an answer",
        code="service-garbled",
        hint=f"Check that {service.url} is a server of the kind “{service.kind}”, and nothing between changes what it says.",
    )

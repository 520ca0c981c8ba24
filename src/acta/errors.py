"""Every way acta can fail that is not a bug.

An error says what happened, where, and what to do about it. Its ``code`` is the anchor of its section in ``docs/errors.md``; its
``exit_status`` is what the command line returns. Stages raise these; only the views turn them into text and exit statuses.
"""

from __future__ import annotations

from typing import ClassVar


class ActaError(Exception):
    """A failure with a sentence for a person: ``message``, and ``hint`` (what to do next)."""

    exit_status: ClassVar[int] = 1

    def __init__(self, message: str, *, code: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.hint = hint

    def __reduce__(self) -> tuple[object, ...]:
        # Exceptions with keyword-only arguments do not unpickle by themselves; worker processes send these home.
        return _rebuild, (type(self), self.message, self.code, self.hint, self.__dict__)

    def __str__(self) -> str:
        return f"{self.message}\n{self.hint}" if self.hint else self.message


def _rebuild(kind: type[ActaError], message: str, code: str, hint: str, state: dict[str, object]) -> ActaError:
    error = kind(message, code=code, hint=hint)
    error.__dict__.update(state)
    return error


class InputError(ActaError):
    """The source cannot be read as a conversation: unknown, ambiguous, empty, too large or damaged."""

    exit_status = 10


class ConfigError(ActaError):
    """A setting or option is unknown, missing or has a wrong value."""

    exit_status = 11


class EngineError(ActaError):
    """An engine is missing or gave no usable answer; only ``transient`` ones are worth a retry."""

    exit_status = 20

    def __init__(self, message: str, *, code: str, hint: str = "", transient: bool = False) -> None:
        super().__init__(message, code=code, hint=hint)
        self.transient = transient


class VaultError(ActaError):
    """A note cannot be read or written safely; nothing was changed."""

    exit_status = 30


class StoreError(ActaError):
    """Acta's own records (index, history) are locked or damaged; the message names the remedy."""

    exit_status = 40

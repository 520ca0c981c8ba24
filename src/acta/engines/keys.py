"""Keys of services: from the environment, else from the system's keyring; shown to nobody."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from acta.engines.service import Service
from acta.errors import ConfigError

_ACTA = "acta"


class Key:
    """A key that does not show itself: not printed, not compared, not pickled. ``reveal`` is for the header of a request."""

    __slots__ = ("_secret",)

    def __init__(self, secret: str) -> None:
        self._secret = secret

    def reveal(self) -> str:
        """The key itself."""
        return self._secret

    def __repr__(self) -> str:
        return "Key(…)"

    def __reduce__(self) -> tuple[Any, ...]:
        raise TypeError("a key stays in its process")

    def strike_from(self, text: str) -> str:
        """``text`` without the key, in case a service repeats it in its complaints."""
        return text.replace(self._secret, "…") if self._secret else text


def find(service: Service, environment: Mapping[str, str] = os.environ) -> Key | None:
    """The key for ``service``, ``None`` for one that may do without: local, or at an address of its own.

    Raises ``ConfigError`` (code ``no-key``) where the maker of the model surely wants one and there is none.
    """
    for name in service.key_variables:
        if secret := environment.get(name, "").strip():
            return _checked(secret, f"the environment variable {name}")
    if kept := _from_keyring(service.name):
        return _checked(kept, f"the keyring's entry “{service.name}”")
    if service.base_url is not None and (service.is_local or service.kind == "openai"):
        return None
    raise ConfigError(
        f"the service “{service.name}” needs a key, and there is none",
        code="no-key",
        hint=f"Set the environment variable {service.key_variables[0]}, or keep the key with `acta service key {service.name}`.",
    )


def keep(service: Service, secret: str) -> None:
    """Put the key into the system's keyring; raises ``ConfigError`` (code ``no-keyring``) where there is no usable one."""
    keyring = _keyring(service)
    _checked(secret.strip(), "what was typed")
    try:
        keyring.set_password(_ACTA, service.name, secret.strip())
    except keyring.errors.KeyringError as error:
        raise _no_keyring(service, error) from None


def forget(service: Service) -> bool:
    """Take the key out of the system's keyring; whether there was one."""
    keyring = _keyring(service)
    try:
        keyring.delete_password(_ACTA, service.name)
    except keyring.errors.PasswordDeleteError:
        return False
    except keyring.errors.KeyringError as error:
        raise _no_keyring(service, error) from None
    return True


def _checked(secret: str, where: str) -> Key:
    # Whatever cannot stand in a header would be refused deep inside a client, with the key in the message.
    if not secret or not secret.isascii() or not secret.isprintable() or " " in secret:
        raise ConfigError(
            f"{where} holds no key: a key is one word of plain letters, digits and signs",
            code="no-key",
            hint="Copy the key again from the service's own page.",
        )
    return Key(secret)


def _from_keyring(name: str) -> str | None:
    try:
        import keyring
        import keyring.errors
    except ImportError:
        return None
    try:
        return keyring.get_password(_ACTA, name)
    except keyring.errors.KeyringError:  # none here, or locked: then there is no key in it for us
        return None


def _keyring(service: Service) -> Any:
    try:
        import keyring
        import keyring.errors
    except ImportError as error:
        raise _no_keyring(service, error) from None
    if isinstance(keyring.get_keyring(), keyring.backends.fail.Keyring):
        raise _no_keyring(service, None)
    return keyring


def _no_keyring(service: Service, error: Exception | None) -> ConfigError:
    why = f" ({type(error).__name__})" if error else ""  # its words are not ours to trust with a key
    return ConfigError(
        f"this system has no keyring that acta can use{why}",
        code="no-keyring",
        hint=f"Set the environment variable {service.key_variables[0]} instead.",
    )

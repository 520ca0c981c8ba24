"""A language-model service as the configuration names it: which protocol, where, which model, how much it holds, what it costs."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from acta.errors import ConfigError

Kind = Literal["openai", "anthropic", "google"]

KEY_VARIABLES: dict[Kind, tuple[str, ...]] = {
    "openai": ("OPENAI_API_KEY",),
    "anthropic": ("ANTHROPIC_API_KEY",),
    "google": ("GEMINI_API_KEY", "GOOGLE_API_KEY"),
}
_HOME: dict[Kind, str] = {
    "openai": "https://api.openai.com/v1",
    "anthropic": "https://api.anthropic.com",
    "google": "https://generativelanguage.googleapis.com",
}


@dataclass(frozen=True, slots=True)
class Service:
    """One configured service. ``kind`` "openai" is any server of that protocol; without ``base_url`` it is the maker's own.

    ``context`` counts the tokens of question and answer together; prices are per million tokens, in whatever money the user
    counts; ``key_env`` names the environment variable of the key where it is not the usual one.
    """

    name: str
    kind: Kind
    model: str
    base_url: str | None = None
    context: int = 32_000
    price_in: float | None = None
    price_out: float | None = None
    key_env: str | None = None
    timeout_s: float = 300.0

    def __post_init__(self) -> None:
        if not _is_address(self.url):
            raise ConfigError(
                f"the base_url of the service “{self.name}” is no address acta can use",
                code="bad-service",
                hint="It looks like https://host/v1, without a key or password in it: keys belong into the environment or the keyring.",
            )
        if self.context < 1 or self.timeout_s <= 0 or min(self.price_in or 0, self.price_out or 0) < 0:
            raise ConfigError(
                f"the service “{self.name}” has a context, timeout or price below what makes sense",
                code="bad-service",
                hint="`context` and `timeout` are more than 0, prices are 0 or more.",
            )

    @property
    def url(self) -> str:
        """Where the service is, the maker's own address included."""
        return (self.base_url or _HOME[self.kind]).rstrip("/")

    @property
    def host(self) -> str:
        """The host that sees the words, in small letters."""
        return (urlsplit(self.url).hostname or "").rstrip(".")

    @property
    def is_local(self) -> bool:
        """Whether what is sent stays on this machine: only addresses of the loopback, by number or as ``localhost``."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def is_home(self) -> bool:
        """Whether this is the protocol's own maker, not somebody else's server for it."""
        return self.url == _HOME[self.kind]

    @property
    def identity(self) -> str:
        """A text that changes when the words would go elsewhere or be read by another model."""
        return f"{self.kind} {self.url} {self.model}"

    @property
    def key_variables(self) -> tuple[str, ...]:
        """The environment variables a key is looked for in; the first that is set wins.

        The maker's usual variable is read for the maker's own address alone, so that a key for OpenAI goes to nobody else;
        a server elsewhere has its own, after its name: ``OPENROUTER_API_KEY`` for the service "openrouter".
        """
        if self.key_env:
            return (self.key_env,)
        if self.is_home:
            return KEY_VARIABLES[self.kind]
        return (re.sub(r"\W", "_", self.name, flags=re.ASCII).upper() + "_API_KEY",)


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        plain = url.isascii() and url.isprintable() and " " not in url
        bare = "@" not in parts.netloc and not parts.query and not parts.fragment
        return plain and bare and parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:  # half an IPv6 address, a port that is no number
        return False

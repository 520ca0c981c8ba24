"""One exchange with a language-model service: a question out, an answer's events in, within limits of time and size.

The only module that imports the client libraries, and imported only inside functions: the core opens no socket and does not
wait for them.
"""

from __future__ import annotations

import warnings
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from time import perf_counter
from typing import Any, cast

import httpx2
from pydantic_ai.direct import model_request_stream
from pydantic_ai.messages import ModelRequest, PartDeltaEvent, PartStartEvent, TextPart, UserPromptPart
from pydantic_ai.models import Model, ModelRequestParameters, StreamedResponse
from pydantic_ai.output import OutputObjectDefinition
from pydantic_ai.profiles.openai import OpenAIModelProfile
from pydantic_ai.settings import ModelSettings

from acta import __version__
from acta.engines import Question
from acta.engines.keys import Key
from acta.engines.manner import Manner
from acta.engines.service import Service

_CONNECT_S = 10.0
# A token is four characters of prose and a few hundred bytes of protocol. Whoever sends far more sends no answer.
_CHARACTERS_A_TOKEN = 10
_BYTES_A_TOKEN = 2_000
_BYTES_BESIDE = 2_000_000
_LISTED = 200
_ABOUT_US = ("x-stainless", "x-goog-api-client", "openai-organization", "openai-project")


@dataclass(slots=True)
class Heard:
    """What has come of one answer so far; kept outside the exchange, so that it is known after an exchange that broke off."""

    characters: int = 0
    sent: bool = False
    started: float = field(default_factory=perf_counter)
    first: float | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back. ``cut``: it was ended by a limit, the service's or ours; ``ended``: the service said that this is all.

    ``told`` says whether the numbers of tokens are the service's own; they are 0 where it told none.
    """

    text: str
    tokens_in: int
    tokens_out: int
    cut: bool
    ended: bool
    filtered: bool
    told: bool


class Flood(Exception):  # noqa: N818  # what the other side did
    """More came than any answer has, and nothing of it was the protocol."""


class Client(httpx2.AsyncClient):
    """An HTTP client that goes nowhere else, says nothing about this machine and takes in no more than it was told to.

    It follows no redirect: consent is for one address. A local service is reached past every proxy the environment names.
    """

    def __init__(self, service: Service, key: Key | None, heard: Heard, longest: int) -> None:
        patience = httpx2.Timeout(silence(service), connect=min(_CONNECT_S, service.timeout_s))
        super().__init__(verify=_trust(), trust_env=not service.is_local, follow_redirects=False, timeout=patience)
        self.overflowed = False
        self._patience = patience
        self._key = key
        self._heard = heard
        self._azure = service.host.endswith(".azure.com")
        self._room = longest * _BYTES_A_TOKEN + _BYTES_BESIDE

    async def send(self, request: httpx2.Request, *, stream: bool = False, **settings: Any) -> httpx2.Response:
        """Send ``request`` with our own headers and limits of time, and count what comes back."""
        for name in [name for name in request.headers if name.lower().startswith(_ABOUT_US)]:
            del request.headers[name]
        request.headers["User-Agent"] = f"acta/{__version__}"
        if self._key is None:
            for name in ("Authorization", "X-Api-Key", "X-Goog-Api-Key"):
                request.headers.pop(name, None)
        elif self._azure:
            request.headers["api-key"] = self._key.reveal()
        request.extensions = {**request.extensions, "timeout": self._patience.as_dict()}
        self._heard.sent = True
        response = await super().send(request, stream=True, **{**settings, "follow_redirects": False})
        response.stream = _Counted(cast("httpx2.AsyncByteStream", response.stream), self)  # an asynchronous client has no other
        if not stream:
            try:
                await response.aread()
            finally:
                await response.aclose()
        return response

    def take(self, size: int) -> None:
        """Count ``size`` bytes of an answer; raises ``httpx2.ReadError`` when there is no room for them."""
        self._room -= size
        if self._room < 0:
            self.overflowed = True
            raise httpx2.ReadError("more bytes than any answer of that many tokens has")


class _Counted(httpx2.AsyncByteStream):
    def __init__(self, stream: httpx2.AsyncByteStream, client: Client) -> None:
        self._stream = stream
        self._client = client

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for piece in self._stream:
            self._client.take(len(piece))
            yield piece

    async def aclose(self) -> None:
        await self._stream.aclose()


def silence(service: Service) -> float:
    """How many seconds a service may say nothing: reading a long question takes a small machine minutes, a large one less."""
    return service.timeout_s if service.is_local else service.timeout_s / 2


async def ask(service: Service, key: Key | None, question: Question, manner: Manner, heard: Heard) -> Reply:
    """Put ``question`` in the given ``manner`` and take in the answer as it comes; raises what the client raises."""
    async with _quiet(), Client(service, key, heard, question.longest) as client:
        model = _model(service, key, client, manner)
        settings = ModelSettings(max_tokens=question.longest, max_retries=0)
        settings["request_timeout"] = service.timeout_s
        settings["first_event_timeout"] = silence(service)
        if manner.temperature:
            settings["temperature"] = 0.0
        parameters = ModelRequestParameters()
        if manner.schema:
            shape = OutputObjectDefinition(json_schema=dict(question.schema), name="minutes")
            parameters = ModelRequestParameters(output_mode="native", output_object=shape)
        request = ModelRequest(parts=[UserPromptPart(question.text)], instructions=manner.instructions(question))
        heard.started = perf_counter()
        stream: StreamedResponse | None = None
        cut = False
        try:
            async with model_request_stream(
                model, [request], model_settings=settings, model_request_parameters=parameters, instrument=False
            ) as stream:
                cut = await _listen(stream, heard, question.longest * _CHARACTERS_A_TOKEN)
        except Exception:
            if not client.overflowed:
                raise
            if stream is None:
                raise Flood from None
            cut = True
        return _reply(stream, cut=cut)


async def _listen(stream: StreamedResponse, heard: Heard, most: int) -> bool:
    async for event in stream:
        if heard.first is None:
            heard.first = perf_counter()
        heard.characters += _size(event)
        if heard.characters > most:
            await stream.cancel()
            return True
    return False


def _size(event: object) -> int:
    if isinstance(event, PartStartEvent):
        return len(getattr(event.part, "content", "") or "")
    if isinstance(event, PartDeltaEvent):
        return len(getattr(event.delta, "content_delta", "") or "")
    return 0  # the ends of parts, which repeat them


def _reply(stream: StreamedResponse, *, cut: bool) -> Reply:
    response = stream.get()
    usage = response.usage
    raw = (response.provider_details or {}).get("finish_reason")
    return Reply(
        text="".join(part.content for part in response.parts if isinstance(part, TextPart)),
        tokens_in=usage.input_tokens,
        tokens_out=usage.output_tokens,
        cut=cut or response.finish_reason == "length",
        ended=raw is not None,
        filtered=response.finish_reason == "content_filter",
        told=bool(usage.input_tokens) and not cut,
    )


async def models(service: Service, key: Key | None) -> tuple[str, ...]:
    """The models the service lists, at most a few hundred; raises what the client raises."""
    async with _quiet(), Client(service, key, Heard(), 0) as client:
        sdk = cast("Any", _model(service, key, client, Manner())).client
        names: list[str] = []
        if service.kind == "google":
            listed = await sdk.aio.models.list()
        else:
            listed = sdk.with_options(max_retries=0).models.list()
        async for model in listed:
            names.append(str(getattr(model, "id", None) or model.name).removeprefix("models/"))
            if len(names) == _LISTED:
                break
        return tuple(names)


def _model(service: Service, key: Key | None, client: Client, manner: Manner) -> Model[Any]:
    secret = key.reveal() if key else "none"
    match service.kind:
        case "anthropic":
            from pydantic_ai.models.anthropic import AnthropicModel
            from pydantic_ai.providers.anthropic import AnthropicProvider

            return AnthropicModel(service.model, provider=AnthropicProvider(api_key=secret, base_url=service.url, http_client=client))
        case "google":
            from pydantic_ai.models.google import GoogleModel
            from pydantic_ai.providers.google import GoogleProvider

            return GoogleModel(service.model, provider=GoogleProvider(api_key=secret, base_url=service.url, http_client=client))
        case "openai":
            return _openai(service, secret, client, manner)


def _openai(service: Service, secret: str, client: Client, manner: Manner) -> Model[Any]:
    from pydantic_ai.models.openai import OpenAIChatModel
    from pydantic_ai.providers.openai import OpenAIProvider
    from pydantic_ai.providers.openai_compatible import OpenAICompatibleProvider

    # What a server can is found out by asking it, not looked up by the model's name: see ``Manner``.
    profile = OpenAIModelProfile(supports_json_schema_output=True, openai_chat_supports_max_completion_tokens=manner.completion_tokens)
    if service.is_home:
        return OpenAIChatModel(
            service.model, provider=OpenAIProvider(base_url=service.url, api_key=secret, http_client=client), profile=profile
        )
    name = "azure" if service.host.endswith(".azure.com") else service.name
    provider = OpenAICompatibleProvider(name, base_url=service.url, api_key=secret, http_client=client)
    return OpenAIChatModel(service.model, provider=provider, profile=profile)


@asynccontextmanager
async def _quiet() -> AsyncIterator[None]:
    # What the libraries warn of (a model that ends next month, a setting without effect) is nothing a meeting's note should fail on.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@cache
def _trust() -> Any:
    # Reading the system's certificates takes longer than the rest of a client; a run makes many.
    return httpx2.create_ssl_context()

"""Asks a model on an OpenAI-compatible server, and copes with what such servers do differently."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from moneyloop.errors import ModelError
from moneyloop.graph.llm.cache import Cache, Reply, default_folder
from moneyloop.graph.llm.usage import Meter

if TYPE_CHECKING:
    from openai import APIStatusError, OpenAI
    from openai.types.chat import ChatCompletion

    from moneyloop.graph.llm.answer import Json
    from moneyloop.graph.llm.settings import Settings

URL: Final = ("MONEYLOOP_LLM_BASE_URL", "OPENAI_BASE_URL")
KEY: Final = ("MONEYLOOP_LLM_API_KEY", "OPENAI_API_KEY")
_NO_KEY: Final = "none"
_BROKEN_OFF: Final = "length"
_WORDS_OF_TOO_LONG: Final = ("context_length", "context length", "context window", "maximum context")
_REFUSED: Final = frozenset({400, 422, 500, 501})
"""How servers answer a request whose form they do not know."""


_PASSING: Final = 429
"""The lowest status code of what may pass: too many requests, and failures of the server."""


class TooLong(Exception):  # noqa: N818 - no error for a person: the text is sent again in two halves
    """A text and its answer are more than the server takes at once."""


class Client:
    """A model on a server. Any number of threads may ask."""

    def __init__(self, settings: Settings, schema: Json, meter: Meter) -> None:
        """Prepare to ask; nothing is sent yet.

        Raises:
            ModelError: the extra is not installed, or there is no key for a server that needs one.
        """
        self._settings, self._meter = settings, meter
        self._url = settings.base_url or _from(URL)
        self._client = _client(settings, self._url)
        self._cache = Cache(default_folder()) if settings.cache else None
        self._forms = _forms(schema)
        self._settled = False
        self._schema, self._options = schema, _options(settings)

    def ask(self, instructions: str, text: str) -> Reply:
        """Return what the model answers to a text.

        Raises:
            ModelError: the server cannot be reached, refuses the key or does not know the model; ``passing``
                says that another text may fare better.
            TooLong: the text is more than the server takes at once.
        """
        question = question_of(self._settings, self._schema, instructions, text)
        kept = self._cache.get(question) if self._cache else None
        if kept is not None:
            self._meter.add_cached()
            return kept
        reply = self._answered(lambda: self._complete(question["messages"]))
        if self._cache:
            self._cache.put(question, reply)
        return reply

    def close(self) -> None:
        """Break off whatever is under way."""
        self._client.close()

    def _complete(self, messages: list[Json]) -> ChatCompletion:
        """Ask in the best form that the server knows; forms and options that it refuses are not used again.

        As long as it is not known which form that is, a refusal is not taken for a failure to be waited out.
        """
        from openai import APIConnectionError, APIStatusError

        while True:
            forms, options = self._forms, self._options
            client = self._client if self._settled else self._client.with_options(max_retries=0)
            try:
                completion = self._send(client, messages, options | forms[0])
                self._settled = True
                return completion
            except APIStatusError as error:
                if _is_too_long(error):
                    raise TooLong from error
                if error.status_code in _REFUSED and self._step_down(error, forms, options):
                    continue
                if self._settled or error.status_code < _PASSING:
                    raise
            except APIConnectionError:
                if self._settled:
                    raise
            self._settled = True

    def _send(self, client: OpenAI, messages: list[Json], options: Json) -> ChatCompletion:
        arguments: Any = {"model": self._settings.model, "messages": messages} | options
        return client.chat.completions.create(**arguments)  # type: ignore[no-any-return]

    def _step_down(self, error: APIStatusError, forms: list[Json], options: Json) -> bool:
        """Give up the form or option that a server refuses; False if it refuses something else."""
        said = str(error.message)
        refused = next((name for name in options if name in said), None)
        if refused:
            value = options[refused]
            rest = {name: value for name, value in options.items() if name != refused}
            if refused == "max_tokens":
                rest["max_completion_tokens"] = value
            self._options = rest
            return True
        if len(forms) > 1 and any(word in said for word in ("response_format", "json_", "schema", "grammar")):
            self._forms = forms[1:]
            return True
        return False

    def _answered(self, complete: Callable[[], ChatCompletion]) -> Reply:
        """Return the reply in a completion; what goes wrong is said in words of this project."""
        import openai

        where, model = self._url or "OpenAI", self._settings.model
        try:
            completion = complete()
        except openai.APITimeoutError as error:
            raise ModelError(
                f"{where}: no answer within {self._settings.timeout:g} s; give --timeout more", passing=True
            ) from error
        except openai.APIConnectionError as error:
            reason = error.__cause__ or error
            raise ModelError(
                f"{where}: the server of the language model cannot be reached ({reason});"
                f" start it, or correct its address ({URL[0]} or --base-url)"
            ) from error
        except openai.APIStatusError as error:
            raise _told(error, where, model) from error
        except (openai.OpenAIError, ValueError) as error:
            raise ModelError(f"{where}: answers in a way that is not understood ({error})") from error
        return self._reply(completion, where)

    def _reply(self, completion: ChatCompletion, where: str) -> Reply:
        usage = completion.usage if hasattr(completion, "usage") else None
        self._meter.add(usage.prompt_tokens if usage else 0, usage.completion_tokens if usage else 0)
        choices = getattr(completion, "choices", None)
        if not choices:
            raise ModelError(f"{where}: the answer holds no choice; is it an OpenAI-compatible server?")
        return Reply(choices[0].message.content or "", choices[0].finish_reason != _BROKEN_OFF)


def question_of(settings: Settings, schema: Json, instructions: str, text: str) -> Json:
    """Return everything that an answer depends on: the key under which the cache keeps it."""
    messages = [{"role": "system", "content": instructions}, {"role": "user", "content": text}]
    return {"model": settings.model, "schema": schema, "options": _options(settings), "messages": messages}


def _options(settings: Settings) -> Json:
    limit = {} if settings.max_tokens is None else {"max_tokens": settings.max_tokens}
    return {"temperature": 0} | limit


def _client(settings: Settings, url: str | None) -> OpenAI:
    try:
        from openai import OpenAI
    except ImportError as error:
        raise ModelError(
            "the language-model extractor is not installed; call: pip install 'moneyloop[llm]'"
        ) from error
    key = _from(KEY)
    if not key and not url:
        raise ModelError(
            f"no key for OpenAI: set {KEY[1]}, or give the address of another server by --base-url"
        )
    return OpenAI(
        base_url=url, api_key=key or _NO_KEY, timeout=settings.timeout, max_retries=settings.retries
    )


def _from(names: tuple[str, ...]) -> str | None:
    return next((os.environ[name] for name in names if os.environ.get(name)), None)


def _forms(schema: Json) -> list[Json]:
    """Return the ways to ask for JSON of a schema, the strictest first; the last is not to ask."""
    named = {"name": "claims", "schema": schema, "strict": True}
    return [
        {"response_format": {"type": "json_schema", "json_schema": named}},
        {"response_format": {"type": "json_object", "schema": schema}},
        {"response_format": {"type": "json_object"}},
        {},
    ]


def _is_too_long(error: APIStatusError) -> bool:
    said = json.dumps([error.code, str(error.message)]).lower()
    return error.status_code in (400, 413, 422, 500) and any(word in said for word in _WORDS_OF_TOO_LONG)


def _told(error: APIStatusError, where: str, model: str) -> ModelError:
    said = " ".join(str(error.message).split())[:300]
    if error.status_code in (401, 403):
        return ModelError(f"{where}: the server refuses the key; set {KEY[0]} or {KEY[1]} ({said})")
    if error.status_code == 404:
        return ModelError(f"{where}: knows no model {model!r}, or is not an API address: {said}")
    if error.status_code >= _PASSING:
        return ModelError(
            f"{where}: fails with status {error.status_code} again and again: {said}", passing=True
        )
    return ModelError(f"{where}: refuses the request with status {error.status_code}: {said}")

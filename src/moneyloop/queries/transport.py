"""HTTP to a SPARQL server: credentials, bounded waiting, another try where the trouble may pass.

Queries and updates are put together by SPARQLWrapper; what this module adds is how they are sent.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from http.client import HTTPException, IncompleteRead
from typing import Any, Final
from urllib.error import HTTPError, URLError
from urllib.request import (
    HTTPDigestAuthHandler,
    HTTPPasswordMgrWithDefaultRealm,
    HTTPRedirectHandler,
    OpenerDirector,
    Request,
    build_opener,
)

from SPARQLWrapper import SPARQLWrapper

from moneyloop import __version__
from moneyloop.errors import EndpointError, UsageError

USER: Final = "MONEYLOOP_ENDPOINT_USER"
PASSWORD: Final = "MONEYLOOP_ENDPOINT_PASSWORD"
AUTH: Final = "MONEYLOOP_ENDPOINT_AUTH"
AGENT: Final = f"moneyloop/{__version__}"
TRIES: Final = 5
"""How often a request is sent at most."""
_PASSING: Final = frozenset({429, 502, 503, 504})
_BROKEN: Final = (ConnectionResetError, BrokenPipeError, IncompleteRead)
_FIRST_WAIT: Final = 0.5
_SAID: Final = 200
_WHERE: Final = "give the address of its query service, as http://localhost:7878/query"
_CREDENTIALS: Final = f"set {USER} and {PASSWORD} to credentials that may do this"
_LATER: Final = f"it was asked {TRIES} times; try again later"
_ADVICE: Final = (
    {400: _WHERE, 401: _CREDENTIALS, 403: _CREDENTIALS, 404: _WHERE, 405: _WHERE}
    | dict.fromkeys(range(300, 400), "give the address that it leads to")
    | {413: "it takes less at once; raise that limit of the server"}
    | dict.fromkeys(_PASSING, _LATER)
)


@dataclass(frozen=True, slots=True)
class Account:
    """A user of a server; ``scheme`` is basic or digest, and digest never sends the password itself."""

    user: str
    password: str = field(repr=False)
    scheme: str = "basic"


def account_of(environment: Mapping[str, str]) -> Account | None:
    """Return the account that an environment holds, None without one.

    Raises:
        UsageError: one of user and password is missing, or the scheme is neither basic nor digest.
    """
    user, password = environment.get(USER), environment.get(PASSWORD)
    scheme = environment.get(AUTH, "basic").casefold()
    if bool(user) != bool(password):
        raise UsageError(f"set both {USER} and {PASSWORD}, or neither")
    if scheme not in ("basic", "digest"):
        raise UsageError(f"{AUTH} must be basic or digest, not {scheme!r}")
    return Account(user, password, scheme) if user and password else None


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server answered; ``kind`` is the media type."""

    body: bytes
    kind: str
    headers: Message


class _NoRedirect(HTTPRedirectHandler):
    """Refuses redirections: the body of a query, and credentials, would not or should not go along."""

    def redirect_request(self, *_: Any) -> None:
        """Return None, which makes the redirection an error."""


class Wrapper(SPARQLWrapper):
    """A SPARQLWrapper that does not guess the form of a query, and is sent by a transport of one's own."""

    def __init__(self, address: str, form: str, text: str, opener: Callable[[Request], Any]) -> None:
        """Take the text of a query or update, and its form: one of SPARQLWrapper's constants."""
        super().__init__(address, agent=AGENT)
        self.setOnlyConneg(True)
        self.setMethod("POST")
        self.queryString, self.queryType = text, form
        self._opener = opener

    def _query(self) -> tuple[Any, str]:
        return self._opener(self._createRequest()), self.returnFormat


@dataclass(frozen=True, slots=True)
class Transport:
    """Sends requests to one server.

    ``timeout`` is in seconds and bounds each wait for the server; ``sleep`` is called with seconds between
    two tries.
    """

    account: Account | None = None
    timeout: int = 60
    sleep: Callable[[float], None] = field(default=time.sleep, repr=False)

    def send(
        self,
        address: str,
        what: str,
        ask: Callable[[Callable[[Request], Any]], Any],
        *,
        may_be_missing: bool = False,
    ) -> Reply:
        """Return the reply to a request, which is sent again while the trouble may pass.

        Args:
            address: where it goes, for messages.
            what: what is sent, for messages: ``the query``.
            ask: sends the request by what it is given, and returns the response.
            may_be_missing: that there is nothing (status 404) is an answer too.

        Raises:
            EndpointError: the server cannot be reached, refuses, breaks off or takes too long.
        """
        for attempt in range(1, TRIES + 1):
            try:
                with closing(ask(self._open)) as response:
                    return Reply(response.read(), response.headers.get_content_type(), response.headers)
            except (OSError, HTTPException, ValueError) as error:
                if may_be_missing and isinstance(error, HTTPError) and error.code == 404:
                    with closing(error):
                        return Reply(b"", error.headers.get_content_type(), error.headers)
                wait = None if attempt == TRIES else self._wait(error, attempt)
                if wait is None:
                    raise EndpointError(f"{address}: {self._explained(error, what)}") from error
                if isinstance(error, HTTPError):
                    error.close()
            self.sleep(wait)
        raise AssertionError

    def _open(self, request: Request) -> Any:
        opener = self._opener(request.full_url)
        if self.account and self.account.scheme == "basic":
            request.add_unredirected_header("Authorization", _basic(self.account))
            try:
                return opener.open(request, timeout=self.timeout)
            except HTTPError as error:
                if error.code != 401:
                    raise
                error.close()
            # Virtuoso asks for a digest only where it was given nothing.
            request.remove_header("Authorization")
        return opener.open(request, timeout=self.timeout)

    def _opener(self, address: str) -> OpenerDirector:
        if self.account is None:
            return build_opener(_NoRedirect)
        passwords = HTTPPasswordMgrWithDefaultRealm()
        passwords.add_password(None, address, self.account.user, self.account.password)
        return build_opener(_NoRedirect, HTTPDigestAuthHandler(passwords))

    def _wait(self, error: Exception, attempt: int) -> float | None:
        """Return the seconds to wait before another try; None if none is of use, or the wait too long."""
        backoff = _FIRST_WAIT * 2 ** (attempt - 1) * random.uniform(0.8, 1.2)
        if isinstance(error, HTTPError):
            if error.code not in _PASSING:
                return None
            asked = _retry_after(error.headers.get("Retry-After"))
            wait = backoff if asked is None else asked
            return wait if wait <= self.timeout else None
        reason = error.reason if isinstance(error, URLError) else error
        return (
            backoff if isinstance(reason, ConnectionResetError | BrokenPipeError | IncompleteRead) else None
        )

    def _explained(self, error: Exception, what: str) -> str:
        if isinstance(error, HTTPError):
            with closing(error):
                said = _said(error)
            asked = _retry_after(error.headers.get("Retry-After"))
            advice = _ADVICE.get(error.code, "the log of the server may say why")
            if error.code in _PASSING and asked is not None and asked > self.timeout:
                advice = f"it asks to wait {asked:.0f} s; try again then"
            return f"refuses {what} with status {error.code} {error.reason}{said}; {advice}"
        reason = error.reason if isinstance(error, URLError) else error
        if isinstance(reason, TimeoutError):
            return f"has not answered within {self.timeout} s; allow more with --timeout"
        if isinstance(reason, _BROKEN):
            return f"breaks off its answers ({reason}); {_LATER}"
        return f"cannot be asked ({reason}); check the address, and that the server runs"


def _basic(account: Account) -> str:
    from base64 import b64encode

    return "Basic " + b64encode(f"{account.user}:{account.password}".encode()).decode()


def _retry_after(header: str | None) -> float | None:
    """Return the seconds that a Retry-After header asks for: a number, or a date (RFC 9110, 10.2.3)."""
    if header is None:
        return None
    if header.strip().isdigit():
        return float(header)
    try:
        moment = parsedate_to_datetime(header)
    except ValueError:
        return None
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())


def _said(error: HTTPError) -> str:
    """Return the first line of what a server says itself, or where it redirects to."""
    if location := error.headers.get("Location"):
        return f" to {location}"
    if error.headers.get_content_type() not in ("text/plain", "application/json"):
        return ""
    try:
        lines = error.read(_SAID * 4).decode(errors="replace").strip().splitlines()
    except (OSError, HTTPException):
        return ""
    return f" ({lines[0][:_SAID]})" if lines else ""

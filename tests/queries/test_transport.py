"""How requests are sent: tries and waits, credentials by basic and digest, what is told of failures."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Final

import pytest
from tests.scripted import Asked, Said, Script, StartScripted

from moneyloop.errors import EndpointError, UsageError
from moneyloop.queries.remote import Endpoint
from moneyloop.queries.transport import AUTH, PASSWORD, TRIES, USER, Account, Transport, account_of

GOOD: Final = Said(body=b'{"head": {"vars": ["x"]}, "results": {"bindings": []}}')
QUERY: Final = "SELECT ?x WHERE { }"


def after(*said: Said) -> Script:
    """Return a script of some responses, and a good one after them."""
    responses: Iterator[Said] = iter(said)
    return lambda _: next(responses, GOOD)


def asking(address: str, waits: list[float], account: Account | None = None) -> Endpoint:
    return Endpoint(address, Transport(account, timeout=20, sleep=waits.append))


@pytest.mark.parametrize(
    "trouble",
    [Said(429), Said(502), Said(503), Said(504), Said(fault="reset"), Said(body=b"{}", fault="cut")],
    ids=str,
)
def test_what_may_pass_is_tried_again_ever_later(scripted: StartScripted, trouble: Said) -> None:
    server, waits = scripted(after(trouble, trouble, trouble)), list[float]()
    assert asking(server.address, waits).select(QUERY).rows == []
    assert len(server.asked) == 4
    assert [0.4, 0.8, 1.6] <= waits <= [0.6, 1.2, 2.4]
    assert waits == sorted(waits)
    assert {asked.body for asked in server.asked} == {server.asked[0].body}


@pytest.mark.parametrize(
    ("trouble", "message"),
    [
        (Said(503), f"status 503 Service Unavailable; it was asked {TRIES} times; try again later"),
        (Said(fault="reset"), f"breaks off its answers .*; it was asked {TRIES} times; try again later"),
    ],
    ids=str,
)
def test_what_does_not_pass_is_given_up(scripted: StartScripted, trouble: Said, message: str) -> None:
    server, waits = scripted(lambda _: trouble), list[float]()
    with pytest.raises(EndpointError, match=message):
        asking(server.address, waits).select(QUERY)
    assert (len(server.asked), len(waits)) == (TRIES, TRIES - 1)


@pytest.mark.parametrize("status", [400, 403, 404, 500])
def test_what_will_not_pass_is_not_tried_again(scripted: StartScripted, status: int) -> None:
    server, waits = scripted(lambda _: Said(status)), list[float]()
    with pytest.raises(EndpointError, match=f"status {status}"):
        asking(server.address, waits).select(QUERY)
    assert (len(server.asked), waits) == (1, [])


def test_a_server_says_how_long_to_wait(scripted: StartScripted) -> None:
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=9), usegmt=True)
    troubles = [Said(503, headers={"Retry-After": said}) for said in ("7", soon, "whenever")]
    server, waits = scripted(after(*troubles)), list[float]()
    asking(server.address, waits).select(QUERY)
    assert waits[0] == 7
    assert 5 < waits[1] <= 9
    assert 1.6 <= waits[2] <= 2.4


def test_a_wait_that_is_too_long_is_told(scripted: StartScripted) -> None:
    server, waits = scripted(lambda _: Said(429, headers={"Retry-After": "3600"})), list[float]()
    with pytest.raises(EndpointError, match=r"status 429 .*; it asks to wait 3600 s; try again then"):
        asking(server.address, waits).select(QUERY)
    assert waits == []


def test_what_the_server_says_itself_is_told_in_one_line(scripted: StartScripted) -> None:
    said = b"Virtuoso 37000 Error SP030: syntax error\n\nSPARQL query:\nSELECT"
    server = scripted(lambda _: Said(400, said, "text/plain"))
    with pytest.raises(EndpointError, match=r"Bad Request .Virtuoso 37000 Error SP030: syntax error.; give"):
        asking(server.address, []).select(QUERY)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirection_is_told_and_not_followed(scripted: StartScripted, status: int) -> None:
    other = scripted(lambda _: GOOD)
    server = scripted(lambda _: Said(status, headers={"Location": other.address}))
    message = f"status {status} .* to {other.address}; give the address that it leads to"
    with pytest.raises(EndpointError, match=message):
        asking(server.address, [], Account("anna", "secret")).select(QUERY)
    assert other.asked == []


def digest(asked: Asked) -> Said:
    """Answer as a server does that wants a digest (RFC 7616, MD5 with qop=auth) and is given a Basic too."""
    given = asked.headers.get("Authorization", "")
    if given.startswith("Basic"):
        return Said(401)
    fields = dict(re.findall(r'(\w+)="?([^",]+)"?', given))
    if not fields:
        challenge = 'Digest realm="SPARQL", nonce="abc", qop="auth", algorithm="MD5", opaque="o"'
        return Said(401, headers={"WWW-Authenticate": challenge})

    def hashed(text: str) -> str:
        return hashlib.md5(text.encode()).hexdigest()

    middle = ":".join(fields[name] for name in ("nonce", "nc", "cnonce", "qop"))
    good = hashed(f"{hashed('anna:SPARQL:secret')}:{middle}:{hashed(f'POST:{asked.target}')}")
    return GOOD if fields["response"] == good else Said(403)


@pytest.mark.parametrize("scheme", ["basic", "digest"])
def test_a_digest_is_given_where_it_is_wanted(scripted: StartScripted, scheme: str) -> None:
    server = scripted(digest)
    assert asking(server.address, [], Account("anna", "secret", scheme)).select(QUERY).rows == []
    sent = [asked.headers.get("Authorization", "").split(" ")[0] for asked in server.asked]
    assert sent == (["Basic", "", "Digest"] if scheme == "basic" else ["", "Digest"])


@pytest.mark.parametrize("scheme", ["basic", "digest"])
def test_a_wrong_password_is_refused(scripted: StartScripted, scheme: str) -> None:
    server = scripted(digest)
    with pytest.raises(EndpointError, match=f"status 403 Forbidden; set {USER} and {PASSWORD}"):
        asking(server.address, [], Account("anna", "wrong", scheme)).select(QUERY)


def test_the_scheme_comes_from_the_environment() -> None:
    environment = {USER: "anna", PASSWORD: "secret"}
    assert account_of({}) is None
    assert account_of(environment) == Account("anna", "secret", "basic")
    assert account_of(environment | {AUTH: "Digest"}) == Account("anna", "secret", "digest")
    with pytest.raises(UsageError, match=f"{AUTH} must be basic or digest, not 'kerberos'"):
        account_of(environment | {AUTH: "kerberos"})

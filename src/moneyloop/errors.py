"""All errors that moneyloop raises on purpose.

    MoneyloopError            exit code 1
    ├── UsageError            exit code 2: the call itself is wrong
    ├── AssetError            an asset of the package is missing or malformed
    ├── DocumentError         one document cannot be read; the others still are
    ├── ClaimError            a claim file or a claim in it is malformed
    ├── ReviewError           a file of decisions is missing, malformed or used by somebody else
    ├── DatasetError          a built dataset is missing, locked or damaged
    ├── EndpointError         a SPARQL endpoint cannot be reached or does not answer as it must
    ├── ModelError            a language model's server cannot be reached or does not answer as it must
    ├── OntologyError         the ontology is inconsistent or says less than the code needs
    ├── QueryError            a stored query is unknown, malformed or was given a wrong parameter
    ├── ReportError           a report cannot be printed: there is no browser, or it fails
    ├── RequestError          a request over HTTP is not carried out, for a reason that is its own
    └── ServerError           the server cannot answer a request
        ├── TimeLimitError    the answer took longer than the server allows
        ├── MemoryLimitError  the answer took more memory than the server allows
        └── BusyError         too many requests wait already

Each message says what is wrong, where (file, line, IRI) and what to do.
"""

from __future__ import annotations


class MoneyloopError(Exception):
    """Base of every error that is reported to a person in one line."""

    exit_code = 1


class UsageError(MoneyloopError):
    """The call itself is wrong: an unknown name, a value out of range."""

    exit_code = 2


class AssetError(MoneyloopError):
    """An asset of the package is missing or malformed."""


class DocumentError(MoneyloopError):
    """One document cannot be read."""


class ClaimError(MoneyloopError):
    """A claim file, or one claim in it, is malformed."""


class ReviewError(MoneyloopError):
    """A file of decisions is missing, malformed, used by somebody else, or cannot be written."""


class DatasetError(MoneyloopError):
    """A built dataset is missing, locked or damaged."""


class EndpointError(MoneyloopError):
    """A SPARQL endpoint cannot be reached or does not answer as it must."""


class ModelError(MoneyloopError):
    """A language model's server cannot be reached or does not answer as it must.

    ``passing`` says that this concerns one request: another may be answered.
    """

    def __init__(self, message: str, *, passing: bool = False) -> None:
        super().__init__(message)
        self.passing = passing


class OntologyError(MoneyloopError):
    """The ontology is inconsistent, or says less than the code needs."""


class QueryError(UsageError):
    """A stored query is unknown, malformed or was given a wrong parameter."""


class ReportError(MoneyloopError):
    """A report cannot be printed: there is no browser, or it fails."""


class RequestError(MoneyloopError):
    """A request over HTTP is not carried out; ``status`` is that of the answer."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status

    def __reduce__(self) -> tuple[type[RequestError], tuple[int, str]]:
        return type(self), (self.status, str(self))


class ServerError(MoneyloopError):
    """The server cannot answer a request; another may be answered."""


class TimeLimitError(ServerError):
    """The answer took longer than the server allows."""


class MemoryLimitError(ServerError):
    """The answer took more memory than the server allows."""


class BusyError(ServerError):
    """Too many requests wait already."""

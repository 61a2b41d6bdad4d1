"""The form of a model's answer, made from the claim model and the ontology."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, ValidationError, create_model
from pydantic_core import from_json

from moneyloop.graph.claims import Amount

if TYPE_CHECKING:
    from moneyloop.ontology.model import Model

_LEFT_OUT: Final = frozenset({"title", "default", "description"})

Json = dict[str, Any]


class Filling(BaseModel):
    """What fills a role, as a model says it: the words of the document, and the usual English name."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    role: str
    text: str
    name: str


class Said(BaseModel):
    """One claim as a model says it: the fields of a claim that a reader supplies, the quote first."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    quote: str
    type: str
    status: str
    roles: list[Filling]
    amount: Amount | None
    share: float | None
    period: str | None
    attributed_to: str | None


class Form:
    """The form of answers: a JSON Schema that a server can hold a model to, and a check of its own."""

    def __init__(self, model: Model) -> None:
        roles = sorted({role for kind in model.types.values() for role in kind.roles})
        filling = create_model("Filling", __base__=Filling, role=(_one_of(roles), ...))
        fields: dict[str, Any] = {
            "type": (_one_of(model.types), ...),
            "status": (_one_of(model.statuses), ...),
            "roles": (list[filling], ...),  # type: ignore[valid-type]
        }
        self._said = create_model("Claim", __base__=Said, **fields)
        answer = create_model("Answer", claims=(list[self._said], ...))  # type: ignore[name-defined]
        self.schema: Json = _strict(answer.model_json_schema())

    def read(self, claim: object) -> Said | str:
        """Return what a model said as a claim in this form, or what is wrong with it."""
        try:
            return self._said.model_validate(claim)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"]))
            return f"{where}: {first['msg']}" if where else first["msg"]


def _one_of(names: Any) -> Any:
    return Literal[tuple(names)]


def _strict(schema: Any) -> Any:
    """Return a schema in which all is required and nothing else allowed, as servers ask for.

    A property that can have one value only is not asked for, and keeps its default.
    """
    if isinstance(schema, list):
        return [_strict(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    cut = {key: value for key, value in schema.items() if key not in _LEFT_OUT}
    if "properties" not in cut:
        return {key: _strict(value) for key, value in cut.items()}
    properties = {name: _strict(value) for name, value in cut["properties"].items() if "const" not in value}
    rest = {key: _strict(value) for key, value in cut.items() if key not in ("properties", "required")}
    return rest | {"properties": properties, "required": list(properties), "additionalProperties": False}


def claims_in(text: str, *, partial: bool = False) -> list[object] | None:
    """Return the claims of an answer, not yet checked one by one; None if it is no answer.

    Args:
        text: the answer; what stands around the JSON object, as code fences, is no matter.
        partial: take an answer that breaks off, without the claim that it breaks off in.
    """
    start, end = text.find("{"), text.rfind("}")
    body = text[start:] if partial else text[start : end + 1]
    if start < 0:
        return None
    try:
        answer = from_json(body, allow_partial=partial, allow_inf_nan=False)
    except ValueError:
        return None
    claims = answer.get("claims") if isinstance(answer, dict) else None
    if not isinstance(claims, list):
        return [] if partial else None
    return claims[:-1] if partial else claims

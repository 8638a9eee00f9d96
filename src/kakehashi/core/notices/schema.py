"""The published shape of each kind: JSON Schema (2020-12) and the types it is made of."""

from collections.abc import Iterator
from typing import Any, get_args

from kakehashi.core.notices.codes import Code
from kakehashi.core.notices.kinds import KIND_FACTS, KINDS
from kakehashi.core.notices.notice import Notice
from kakehashi.core.notices.payload import Payload


def schema(kind: str) -> dict[str, Any]:
    """The JSON Schema of a kind: an object with one member for each compartment.

    `statement` stands in the envelope; every other member is a part of its own, `rows` a list.
    What is empty or absent is left out, never null. The length of a text counts code points.
    """
    notice, facts = KINDS[kind], KIND_FACTS[kind]
    made = _without_null(notice.model_json_schema(mode="validation"))
    about = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:kakehashi:notice:{kind}:{facts.version}",
        "title": notice.title,
        "description": notice.description,
        "x-kind": kind,
        "x-version": facts.version,
        "x-classes": [str(classification) for classification in facts.classes],
    }
    return about | {name: value for name, value in made.items() if name not in about}


def _without_null(shape: Any) -> Any:  # noqa: ANN401 - any JSON value
    """Take `null` out of a schema: what may be absent is left out, and never null."""
    if isinstance(shape, list):
        return [_without_null(item) for item in shape]
    if not isinstance(shape, dict):
        return shape
    made = {name: _without_null(member) for name, member in shape.items()}
    if made.get("default", ...) is None:
        del made["default"]
    choices = [choice for choice in made.get("anyOf", ()) if choice != {"type": "null"}]
    if "anyOf" in made and len(choices) == 1:
        del made["anyOf"]
        return choices[0] | made
    return made


def payload_types(shape: type[Payload]) -> tuple[type[Payload], ...]:
    """Every type of record within a payload, itself first, each once."""
    found: dict[type[Payload], None] = {}
    _collect(shape, found)
    return tuple(found)


def code_types(shape: type[Payload]) -> tuple[type[Code], ...]:
    """Every type of code within a payload, each once."""
    return tuple(
        dict.fromkeys(
            leaf
            for payload in payload_types(shape)
            for name in payload.model_fields
            for leaf in _leaves(payload.model_fields[name].annotation)
            if issubclass(leaf, Code)
        )
    )


def compartment_types(notice: type[Notice]) -> dict[str, tuple[type[Payload], ...]]:
    """The types of records within each compartment of a kind."""
    return {
        name: tuple(
            dict.fromkeys(
                inner
                for leaf in _leaves(field.annotation)
                if issubclass(leaf, Payload)
                for inner in payload_types(leaf)
            )
        )
        for name, field in notice.model_fields.items()
    }


def _collect(shape: type[Payload], found: dict[type[Payload], None]) -> None:
    if shape in found:
        return
    found[shape] = None
    for field in shape.model_fields.values():
        for leaf in _leaves(field.annotation):
            if issubclass(leaf, Payload):
                _collect(leaf, found)


def _leaves(annotation: object) -> Iterator[type]:
    """The classes that an annotation is made of, through unions, tuples and annotations."""
    if arguments := get_args(annotation):
        for argument in arguments:
            yield from _leaves(argument)
    elif isinstance(annotation, type):
        yield annotation

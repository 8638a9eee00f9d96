"""People and organizations as FollowTheMoney entities: one JSON object a line, for other tools.

The model's schemata, properties and ids are FollowTheMoney's (MIT); topics and sources its own.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kakehashi.core.names import Kind

_SCHEMATA = {
    Kind.PERSON: "Person",
    Kind.ORGANIZATION: "Organization",
    Kind.UNKNOWN: "LegalEntity",
}


Place = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Entity:
    """Somebody to be exported: where named (source, place), kind, names, role, agreement."""

    place: Place
    kind: Kind
    names: Sequence[str]
    role: str
    agreement: str


def entity_id(place: Place) -> str:
    """Give an entity's id: it is the same in every export and says nothing of the source."""
    return "kk-" + hashlib.sha256(f"{place[0]}#{place[1]}".encode()).hexdigest()[:32]


def lines(
    entities: Iterable[Entity], same: Iterable[tuple[tuple[str, int], tuple[str, int]]]
) -> Iterator[str]:
    """Write entities, then who an officer said are one (`UnknownLink` with role `same as`)."""
    known = set()
    for one in entities:
        known.add(one.place)
        yield _line(
            entity_id(one.place),
            _SCHEMATA[one.kind],
            {
                "name": list(one.names[:1]),
                "alias": list(one.names[1:]),
                "notes": [one.role] if one.role else [],
                "program": [one.agreement],
            },
        )
    for left, right in same:
        if left in known and right in known:
            link = hashlib.sha256(f"{left}{right}".encode()).hexdigest()[:32]
            properties = {
                "subject": [entity_id(left)],
                "object": [entity_id(right)],
                "role": ["same as"],
            }
            yield _line(f"kk-{link}", "UnknownLink", properties)


def _line(identity: str, schema: str, properties: dict[str, list[str]]) -> str:
    said = {name: values for name, values in properties.items() if values}
    return json.dumps(
        {"id": identity, "schema": schema, "properties": said}, ensure_ascii=False, sort_keys=True
    )

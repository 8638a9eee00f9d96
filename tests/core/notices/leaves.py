"""Every leaf of a notice's JSON values, and how to put another in its place."""

import copy
from collections.abc import Iterator
from typing import Any, TypeAlias

from pydantic import BaseModel

from kakehashi.core.notices import Notice
from kakehashi.core.notices.text import LINE, PARAGRAPHS

Path = tuple[str | int, ...]
Json: TypeAlias = Any
"""JSON values, into which paths lead."""


def as_json(notice: Notice) -> dict[str, Any]:
    return notice.model_dump(mode="json", exclude_none=True)


def free_texts(value: object, path: Path = ()) -> Iterator[Path]:
    """The paths of all texts that take any words."""
    if isinstance(value, BaseModel):
        for name, field in type(value).model_fields.items():
            inner = getattr(value, name)
            if isinstance(inner, str) and _is_free(field.annotation, field.metadata):
                yield (*path, name)
            elif isinstance(inner, tuple) and inner and isinstance(inner[0], str):
                if _is_free(field.annotation, ()):
                    yield from ((*path, name, i) for i in range(len(inner)))
            else:
                yield from free_texts(inner, (*path, name))
    elif isinstance(value, tuple):
        for i, item in enumerate(value):
            yield from free_texts(item, (*path, i))


def _is_free(annotation: object, metadata: object) -> bool:
    said = f"{annotation!r}{metadata!r}"
    return repr(LINE) in said or repr(PARAGRAPHS) in said


def leaves(value: object, path: Path = ()) -> Iterator[tuple[Path, object]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from leaves(inner, (*path, name))
    elif isinstance(value, list):
        for i, inner in enumerate(value):
            yield from leaves(inner, (*path, i))
    else:
        yield path, value


def at(value: Json, path: Path) -> Json:
    for step in path:
        value = value[step]
    return value


def changed(value: Json, path: Path, new: object) -> Json:
    made = copy.deepcopy(value)
    at(made, path[:-1])[path[-1]] = new
    return made


def without(value: Json, path: Path) -> Json:
    made = copy.deepcopy(value)
    del at(made, path[:-1])[path[-1]]
    return made

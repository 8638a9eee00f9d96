"""The page on which every part stands in every state."""

from collections.abc import Iterator
from dataclasses import fields as members
from dataclasses import is_dataclass
from typing import get_args

from kakehashi.web.parts import charts, gallery, shapes
from kakehashi.web.parts import fields as controls
from kakehashi.web.parts.fields import Field, error_summary
from kakehashi.web.parts.shapes import Banner, Part, Status, Tone


def inside(thing: object) -> Iterator[object]:
    """A part and every part in it, however deep."""
    yield thing
    if is_dataclass(thing):
        for member in members(thing):
            yield from inside(getattr(thing, member.name))
    elif isinstance(thing, list | tuple):
        for one in thing:
            yield from inside(one)


def shown() -> list[object]:
    wrong = gallery.fields(wrong=True)
    return [*inside([gallery.pieces(), gallery.fields(wrong=False), wrong, error_summary(wrong)])]


def test_every_part_stands_on_the_page_of_parts() -> None:
    every = {
        one
        for room in (shapes, controls, charts)
        for one in vars(room).values()
        if isinstance(one, type) and issubclass(one, Part) and one is not Part
    }
    assert sorted(one.__name__ for one in every - {type(one) for one in shown()}) == []


def test_every_kind_of_field_and_every_tone_stands_there() -> None:
    there = shown()
    kinds = {one.kind for one in there if isinstance(one, Field)}
    assert set(get_args(controls.Kind)) - {"hidden"} == kinds
    assert {one.tone for one in there if isinstance(one, Status)} == set(get_args(Tone))
    assert {"good", "warning", "bad", "neutral", "waiting"} == {
        one.tone for one in there if isinstance(one, Banner)
    }

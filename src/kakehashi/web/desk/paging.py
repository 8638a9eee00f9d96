"""Several lists on one page, each with pages of its own."""

from collections.abc import Iterable
from typing import Protocol, TypeVar

from django.http import HttpRequest
from django.utils.http import urlencode

from kakehashi.web.parts.shapes import Pages

_Row = TypeVar("_Row")
_Given_co = TypeVar("_Given_co", covariant=True)


class Rows(Protocol[_Given_co]):
    """A list of which a part can be had, such as a queryset."""

    def __getitem__(self, part: slice, /) -> Iterable[_Given_co]:
        """Give the rows of a part."""


def paged(
    request: HttpRequest, rows: Rows[_Row], name: str, label: str, *, size: int
) -> tuple[list[_Row], Pages]:
    """A page of a list, its number asked by `name`; other lists of the page stay on their own."""
    asked = request.GET.get(name, "")
    number = max(int(asked), 1) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
    found = list(rows[(number - 1) * size : number * size + 1])
    kept = {key: str(value) for key, value in request.GET.items() if key != name}
    address = f"?{urlencode(kept)}&{name}={{page}}" if kept else f"?{name}={{page}}"
    return found[:size], Pages(number, number + (len(found) > size), address, label)

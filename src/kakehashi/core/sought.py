"""What of a notice is searched: what anybody may read in it, folded; nothing else has a text."""

from collections.abc import Iterator
from typing import Final

from pydantic import BaseModel

from kakehashi.core.heard import Heard
from kakehashi.core.lookup import fold_fields
from kakehashi.core.notices.codes import Code

LONGEST: Final = 6_000
"""Characters of folded text; a longer notice is found by what stands first in it."""


def sought_text(heard: Heard) -> str:
    """Fold the public words of a notice: names in every script, numbers, texts, its own days.

    Particulars of persons are left out, since they end; so are the rows of a list, which the
    registers find. Empty for a notice without a public part.
    """
    if heard.public is None:
        return ""
    days = [heard.effective_on, heard.decided.latest if heard.decided else None]
    written = (day.isoformat() for day in days if day)
    return fold_fields((*_words(heard.public), *written, heard.jti))[:LONGEST]


def _words(value: object) -> Iterator[str]:
    match value:
        case Code() | bool():
            return
        case str():
            yield value
        case BaseModel():
            for name in type(value).model_fields:
                if name not in {"lang", "script", "digest", "media_type", "kind"}:
                    yield from _words(getattr(value, name))
        case tuple():
            for item in value:
                yield from _words(item)
        case _:
            return

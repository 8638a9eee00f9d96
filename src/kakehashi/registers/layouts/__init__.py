"""The shipped layouts of lists: one file per source, and the table of languages they share."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from kakehashi.core.layout import Layout, layout, vocabulary

_LANGUAGES = "languages"


class UnknownLayout(LookupError):
    """No layout has that name; `known` lists those that exist."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        self.name, self.known = name, known
        super().__init__(f"{name}: one of {', '.join(known)}")


@cache
def shipped() -> Mapping[str, Layout]:
    """All layouts of the package, by name."""
    texts = {
        file.name.removesuffix(".toml"): file.read_text(encoding="utf-8")
        for file in files(__name__).iterdir()
        if file.name.endswith(".toml")
    }
    words = vocabulary(tomllib.loads(texts.pop(_LANGUAGES))["languages"])
    return MappingProxyType(
        {
            name: layout(name, data, vocabulary=words if data.get("vocabulary") else {})
            for name, data in sorted((n, tomllib.loads(text)) for n, text in texts.items())
        }
    )


def layout_named(name: str) -> Layout:
    """Find a layout by its name.

    Raises:
        UnknownLayout: with the names that exist.
    """
    try:
        return shipped()[name]
    except KeyError:
        raise UnknownLayout(name, tuple(shipped())) from None

"""The layouts of lists: one file per source, and the table of languages they share."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from kakehashi import node
from kakehashi.core.layout import Layout, LayoutRefused, layout, vocabulary

_LANGUAGES = "languages"


class UnknownLayout(LookupError):
    """No layout has that name; `known` lists those that exist."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        self.name, self.known = name, known
        super().__init__(f"{name}: one of {', '.join(known)}")


def known() -> Mapping[str, Layout]:
    """All layouts by name: the package's, and those in `layouts` of the node's home before them.

    Raises:
        LayoutRefused: a file of the home is no layout; it is named.

    """
    folder = node.home() / "layouts"
    ours = {file.stem: file.read_bytes() for file in sorted(folder.glob("*.toml"))}
    return shipped() | {name: _ours(name, data) for name, data in ours.items()}


def _ours(name: str, data: bytes) -> Layout:
    try:
        return _layout(name, tomllib.loads(data.decode()))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LayoutRefused(f"{name}: {error}") from error


def _layout(name: str, data: Mapping[str, Any]) -> Layout:
    return layout(name, data, vocabulary=_languages() if data.get("vocabulary") else {})


@cache
def shipped() -> dict[str, Layout]:
    """The layouts of the package, by name."""
    return {name: _layout(name, tomllib.loads(text)) for name, text in sorted(_texts().items())}


@cache
def _languages() -> Mapping[str, str]:
    return vocabulary(tomllib.loads(_text(_LANGUAGES))["languages"])


def _texts() -> dict[str, str]:
    names = (file.name for file in files(__name__).iterdir())
    layouts = (name.removesuffix(".toml") for name in names if name.endswith(".toml"))
    return {name: _text(name) for name in layouts if name != _LANGUAGES}


def _text(name: str) -> str:
    return files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8")


def layout_named(name: str) -> Layout:
    """Find a layout by its name.

    Raises:
        UnknownLayout: with the names that exist.
        LayoutRefused: a file of the home is no layout.

    """
    layouts = known()
    try:
        return layouts[name]
    except KeyError:
        raise UnknownLayout(name, tuple(layouts)) from None

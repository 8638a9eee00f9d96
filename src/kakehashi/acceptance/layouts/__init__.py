"""The layouts of files of applications: the package's, and those of the node's home."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final

from kakehashi import node
from kakehashi.core.layout import Layout, LayoutRefused, layout

USUAL: Final = "applications"
FOLDER: Final = "application-layouts"


def known() -> Mapping[str, Layout]:
    """All layouts by name; one in the node's home stands before the package's of its name.

    Raises:
        LayoutRefused: a file of the home is no layout; it is named.

    """
    found = dict(_shipped())
    for file in sorted((node.home() / FOLDER).glob("*.toml")):
        try:
            found[file.stem] = layout(file.stem, tomllib.loads(file.read_text()), vocabulary={})
        except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise LayoutRefused(f"{file.stem}: {error}") from error
    return found


@cache
def _shipped() -> Mapping[str, Layout]:
    text = files(__name__).joinpath(f"{USUAL}.toml").read_text(encoding="utf-8")
    return {USUAL: layout(USUAL, tomllib.loads(text), vocabulary={})}

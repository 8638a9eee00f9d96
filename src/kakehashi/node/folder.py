"""The folder that is a node's home: where it is, and that nobody else may look into it."""

import os
import stat
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from kakehashi.node.refusal import NodeRefused, Problem, Reason

HOME: Final = "KAKEHASHI_HOME"


def home() -> Path:
    """Say where the node's home is; NodeRefused where the environment does not."""
    try:
        return _folder(os.environ[HOME])
    except KeyError:
        raise NodeRefused(Problem(HOME, 0, "", Reason.NO_HOME)) from None


@cache
def _folder(said: str) -> Path:
    return Path(said).absolute()


@lru_cache(maxsize=256)
def inside(folder: Path, *names: str) -> Path:
    """Name what stands in a folder; each is worked out once, since every issue asks for ten."""
    return folder.joinpath(*names)


def refuse_open_doors(folder: Path) -> None:
    """Keys that others may read are no keys: refuse a home or a key with any right for others."""
    keys = folder / "keys"
    for path in (folder, keys, *sorted(keys.rglob("*"))):
        try:
            mode = stat.S_IMODE(path.stat().st_mode)
        except OSError:
            raise NodeRefused(Problem(path.name, 0, str(path), Reason.MISSING_FILE)) from None
        if mode & 0o077:
            wanted = "0700" if path.is_dir() else "0600"
            where = str(path)
            raise NodeRefused(Problem(path.name, 0, where, Reason.READABLE_BY_OTHERS, wanted))


def text_of(path: Path) -> str:
    """Read a file of the home; NodeRefused where it is not there or not UTF-8."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError:
        raise NodeRefused(Problem(path.name, 0, str(path), Reason.MISSING_FILE)) from None
    except UnicodeDecodeError:
        raise NodeRefused(Problem(path.name, 0, str(path), Reason.WRONG_VALUE, "UTF-8")) from None

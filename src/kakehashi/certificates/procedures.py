"""The steps of an agreement's procedure: the ministry's own file, else the shipped starting set.

`procedure.toml` stands beside the profile: in the node's own folder of profiles where it has one,
or in `agreements/<name>` of its home, or in the package.
"""

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Final

from kakehashi import node
from kakehashi.core.certificate.procedure import BadProcedure, Procedure, Step, read_procedure
from kakehashi.core.notices.certificates import Route

FILE: Final = "procedure.toml"
NO_STEPS: Final = Procedure((Step("examined", {"en": "Examined"}, {"en": "The case as a whole."}),))
"""Where no file says anything: one step, so that somebody still answers for the examination."""


def procedure(agreement: str) -> Procedure:
    """Read an agreement's steps; a file changed meanwhile is read anew.

    Raises:
        BadProcedure: the file cannot be used; the message says where.

    """
    this = node.this()
    folders = (this.home / "agreements", this.profiles, node.SHIPPED)
    for folder in folders:
        if folder is not None and (file := folder / agreement / FILE).exists():
            return _read(file, file.stat().st_mtime_ns)
    return NO_STEPS


@lru_cache(maxsize=32)
def _read(file: Path, _changed: int) -> Procedure:
    try:
        said = tomllib.loads(file.read_text(encoding="utf-8"))
        return read_procedure(said, routes=[route.value for route in Route])
    except (ValueError, OSError) as error:
        raise BadProcedure(f"{file.name}: {error}") from error

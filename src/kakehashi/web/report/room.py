"""Whether the disk has room: words come before files, and the node's own work before both."""

import shutil
from typing import Final

from kakehashi import node

FOR_FILES: Final = 2**30
"""Bytes that must be free for one more file: a flood of files must not keep a report out."""
FOR_WORDS: Final = 2**28
"""Bytes that must be free for one more report: a flood of them must not stop the node."""


def has_room(least: int) -> bool:
    """Say whether so many bytes are free where the node keeps what it holds."""
    return shutil.disk_usage(node.this().home).free >= least

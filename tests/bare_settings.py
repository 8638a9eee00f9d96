"""The settings of a node that was made a moment ago: for tools that need settings and no node."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from kakehashi import node
from kakehashi.cli.init import make_home

_folder = Path(tempfile.mkdtemp(prefix="kakehashi-bare-"))
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
make_home(_folder / "home", name="bare.example", party="JP", agreements=["jp-kh-2019"])
os.environ[node.HOME] = str(_folder / "home")

from kakehashi.settings import *  # noqa: E402, F403 - the home must exist before they are read

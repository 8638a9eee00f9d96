"""What was acknowledged is there, whatever moment the process was killed at."""

import json
import random
import subprocess
import sys
from pathlib import Path

from tests import homes
from tests.journal import make

OPEN = """
import django; django.setup()
from tests.journal import make
make.our_journal()
"""
READ = """
import django, json; django.setup()
from kakehashi.journal import queries
from kakehashi.journal.models import Entry, Journal, PartKey, SealedPart
from kakehashi.core.journal import Tree, leaf_hash
journal = Journal.objects.get()
tokens = [bytes(token) for token in queries.entries(journal, 0).values_list("token", flat=True)]
print(json.dumps({
    "size": journal.size,
    "tokens": [token.decode() for token in tokens],
    "is_whole": Tree().append(map(leaf_hash, tokens)).root() == bytes(journal.root),
    "parts": [PartKey.objects.count(), SealedPart.objects.count()],
    "checkpoint": queries.checkpoint(journal).size,
}))
"""


def _run(home: Path, code: str) -> str:
    environment = homes.environment(home)
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, check=True, capture_output=True, text=True
    )
    return done.stdout


def _append_and_kill(home: Path, names: list[str], after: int) -> dict[int, str]:
    """Let processes append at once, kill each after some lines; give what was acknowledged."""
    command = [sys.executable, str(Path(__file__).with_name("appender.py"))]
    running = [
        subprocess.Popen([*command, name], env=homes.environment(home), stdout=subprocess.PIPE)
        for name in names
    ]
    acknowledged: dict[int, str] = {}
    for process in running:
        with process:
            assert process.stdout is not None
            lines = [process.stdout.readline().decode() for _ in range(after + 1)][1:]
            process.kill()
            lines += process.stdout.read().decode().splitlines(keepends=True)
        for line in (line for line in lines if line.endswith("\n")):
            index, token = line.rstrip("\n").split(" ", 1)
            acknowledged[int(index)] = token
    return acknowledged


def test_a_process_killed_while_it_appends_loses_nothing_acknowledged(tmp_path: Path) -> None:
    home = homes.make_node(
        tmp_path / "home", name="a.example", party="JP", agreements=[make.AGREEMENT]
    )
    _run(home, OPEN)
    acknowledged: dict[int, str] = {}

    for attempt in range(2):
        names = [f"{attempt}-{name}" for name in "ab"]
        acknowledged |= _append_and_kill(
            home,
            names,
            random.randint(1, 60),  # noqa: S311 - any moment will do
        )

    found = json.loads(_run(home, READ))
    assert found["is_whole"]
    assert found["size"] == found["checkpoint"] == len(found["tokens"])
    assert found["parts"] == [found["size"], found["size"]]
    assert len(set(found["tokens"])) == len(found["tokens"])
    assert {index: found["tokens"][index] for index in acknowledged} == acknowledged

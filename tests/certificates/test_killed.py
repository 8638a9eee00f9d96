"""Issuing is killed at any moment: issued equals approved, no number twice, none unexplained."""

import json
import os
import subprocess
import sys

import pytest

from tests import homes


@pytest.mark.slow
def test_issuing_that_is_killed_loses_and_repeats_nothing() -> None:
    command = [sys.executable, "-m", "benchmarks.certificates", "--only", "kill"]
    if (database := homes.fresh_database()) is not None:
        command += ["--database", database]
    done = subprocess.run(
        [*command, "--count", "160", "--kills", "4"],
        env=os.environ
        | {"PYTHONPATH": os.pathsep.join((str(homes.ROOT / "src"), str(homes.ROOT)))},
        cwd=homes.ROOT,
        capture_output=True,
        check=True,
    )
    found = json.loads(done.stdout)["killed"]
    assert found["kills"] == 4
    assert found["issued"] == found["approved cases"] == found["approved by the record"] == 160
    assert found["void"] == found["void, each with its reason"]
    for nothing in (
        "numbers twice",
        "numbers missing",
        "acknowledged and not there",
        "cases with two",
        "differences from the record",
        "findings in the record",
    ):
        assert found[nothing] == 0, nothing

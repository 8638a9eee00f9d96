"""Each import contract holds, and each is shown to fail when it is broken."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.house.tree import ROOT

BREACHES = [
    ("rings", "core/ids.py", "import kakehashi.node"),
    ("rings", "node/folder.py", "import kakehashi.accounts.models"),
    ("rings", "accounts/queries.py", "import kakehashi.journal.models"),
    ("rings", "journal/models.py", "import kakehashi.registers.models"),
    ("rings", "registers/models.py", "import kakehashi.exchange.apps"),
    ("rings", "registers/models.py", "import kakehashi.web.parts.shapes"),
    ("rings", "web/parts/views.py", "import kakehashi.cli"),
    ("audiences", "web/portal/__init__.py", "import kakehashi.web.desk"),
    ("audiences", "web/parts/views.py", "import kakehashi.web.portal"),
    ("audiences", "web/entrance/views.py", "import kakehashi.web.desk"),
    ("pure-core", "core/ids.py", "import time"),
    ("pure-core", "core/journal.py", "from pathlib import Path"),
    ("pure-core", "core/notices/payload.py", "import django.db"),
    ("one-network-door", "registers/models.py", "import urllib3"),
    ("one-network-door", "cli/officer.py", "import socket"),
    ("closed-intake", "web/portal/views.py", "import kakehashi.intake.models"),
    ("closed-intake", "cli/intake.py", "import kakehashi.intake.actions"),
    ("rings", "intake/models.py", "import kakehashi.desk.models"),
    ("audiences", "web/report/__init__.py", "import kakehashi.web.desk"),
]


def contracts() -> list[str]:
    configured = tomllib.loads((ROOT / "pyproject.toml").read_text())
    return [contract["id"] for contract in configured["tool"]["importlinter"]["contracts"]]


def lint(folder: Path, contract: str | None = None) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("lint-imports")
    chosen = ["--contract", contract] if contract else []
    return subprocess.run(
        [program, "--no-cache", *chosen],
        cwd=folder,
        env={"PYTHONPATH": str(folder / "src")},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_every_contract_holds() -> None:
    answer = lint(ROOT)
    assert answer.returncode == 0, answer.stdout


@pytest.mark.parametrize(("contract", "where", "breach"), BREACHES)
def test_a_contract_fails_when_it_is_broken(
    copy: Path, contract: str, where: str, breach: str
) -> None:
    module = copy / "src" / "kakehashi" / where
    module.write_text(f"{breach}\n{module.read_text()}")
    answer = lint(copy, contract)
    assert answer.returncode == 1, answer.stdout
    assert "BROKEN" in answer.stdout


def test_a_room_that_no_ring_names_is_refused(copy: Path) -> None:
    (copy / "src" / "kakehashi" / "elsewhere.py").write_text('"""Belongs nowhere."""\n')
    assert lint(copy, "rings").returncode == 1


def test_every_contract_has_its_breach() -> None:
    assert {contract for contract, _where, _breach in BREACHES} == set(contracts())

"""Keys of the own record by command, decided by two officers who administer every agreement."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.utils import timezone

from kakehashi import node
from kakehashi.accounts.actions import add_officer
from kakehashi.accounts.permissions import RoleKind
from kakehashi.cli import main
from kakehashi.core.keys import Role
from kakehashi.journal.record import record
from tests.journal.test_own_record import without_files

pytestmark = pytest.mark.django_db
CHANGE = ("keys", "change", "local")
BOTH = ("--officers", "sokha", "dara")


@pytest.fixture(autouse=True)
def _administrators() -> None:
    every = [(name, RoleKind.ADMINISTERS) for name in node.this().agreements]
    for name, roles in (("sokha", every), ("dara", every), ("vanna", every[:1])):
        made = add_officer(
            username=name, display_name=name, unit_id="isa", roles=roles, now=timezone.now()
        )
        TOTP.activate(made, generate_totp_secret())
    record("notice.signed-off", {"by": 1}, now=timezone.now())


def test_two_officers_change_the_log_key_of_the_own_record(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main([*CHANGE, "log", *BOTH]) == 0
    assert "is our key from entry 3 on" in capsys.readouterr().out

    assert main(["keys", "show", "local"]) == 0
    ranges = [line.split("\t")[:2] for line in capsys.readouterr().out.splitlines()[1:]]
    assert ranges == [["  envelope", "0–"], ["  log", "0–1"], ["  log", "2–"]]
    assert main(["record", "verify"]) == 0


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        (("mirror", *BOTH), "the own record has no mirror key"),
        (("log", "--officers", "sokha", "vanna"), "vanna does not administer"),
        (("log", "--officers", "sokha", "sokha"), "two different officers"),
    ],
)
def test_what_is_not_changed_is_said(
    asked: tuple[str, ...], why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*CHANGE, *asked]) == 1
    assert why in capsys.readouterr().err
    assert main(["keys", "show", "local"]) == 0
    assert capsys.readouterr().out.count("0–") == 2, "both keys are the first ones"


def test_two_officers_replace_a_lost_key_and_verifying_says_so(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["keys", "replace", *BOTH]) == 1
    assert "every key of our own record is there" in capsys.readouterr().err
    with without_files(Role.ENVELOPE):
        assert main(["keys", "replace", "--officers", "sokha", "vanna"]) == 1
        assert main(["keys", "replace", *BOTH]) == 0
        assert "is our key from entry 2 on" in capsys.readouterr().out
        assert main(["record", "verify"]) == 0
    assert "entry 2: keys that were lost are replaced" in capsys.readouterr().out

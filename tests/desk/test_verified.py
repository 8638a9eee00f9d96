"""What the desk derived is compared with the journals, and made again from them."""

import pytest
from django.utils import timezone

from kakehashi import dispatch
from kakehashi.desk import derived
from kakehashi.desk.models import Case, Dealing
from kakehashi.desk.state_rows import state_rows
from kakehashi.dispatch import verifying
from tests.web.desk import make
from tests.web.desk.make import AGREEMENT, ASKED, Counterpart

pytestmark = pytest.mark.django_db


def codes() -> set[str]:
    return {finding.code for finding in verifying.verify_agreement(AGREEMENT)}


def test_a_row_that_the_journals_do_not_give_is_found_and_rebuilt_away() -> None:
    counterpart = Counterpart().meet()
    asked = make.known(counterpart, ASKED)
    make.issue_ours(counterpart, "misconduct.informed")
    dispatch.catch_up(AGREEMENT, now=timezone.now())
    assert "desk" not in codes()
    serving = derived.serving(AGREEMENT)
    assert serving is not None
    before = sorted(state_rows(serving))
    Dealing.objects.filter(edition=serving, jti=asked).update(matter="")
    Case.objects.filter(edition=serving, matter=asked).delete()
    assert "desk" in codes()
    verifying.rebuild(AGREEMENT)
    assert "desk" not in codes()
    rebuilt = derived.serving(AGREEMENT)
    assert rebuilt is not None
    assert sorted(state_rows(rebuilt)) == before
    assert not Case.objects.exclude(edition=rebuilt).exists()

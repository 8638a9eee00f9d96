"""Who can open reports, and who can no longer."""

from datetime import timedelta

import pytest

from kakehashi.core.package import Unreadable
from kakehashi.dispatch.intake_office import tidy
from kakehashi.intake import keyholding, queries
from kakehashi.intake.models import IntakeKey, Keyholder, Unlocking
from tests.intake import make
from tests.intake.make import NOW, PASSPHRASE

pytestmark = pytest.mark.django_db


def test_each_holder_opens_the_same_key_with_their_own_passphrase() -> None:
    keys = make.office("sokha", "dara")
    dara = Keyholder.objects.get(officer__username="dara").officer
    assert keyholding.open_keys(dara, PASSPHRASE) == keys
    with pytest.raises(keyholding.WrongPassphrase):
        keyholding.open_keys(dara, "another passphrase")
    with pytest.raises(keyholding.WrongPassphrase):
        keyholding.open_keys(make.officer("stranger"), PASSPHRASE)


def test_there_is_one_first_key_and_no_short_passphrase() -> None:
    make.office()
    with pytest.raises(keyholding.AlreadyMade):
        keyholding.make_first_key([(make.officer("x"), PASSPHRASE)], now=NOW)
    with pytest.raises(keyholding.TooShort):
        keyholding.make_first_key([(make.officer("y"), "short")], now=NOW)
    assert IntakeKey.objects.count() == 1
    assert Keyholder.objects.count() == 1


def test_a_new_holder_reads_what_was_sent_before_they_came() -> None:
    keys = make.office()
    report = make.sent(make.way())
    dara = make.officer("dara")
    keyholding.add_holder(dara, PASSPHRASE, keys=keys, now=NOW)
    opened = queries.content_of(report, keyholding.open_keys(dara, PASSPHRASE))
    assert opened.told.story == make.KHMER


def test_after_a_change_the_old_reports_open_and_new_ones_need_the_new_key() -> None:
    keys = make.office()
    before = make.sent(make.way(1))
    keyholding.change_key(now=NOW)
    after = make.sent(make.way(2))
    sokha = Keyholder.objects.get().officer
    both = keyholding.open_keys(sokha, PASSPHRASE)
    assert queries.content_of(before, both).told.story == make.KHMER
    assert queries.content_of(after, both).told.story == make.KHMER
    with pytest.raises(Unreadable):
        queries.content_of(after, keys)


def test_who_was_removed_opens_nothing() -> None:
    make.office("sokha", "dara")
    dara = Keyholder.objects.get(officer__username="dara").officer
    token = keyholding.unlock(dara, PASSPHRASE, now=NOW)
    assert keyholding.remove_holder(dara)
    assert keyholding.unlocked_keys(dara, token, now=NOW) is None
    with pytest.raises(keyholding.WrongPassphrase):
        keyholding.open_keys(dara, PASSPHRASE)
    assert not keyholding.remove_holder(dara)


def test_unlocking_lasts_half_a_working_day_in_one_browser_of_one_officer() -> None:
    keys = make.office("sokha", "dara")
    sokha, dara = (one.officer for one in Keyholder.objects.order_by("pk"))
    token = keyholding.unlock(sokha, PASSPHRASE, now=NOW)
    assert keyholding.unlocked_keys(sokha, token, now=NOW) == keys
    assert keyholding.unlocked_keys(dara, token, now=NOW) is None
    for wrong in ("", "A" * 43, token[:-1] + "!", "é"):
        assert keyholding.unlocked_keys(sokha, wrong, now=NOW) is None
    assert keyholding.unlocked_keys(sokha, token, now=NOW + timedelta(hours=5)) is None
    keyholding.lock(sokha)
    assert keyholding.unlocked_keys(sokha, token, now=NOW) is None


def test_what_was_unlocked_is_destroyed_when_its_time_is_over() -> None:
    make.office()
    token = keyholding.unlock(Keyholder.objects.get().officer, PASSPHRASE, now=NOW)
    tidy(now=NOW + timedelta(hours=3))
    assert Unlocking.objects.count() == 1
    tidy(now=NOW + timedelta(hours=4))
    assert Unlocking.objects.count() == 0
    officer = Keyholder.objects.get().officer
    assert keyholding.unlocked_keys(officer, token, now=NOW) is None


def test_what_is_unlocked_does_not_open_from_the_database_alone() -> None:
    keys = make.office()
    keyholding.unlock(Keyholder.objects.get().officer, PASSPHRASE, now=NOW)
    row = Unlocking.objects.get()
    for _public, private in keys.halves.values():
        assert private not in bytes(row.sealed) + bytes(row.token_digest)


def test_a_changed_passphrase_opens_and_the_old_one_no_longer() -> None:
    make.office()
    sokha = Keyholder.objects.get().officer
    keyholding.change_passphrase(sokha, old=PASSPHRASE, new="nine brown herons fly")
    assert keyholding.open_keys(sokha, "nine brown herons fly").halves
    with pytest.raises(keyholding.WrongPassphrase):
        keyholding.open_keys(sokha, PASSPHRASE)


def test_the_office_takes_reports_while_somebody_can_open_them() -> None:
    assert not queries.is_open()
    make.office()
    assert queries.is_open()
    keyholding.remove_holder(Keyholder.objects.get().officer)
    assert not queries.is_open()

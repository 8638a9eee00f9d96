"""The node's own record: acts under its own keys, which change by its own word."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import transaction

from kakehashi import node
from kakehashi.core.envelope import read, seal
from kakehashi.core.exchange import read_entry
from kakehashi.core.keys import Role
from kakehashi.core.note import open_checkpoint
from kakehashi.core.notices.protocol import KeyChangeWhy
from kakehashi.core.protocol import keys_instead
from kakehashi.dispatch.own_record import verify_record
from kakehashi.journal import queries
from kakehashi.journal.models import Entry, Journal
from kakehashi.journal.record import NothingLost, change_record_key, record, replace_lost_keys
from kakehashi.journal.rings import CHANGE, INSTEAD, _with_instead, ring_of_record
from kakehashi.node import LOCAL, LOCAL_ROLES, Node
from kakehashi.node.keys import _signing_half
from tests.journal.make import NOW, unguarded

pytestmark = pytest.mark.django_db


def the_record() -> Journal:
    journal = queries.local_journal()
    assert journal is not None
    return journal


def signed_by(role: Role) -> list[int]:
    """Which key of a role (by its number) signed each entry, or the checkpoint that ends with it.

    A key that did not exist yet signed nothing, and exactly one signed each.
    """
    journal = the_record()
    keys = [one.key for one in ring_of_record(journal).pinned if one.key.role == role]
    found = []
    for index, token in enumerate(queries.tokens(journal, 0, journal.size)):
        note = queries.checkpoint(journal, index + 1)
        assert note is not None
        (number,) = (
            number
            for number, key in enumerate(keys)
            if (
                read_entry(token, key).is_signed
                if role is Role.ENVELOPE
                else open_checkpoint(bytes(note.note), key.raw)
            )
        )
        found.append(number)
    return found


def change(role: Role) -> int:
    _, first = change_record_key(role, {"officers": [1, 2]}, why=KeyChangeWhy.REGULAR, now=NOW)
    return first


def test_an_act_stands_in_the_nodes_own_record_under_its_own_log_key(this: Node) -> None:
    record("notice.signed-off", {"by": 1}, now=NOW)

    journal = the_record()
    stored = queries.checkpoint(journal)
    assert stored is not None
    claim = open_checkpoint(bytes(stored.note), this.local_keys.log.public)
    assert claim is not None
    assert (claim.origin, claim.size) == (this.origin(LOCAL, 1), 1)
    assert (node.home() / "head" / "local.json").exists()


def test_an_act_is_undone_with_what_it_was_to_cause() -> None:
    record("notice.signed-off", {"by": 1}, now=NOW)

    def act() -> None:
        with transaction.atomic():
            record("notice.signed-off", {"by": 1}, now=NOW)
            raise LookupError

    with pytest.raises(LookupError):
        act()
    assert the_record().size == 1


@pytest.mark.parametrize("role", [Role.ENVELOPE, Role.LOG])
def test_a_changed_key_signs_from_the_entry_after_its_change_on(role: Role) -> None:
    record("notice.signed-off", {"by": 1}, now=NOW)
    assert change(role) == 2
    record("notice.signed-off", {"by": 1}, now=NOW)
    assert change(role) == 4
    record("notice.signed-off", {"by": 1}, now=NOW)

    assert signed_by(role) == [0, 0, 1, 1, 2]
    assert set(signed_by(Role.LOG if role is Role.ENVELOPE else Role.ENVELOPE)) == {0}
    assert list(verify_record(the_record())) == []


@contextmanager
def without_files(*roles: Role) -> Iterator[None]:
    """Lose the files of first keys, and find them again."""
    files = [node.home() / "keys" / LOCAL / f"{role}.key" for role in roles]
    for file in files:
        file.rename(file.with_suffix(".away"))
    _signing_half.cache_clear()
    try:
        yield
    finally:
        for file in files:
            file.with_suffix(".away").rename(file)
        _signing_half.cache_clear()


@pytest.mark.parametrize("lost", [(Role.ENVELOPE,), (Role.LOG,), (Role.ENVELOPE, Role.LOG)])
def test_lost_keys_are_replaced_and_what_they_signed_stays_verifiable(
    this: Node, lost: tuple[Role, ...]
) -> None:
    record("notice.signed-off", {"by": 1}, now=NOW)
    with without_files(*lost):
        again = node.read(node.home()).local_keys
        for role in LOCAL_ROLES:
            assert getattr(again, role).public == getattr(this.local_keys, role).public
        with pytest.raises(node.NodeRefused):
            record("notice.signed-off", {"by": 1}, now=NOW)
        with pytest.raises(node.NodeRefused):
            change(lost[0])
        keys, first = replace_lost_keys({"officers": [1, 2]}, now=NOW)
        assert ([key.role for key in keys], first) == (list(lost), 1)
        record("notice.signed-off", {"by": 1}, now=NOW)
        assert list(verify_record(the_record())) == []
        for role in LOCAL_ROLES:
            assert signed_by(role) == ([0, 1, 1] if role in lost else [0, 0, 0])
        with pytest.raises(NothingLost):
            replace_lost_keys({"officers": [1, 2]}, now=NOW)
        assert change(lost[0]) == 4


def test_a_replacement_that_another_key_signed_changes_nothing() -> None:
    record("notice.signed-off", {"by": 1}, now=NOW)
    journal = the_record()
    before = ring_of_record(journal)
    with without_files(Role.ENVELOPE):
        replace_lost_keys({"officers": [1, 2]}, now=NOW)
    ((_, token),) = queries.of_kind(the_record(), INSTEAD)
    envelope = read(token)
    stranger = node.signing_half(LOCAL, before.at(Role.LOG, 0) or pytest.fail("no key"))
    forged = seal(envelope, public_key=stranger.public, sign=stranger.sign)
    after = _with_instead(
        before, keys_instead(envelope) or (), forged, origin=journal.origin, index=1
    )
    assert after == before


def test_a_key_that_did_not_get_into_the_record_leaves_no_file() -> None:
    record("notice.signed-off", {"by": 1}, now=NOW)
    (node.home() / "head" / "local.json").unlink()
    before = set((node.home() / "keys" / LOCAL).iterdir())
    with pytest.raises(Exception, match="head"):
        change(Role.LOG)
    assert set((node.home() / "keys" / LOCAL).iterdir()) == before
    assert the_record().size == 1


@pytest.mark.parametrize("act", [CHANGE, INSTEAD])
def test_a_spoilt_change_of_keys_is_a_finding_and_stops_nobody(act: str) -> None:
    first = change(Role.ENVELOPE)
    with unguarded():
        row = Entry.objects.filter(journal=the_record(), index=first - 1)
        row.update(kind=act, token=b"spoilt")

    codes = {found.code for found in verify_record(the_record())}

    assert "malformed" in codes

import pytest
from django.db import transaction

from kakehashi import node
from kakehashi.core.note import open_checkpoint
from kakehashi.journal import queries
from kakehashi.journal.actions import OutOfStep, record_acts
from kakehashi.node import LOCAL, Node
from tests.journal import make

pytestmark = pytest.mark.django_db


def test_an_act_stands_in_the_nodes_own_record_under_its_own_log_key(this: Node) -> None:
    make.our_journal(LOCAL)

    journal = record_acts(acts=[make.entry("signed off", make.part(b"who"))], now=make.NOW)

    stored = queries.checkpoint(journal)
    assert stored is not None
    claim = open_checkpoint(bytes(stored.note), this.local_keys.log.public)
    assert claim is not None
    assert (claim.origin, claim.size) == (this.origin(LOCAL, 1), 1)
    assert queries.local_journal() == journal
    assert (node.home() / "head" / "local.json").exists()


def test_an_act_is_undone_with_what_it_was_to_cause() -> None:
    make.our_journal(LOCAL)

    def act() -> None:
        with transaction.atomic():
            record_acts(acts=[make.entry("signed off")], now=make.NOW)
            raise OutOfStep("the notice came to nothing")

    with pytest.raises(OutOfStep):
        act()

    journal = queries.local_journal()
    assert journal is not None
    assert journal.size == 0


def test_without_a_record_nothing_is_recorded() -> None:
    with pytest.raises(OutOfStep):
        record_acts(acts=[make.entry("signed off")], now=make.NOW)

"""What the node says of itself: receipts, what it set aside, what it published."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kakehashi import dispatch
from kakehashi.core.envelope import Envelope, Position, read
from kakehashi.core.notices import KINDS
from kakehashi.exchange.delivery import checkpoint_note
from kakehashi.exchange.issuing import IssueRefused
from kakehashi.exchange.models import AlreadySaid
from kakehashi.exchange.models import Author as Judged
from kakehashi.exchange.reactions import AT_ONCE, about_entry
from kakehashi.journal import queries as journals
from tests.core.authors import AGREEMENT, Author
from tests.exchange import counterpart
from tests.exchange.counterpart import NOW, alarms, post
from tests.two_nodes.outgoing import information


def said(kind: str) -> list[Envelope]:
    """What our node said of a kind."""
    return [read(bytes(e.token)) for e in journals.entries_of_kind(counterpart.ours(), kind)]


def caught_up(after: timedelta = timedelta(0)) -> None:
    dispatch.catch_up(AGREEMENT, now=NOW + after)


def test_a_notice_that_was_set_aside_is_told_to_its_author_once(cambodia: Author) -> None:
    counterpart.inform(cambodia, clause="10")
    counterpart.inform(cambodia)
    post(cambodia.package())
    caught_up()
    caught_up()
    told = said("notice.set-aside")
    assert [envelope.statement for envelope in told] == [
        {"index": 2, "journal": cambodia.origin, "reason": "not-permitted"}
    ]
    assert told[0].seen >= Position(1, 4)


def test_a_receipt_covers_what_is_held_at_most_once_in_ten_seconds(cambodia: Author) -> None:
    post(cambodia.package())
    caught_up()
    counterpart.inform(cambodia)
    post(cambodia.package(2))
    caught_up(timedelta(seconds=1))
    sizes = [[held["size"] for held in e.statement["held"]] for e in said("entries.received")]  # type: ignore[index, union-attr]  # a receipt has it
    assert sizes == [[2]]
    caught_up(timedelta(seconds=11))
    assert len(said("entries.received")) == 2


def test_receipts_alone_are_not_acknowledged(cambodia: Author) -> None:
    post(cambodia.package())
    caught_up()
    journal = counterpart.ours()
    held = {"held_at": int(NOW.timestamp()), "size": 2}
    root = checkpoint_note(journal, 2).split(b"\n")[2].decode()
    statement = {"held": [held], "journal": journal.origin, "root": b64(root)}
    counterpart.write(cambodia, "entries.received", statement=statement)
    post(cambodia.package(2))
    caught_up(timedelta(seconds=20))
    assert len(said("entries.received")) == 1
    assert counterpart.asides() == []


def b64(root: str) -> str:
    """A root as statements have it, from a checkpoint's third line."""
    return root.rstrip("=").replace("+", "-").replace("/", "_")


def test_what_the_counterpart_does_not_understand_waits_under_an_alarm(cambodia: Author) -> None:
    few = {kind: [1] for kind in KINDS if kind != "publication.confirmed"}
    counterpart.announce(cambodia, few)
    counterpart.approve(cambodia)
    post(cambodia.package())
    caught_up()
    judged = Judged.objects.get(journal__party="KH")
    assert (judged.heeded, judged.reacted) == (4, 0)
    assert said("publication.confirmed") == []
    assert alarms() == {"automatic-notice"}
    counterpart.announce(cambodia, {kind: [1] for kind in KINDS})
    post(cambodia.package(4))
    caught_up()
    assert len(said("publication.confirmed")) == 1
    assert alarms() == set()


def test_what_is_reacted_to_in_several_rounds_is_read_once(cambodia: Author) -> None:
    post(cambodia.package())
    caught_up()
    read_of, held = f'part."journal_id" = {counterpart.copy().pk} AND', cambodia.size
    counts = []
    for several in (1, 2 * AT_ONCE + 1):
        for _ in range(several):
            counterpart.approve(cambodia)
        post(cambodia.package(held))
        held = cambodia.size
        with CaptureQueriesContext(connection) as captured:
            caught_up()
        counts.append(sum(read_of in query["sql"] for query in captured))
    assert len(said("publication.confirmed")) == 2 * AT_ONCE + 2
    assert 0 < counts[0] == counts[1]


def test_what_was_said_before_a_backup_was_restored_is_not_said_again(cambodia: Author) -> None:
    counterpart.inform(cambodia, clause="10")
    post(cambodia.package())
    AlreadySaid.objects.create(agreement=AGREEMENT, about=about_entry(cambodia.origin, 2))
    caught_up()
    assert said("notice.set-aside") == []


def test_a_batch_is_issued_whole_or_not_at_all(cambodia: Author) -> None:
    post(cambodia.package())
    caught_up()
    before = counterpart.ours().size
    good = information("JP", "good")
    bad = replace(good, clause="99")
    with pytest.raises(IssueRefused) as refused:
        dispatch.issue([good, bad], agreement=AGREEMENT, now=NOW)
    assert (refused.value.reason, refused.value.position) == ("not-permitted", 1)
    assert counterpart.ours().size == before

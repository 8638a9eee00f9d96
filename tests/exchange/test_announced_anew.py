"""After an update a node says anew what it understands, so that newer notices can reach it."""

import pytest
from django.utils import timezone

from kakehashi import dispatch, node
from kakehashi.core.envelope import PROTOCOL_CLAUSE, read
from kakehashi.core.notices import KINDS
from kakehashi.core.notices.payload import Classification
from kakehashi.core.notices.protocol import ProtocolAnnounced, Vocabulary
from kakehashi.core.view import announced
from kakehashi.exchange.issuing import Outgoing
from kakehashi.journal import queries as journals

AGREEMENT = "jp-kh-2019"


def said_last() -> frozenset[tuple[str, int]]:
    ours = journals.journal(AGREEMENT, node.this().party)
    assert ours is not None
    last = journals.latest_of_kind(ours, "protocol.announced")
    assert last is not None
    return announced(read(bytes(last.token)))


@pytest.mark.django_db
def test_what_an_earlier_release_announced_is_said_anew_once() -> None:
    now = timezone.now()
    dispatch.open_journals(now=now)
    assert not dispatch.announce_anew(AGREEMENT, now=now), "it was said on opening"
    earlier = Vocabulary(protocols=(1,), kinds={"inquiry.asked": (1,)})
    outgoing = Outgoing(
        ProtocolAnnounced(statement=earlier), PROTOCOL_CLAUSE, Classification.RESTRICTED
    )
    dispatch.issue((outgoing,), agreement=AGREEMENT, now=now)
    assert said_last() == {("inquiry.asked", 1)}

    assert dispatch.announce_anew(AGREEMENT, now=now)
    assert said_last() >= {(kind, declared.version) for kind, declared in KINDS.items()}
    assert not dispatch.announce_anew(AGREEMENT, now=now)

"""A proof from the portal stands by itself; where there is none, the page says why."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from kakehashi import dispatch
from kakehashi.core.envelope import Decider
from kakehashi.core.notices.payload import Classification, Decided
from kakehashi.core.proof import check_proof
from kakehashi.exchange.issuing import Outgoing
from tests import make as notices
from tests.core.authors import AGREEMENT, Author
from tests.exchange import counterpart
from tests.exchange.counterpart import NOW
from tests.registers import make
from tests.web.portal.reading import SENDING, page, words

pytestmark = pytest.mark.django_db


def held(author: Author) -> str:
    """An approval of Cambodia's that our node holds and shows; its id."""
    envelope = counterpart.approve(author)
    assert counterpart.post(author.package())[0] == 200
    dispatch.catch_up(AGREEMENT, now=NOW)
    return envelope.jti


def order() -> Outgoing:
    """An improvement order of ours."""
    return Outgoing(
        notices.ordered(),
        "6(4)",
        Classification.PUBLIC,
        decided=Decided(on=NOW.date()),
        by=Decider("isa", "director"),
    )


def test_a_step_leads_to_a_proof_that_can_be_checked_offline(cambodia: Author) -> None:
    jti = held(cambodia)
    entry = page(f"{SENDING}KHM900001/")
    assert f'href="/proof/{jti}"' in entry
    assert "Cambodia signed this notice, and Japan has countersigned" in entry
    proved = check_proof(Client().get(f"/proof/{jti}").content)
    assert proved.envelope.jti == jti
    assert proved.contents["public"]


def test_the_words_of_a_proof_are_those_on_the_page_about_checking(cambodia: Author) -> None:
    proved = check_proof(Client().get(f"/proof/{held(cambodia)}").content)
    said = words("/check/")
    assert " ".join(proved.author.words) in said
    assert " ".join(proved.mirror.words) in said


def test_a_notice_that_is_not_public_is_as_unknown_as_none(cambodia: Author) -> None:
    confidential = counterpart.inform(cambodia)
    assert counterpart.post(cambodia.package())[0] == 200
    dispatch.catch_up(AGREEMENT, now=NOW)
    hidden = words(f"/proof/{confidential.jti}", status=404)
    assert hidden == words(f"/proof/{make.jti('KH', 77)}", status=404)
    assert "No public notice has this number." in hidden


def test_a_notice_of_ours_has_no_proof_until_the_counterpart_countersigned(
    cambodia: Author,
) -> None:
    counterpart.post(cambodia.package())
    dispatch.catch_up(AGREEMENT, now=NOW)
    (issued,) = dispatch.issue([order()], agreement=AGREEMENT, now=NOW)
    early = Client().get(f"/proof/{issued.jti}")
    assert early.status_code == 503
    assert early.headers["retry-after"] == "60"
    assert b"has not countersigned this notice yet" in early.content
    counterpart.ask(
        counterpart.pull(cambodia, counterpart.answer_of(cambodia), at=datetime.now(UTC))
    )
    assert check_proof(Client().get(f"/proof/{issued.jti}").content).envelope.jti == issued.jti


@pytest.mark.parametrize(
    "jti", ["nothing", "%00", "019aaff1-0680-7ca3-b856-a49ef5b2f872", "x" * 900]
)
def test_a_proof_of_nothing_is_a_page_in_words(jti: str) -> None:
    assert "There is no such proof" in words(f"/proof/{jti}", status=404)

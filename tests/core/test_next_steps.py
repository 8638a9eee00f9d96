import random
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from kakehashi.core.acceptance import closures
from kakehashi.core.next_steps import Step, Why, next_steps
from kakehashi.core.notices.acceptance import (
    Channel,
    ChannelDay,
    FieldChannels,
    SuspendedAcceptance,
)
from kakehashi.core.notices.life import LastNotification, NewProfile, Received, Sent
from kakehashi.core.notices.payload import Payload
from kakehashi.core.notices.targets import Target, Targets
from tests.core.hearing import Journals, profile

KH, TJ = profile("jp-kh-2019"), profile("jp-tj-2024")
TODAY = date(2026, 6, 1)
TESTS, CHANGE = Channel.TESTS, Channel.CHANGE


def kinds(steps: tuple[Step, ...]) -> set[str]:
    return {step.kind for step in steps}


def of(journals: Journals, party: str) -> tuple[Step, ...]:
    agreement = KH if journals.agreement == KH.name else TJ
    return next_steps(agreement, journals.heard, party=party, today=TODAY)


def channels(*days: tuple[Channel, date]) -> tuple[ChannelDay, ...]:
    return tuple(ChannelDay(channel=channel, from_on=day) for channel, day in days)


def suspended(journals: Journals, *days: tuple[Channel, date]) -> str:
    said = SuspendedAcceptance(field="nursing-care", channels=channels(*days))
    on = date(2026, 3, 1)
    return journals.issue("JP", "acceptance.suspended", on, public=said, effective_on=on)


def resumed(journals: Journals, suspension: str, *days: tuple[Channel, date]) -> str:
    said = FieldChannels(field="nursing-care", channels=channels(*days))
    on = date(2026, 5, 1)
    return journals.issue(
        "JP", "acceptance.resumed", on, refers=(suspension,), public=said, effective_on=on
    )


def test_only_the_notifying_side_begins_an_agreement_and_the_other_records_the_receipt() -> None:
    journals = Journals(TJ.name)
    assert kinds(of(journals, "TJ")) == {"commencement.notified"}
    assert kinds(of(journals, "JP")) == set()
    stated = LastNotification(sent_on=date(2026, 4, 1), last=True)
    sent = journals.issue("TJ", "commencement.notified", date(2026, 4, 1), statement=stated)
    assert of(journals, "JP") == (Step("commencement.received", Why.ANSWER, sent),)
    journals.issue(
        "JP",
        "commencement.received",
        date(2026, 4, 3),
        answers=(sent,),
        statement=Received(received_on=date(2026, 4, 3)),
    )
    assert "commencement.received" not in kinds(of(journals, "JP"))
    assert "acceptance.suspended" in kinds(of(journals, "JP"))


def test_an_agreement_without_a_word_of_its_end_offers_none() -> None:
    journals = Journals(KH.name)
    assert "discontinuance.notified" not in kinds(of(journals, "JP"))
    assert "review.opened" in kinds(of(journals, "KH"))
    assert "acceptance.suspended" not in kinds(of(journals, "KH"))


def test_a_proposal_waits_for_the_consent_of_either_side() -> None:
    journals = Journals(KH.name)
    stated: Payload = NewProfile(profile="a" * 64)
    proposal = journals.issue(
        "KH", "amendment.proposed", TODAY, statement=stated, effective_on=date(2027, 4, 1)
    )
    assert Step("amendment.consented", Why.ANSWER, proposal) in of(journals, "KH")
    assert Step("amendment.declined", Why.ANSWER, proposal) not in of(journals, "KH")
    assert Step("amendment.declined", Why.ANSWER, proposal) in of(journals, "JP")
    journals.issue("JP", "amendment.declined", TODAY, answers=(proposal,))
    assert "amendment.consented" not in kinds(of(journals, "JP"))


def test_targets_are_agreed_by_the_side_that_did_not_propose_them() -> None:
    journals = Journals(KH.name)
    stated = Targets(targets=(Target(duty="answer-about-sending", days=10),))
    proposal = journals.issue("JP", "targets.proposed", TODAY, statement=stated, effective_on=TODAY)
    assert Step("targets.agreed", Why.ANSWER, proposal) in of(journals, "KH")
    assert "targets.agreed" not in kinds(of(journals, "JP"))


def test_a_suspension_is_ended_by_its_author_channel_by_channel() -> None:
    journals = Journals(KH.name)
    first = suspended(journals, (TESTS, date(2026, 3, 1)), (CHANGE, date(2026, 4, 1)))
    assert Step("acceptance.resumed", Why.END, first, refers=True) in of(journals, "JP")
    assert Step("residence-handling.informed", Why.ANSWER, first) in of(journals, "JP")
    resumed(journals, first, (TESTS, date(2026, 5, 15)))
    tests, change = closures(journals.heard)
    assert [tests.is_closed(day) for day in (date(2026, 5, 14), date(2026, 5, 15))] == [True, False]
    assert change.is_closed(TODAY)
    resumed(journals, first, (CHANGE, date(2026, 6, 10)))
    assert "acceptance.resumed" not in kinds(of(journals, "JP"))


def test_a_dispute_leads_to_a_consultation_and_a_settlement() -> None:
    journals = Journals(TJ.name)
    stated = LastNotification(sent_on=date(2026, 4, 1), last=True)
    sent = journals.issue("TJ", "commencement.notified", date(2026, 4, 1), statement=stated)
    received = Received(received_on=date(2026, 4, 3))
    on = date(2026, 4, 3)
    journals.issue("JP", "commencement.received", on, answers=(sent,), statement=received)
    raised = journals.issue("TJ", "dispute.raised", TODAY)
    for party in ("JP", "TJ"):
        assert Step("consultation.proposed", Why.ANSWER, raised, refers=True) in of(journals, party)
        assert Step("dispute.settled", Why.END, raised) in of(journals, party)
    notified = journals.issue("JP", "discontinuance.notified", TODAY, statement=Sent(sent_on=TODAY))
    assert Step("discontinuance.received", Why.ANSWER, notified) in of(journals, "TJ")


@given(st.randoms(use_true_random=False))
def test_the_order_of_arrival_has_no_say(chance: random.Random) -> None:
    journals = Journals(KH.name)
    for day in (date(2026, 3, 1), date(2026, 3, 15)):
        first = suspended(journals, (TESTS, day))
        resumed(journals, first, (TESTS, date(2026, 5, 20)))
        resumed(journals, first, (TESTS, date(2026, 5, 10)))
    journals.issue("KH", "review.opened", TODAY)
    steps, closed = of(journals, "JP"), closures(journals.heard)
    chance.shuffle(journals.heard)
    assert (of(journals, "JP"), closures(journals.heard)) == (steps, closed)

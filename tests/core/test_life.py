import random
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakehashi.core.agreement import Profile
from kakehashi.core.life import Life, Stage, admits, live, months_after
from kakehashi.core.notices import PROTOCOL_KINDS
from kakehashi.core.notices.life import LastNotification, Received, ReceivedOn, Sent
from tests.core.hearing import Journals, profile

TJ = profile("jp-tj-2024")
KH = profile("jp-kh-2019")


def commenced(on: date = date(2025, 4, 1), agreement: Profile = TJ) -> Journals:
    journals = Journals(agreement.name)
    stated = LastNotification(sent_on=date(2025, 3, 20), last=True)
    sent = journals.issue("TJ", "commencement.notified", date(2025, 3, 21), statement=stated)
    received = Received(received_on=on)
    journals.issue(
        "JP", "commencement.received", date(2025, 4, 3), answers=(sent,), statement=received
    )
    return journals


def discontinued(journals: Journals, received_on: date) -> None:
    notice = journals.issue(
        "JP", "discontinuance.notified", received_on, statement=Sent(sent_on=received_on)
    )
    journals.issue(
        "TJ",
        "discontinuance.received",
        received_on,
        answers=(notice,),
        statement=ReceivedOn(received_on=received_on),
    )


def test_silence_about_commencement_is_read_as_from_signing_and_said_so() -> None:
    life = live(KH, ())
    signed_on = date(2019, 3, 25)
    assert life == Life(
        signed_on, signed_on, is_our_reading=True, discontinued_on=None, ends_on=None
    )
    assert life.stage(date(2019, 3, 24)) is Stage.UNSIGNED
    assert life.stage(date(2019, 3, 25)) is Stage.IN_FORCE


def test_an_unrecorded_commencement_leaves_the_agreement_signed() -> None:
    life = live(TJ, ())
    assert life.in_force_on is None
    assert not life.is_our_reading
    assert life.stage(date(2024, 8, 7)) is Stage.UNSIGNED
    assert life.stage(date(2030, 1, 1)) is Stage.SIGNED


def test_it_commences_on_the_day_the_last_notification_was_received() -> None:
    life = live(TJ, commenced().heard)
    assert life.in_force_on == date(2025, 4, 1)
    assert life.stage(date(2025, 3, 31)) is Stage.SIGNED
    assert life.stage(date(2025, 4, 1)) is Stage.IN_FORCE


def test_only_the_other_side_of_the_notifier_can_receive() -> None:
    journals = Journals(TJ.name)
    journals.issue(
        "TJ", "commencement.received", date(2025, 4, 3),
        statement=Received(received_on=date(2025, 4, 1)),
    )  # fmt: skip
    assert live(TJ, journals.heard).in_force_on is None


def test_a_notification_that_is_not_the_last_commences_nothing() -> None:
    journals = Journals(TJ.name)
    journals.issue(
        "JP", "commencement.received", date(2025, 4, 3),
        statement=Received(received_on=date(2025, 4, 1), last=False),
    )  # fmt: skip
    assert live(TJ, journals.heard).in_force_on is None


def test_a_receipt_of_paper_alone_commences_it() -> None:
    journals = Journals(TJ.name)
    journals.issue(
        "JP", "commencement.received", date(2025, 4, 3),
        statement=Received(received_on=date(2025, 4, 1)),
    )  # fmt: skip
    assert live(TJ, journals.heard).in_force_on == date(2025, 4, 1)


def test_a_withdrawn_receipt_no_longer_counts() -> None:
    journals = commenced()
    journals.issue("JP", "notice.withdrawn", date(2025, 4, 4), corrects=journals.heard[-1].jti)
    assert live(TJ, journals.heard).in_force_on is None


def test_nobody_withdraws_the_others_receipt() -> None:
    journals = commenced()
    journals.issue("TJ", "notice.withdrawn", date(2025, 4, 4), corrects=journals.heard[-1].jti)
    assert live(TJ, journals.heard).in_force_on == date(2025, 4, 1)


def test_it_ends_six_months_after_receipt_of_a_discontinuance() -> None:
    journals = commenced()
    discontinued(journals, date(2026, 8, 31))
    life = live(TJ, journals.heard)
    assert life.ends_on == date(2027, 2, 28)
    assert life.stage(date(2026, 8, 30)) is Stage.IN_FORCE
    assert life.stage(date(2026, 8, 31)) is Stage.DISCONTINUING
    assert life.is_in_force(date(2027, 2, 27))
    assert life.stage(date(2027, 2, 28)) is Stage.ENDED


def test_a_second_discontinuance_moves_nothing() -> None:
    journals = commenced()
    discontinued(journals, date(2026, 1, 10))
    discontinued(journals, date(2026, 3, 10))
    assert live(TJ, journals.heard).ends_on == date(2026, 7, 10)


def test_where_no_end_is_stated_none_comes() -> None:
    journals = Journals(KH.name)
    journals.issue(
        "JP", "discontinuance.received", date(2026, 1, 1),
        statement=ReceivedOn(received_on=date(2026, 1, 1)),
    )  # fmt: skip
    assert live(KH, journals.heard).ends_on is None


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2027, 8, 29), 6, date(2028, 2, 29)),
        (date(2026, 8, 15), 6, date(2027, 2, 15)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
        (date(9999, 12, 31), 6, date.max),
    ],
)
def test_months_are_those_of_the_calendar(day: date, months: int, expected: date) -> None:
    assert months_after(day, months) == expected


def test_before_commencement_only_its_own_kinds_pass() -> None:
    terms = TJ.on(date(2024, 9, 1))
    for kind in ("contact-point.changed", "commencement.notified", "commencement.received"):
        assert admits(terms, kind, Stage.SIGNED)
    for kind in ("sending-organization.approved", "disclosure.notified", "inquiry.asked"):
        assert not admits(terms, kind, Stage.SIGNED)


def test_after_the_end_confidentiality_outlives_cooperation() -> None:
    terms = TJ.on(date(2028, 1, 1))
    for kind in ("disclosure.notified", "disclosure.compelled", "erasure.requested"):
        assert admits(terms, kind, Stage.ENDED)
    for kind in ("sending-organization.approved", "inquiry.asked", "commencement.notified"):
        assert not admits(terms, kind, Stage.ENDED)


@pytest.mark.parametrize("stage", list(Stage))
def test_kinds_of_the_protocol_pass_at_every_stage(stage: Stage) -> None:
    assert all(admits(KH.on(date(2026, 1, 1)), kind, stage) for kind in PROTOCOL_KINDS)


@given(st.randoms(use_true_random=False))
def test_the_order_of_arrival_changes_nothing(chance: random.Random) -> None:
    journals = commenced()
    discontinued(journals, date(2026, 1, 10))
    expected = live(TJ, journals.heard)
    chance.shuffle(journals.heard)
    assert live(TJ, journals.heard) == expected

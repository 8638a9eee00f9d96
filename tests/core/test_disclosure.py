from datetime import date

import pytest

from kakehashi.core.disclosure import (
    ANYBODY,
    Basis,
    Compulsion,
    Consent,
    Item,
    Leave,
    Notification,
    OwnDecision,
    Recipient,
    Record,
    Refusal,
    Remedy,
    Stay,
    Whom,
    Why,
    leave,
)
from kakehashi.core.notices.payload import Classification
from tests.core.hearing import profile

ON = date(2026, 7, 1)
POLICE = Recipient(Whom.OTHER, name="Osaka Prefectural Police")
TWO = frozenset({"sato", "suzuki"})


def item(
    agreement: str = "jp-kh-2019",
    classification: Classification = Classification.CONFIDENTIAL,
    author: str = "KH",
    clause: str = "4(1)",
) -> Item:
    return Item(agreement, "n1", classification, author, "intermediary.reported", clause)


def judged(
    thing: Item, to: Recipient, *records: Record, by: str = "JP", on: date = ON
) -> Leave | Stay:
    return leave(thing, to, by=by, on=on, terms=profile(thing.agreement).on(on), records=records)


def consent(**changed: object) -> Consent:
    facts: dict[str, object] = {
        "item": "n1",
        "recipient": POLICE,
        "by": "KH",
        "given_on": date(2026, 6, 1),
        "letter_received_on": date(2026, 6, 10),
    }
    return Consent(**(facts | changed))  # type: ignore[arg-type]


@pytest.mark.parametrize("to", [ANYBODY, POLICE, Recipient(Whom.AGREEMENT, name="jp-tj-2024")])
def test_what_is_public_goes_anywhere(to: Recipient) -> None:
    assert judged(item(classification=Classification.PUBLIC), to) == Leave(Basis.PUBLIC, "3")


@pytest.mark.parametrize("level", [Classification.RESTRICTED, Classification.CONFIDENTIAL])
@pytest.mark.parametrize(
    "to",
    [
        Recipient(Whom.PARTY, "KH"),
        Recipient(Whom.PARTY, "JP"),
        Recipient(Whom.OFFICE, "JP", "npa"),
        Recipient(Whom.OFFICE, "JP", "isa-residency"),
        Recipient(Whom.OFFICE, "KH", "placement-3"),
    ],
)
def test_both_circles_see_what_is_not_public(level: Classification, to: Recipient) -> None:
    assert judged(item(classification=level), to) == Leave(Basis.CIRCLE, "3")


@pytest.mark.parametrize(
    "to",
    [
        ANYBODY,
        POLICE,
        Recipient(Whom.OTHER, name="npa"),
        Recipient(Whom.PARTY, "TJ"),
        Recipient(Whom.OFFICE, "JP", "maff"),
        Recipient(Whom.OFFICE, "TJ", "ministry"),
        Recipient(Whom.BODY, "JP", "maff"),
        Recipient(Whom.BODY, "KH", "embassy-tokyo"),
        Recipient(Whom.BODY, "KH", None),
        Recipient(Whom.AGREEMENT, name="jp-tj-2024"),
    ],
)
def test_restricted_never_leaves_the_circles(to: Recipient) -> None:
    verdict = judged(item(classification=Classification.RESTRICTED), to, consent(recipient=to))
    assert verdict == Stay("3", Why.RESTRICTED, Remedy.KEEP_WITHIN)


def test_bodies_see_the_notices_of_their_clause_only() -> None:
    ministry, embassy = (
        Recipient(Whom.BODY, "JP", "maff"),
        Recipient(Whom.BODY, "KH", "embassy-tokyo"),
    )
    assert judged(item(clause="7"), ministry) == Leave(Basis.ADMITTED, "3")
    assert judged(item(clause="8"), embassy) == Leave(Basis.ADMITTED, "3")
    assert isinstance(judged(item(clause="8"), ministry), Stay)
    assert isinstance(judged(item(clause="7"), embassy), Stay)


def test_consent_that_names_item_and_recipient_lets_it_leave() -> None:
    assert judged(item(), POLICE, consent()) == Leave(Basis.CONSENT, "3")


@pytest.mark.parametrize(
    ("records", "why", "remedy"),
    [
        ((), Why.CONSENT_NEEDED, Remedy.REQUEST_CONSENT),
        ((consent(item="n2"),), Why.CONSENT_NEEDED, Remedy.REQUEST_CONSENT),
        ((consent(recipient=ANYBODY),), Why.CONSENT_NEEDED, Remedy.REQUEST_CONSENT),
        ((consent(by="JP"),), Why.CONSENT_NEEDED, Remedy.REQUEST_CONSENT),
        ((consent(given_on=date(2026, 7, 2)),), Why.CONSENT_NEEDED, Remedy.REQUEST_CONSENT),
        ((consent(expires_on=ON),), Why.CONSENT_EXPIRED, Remedy.REQUEST_CONSENT),
        ((consent(withdrawn_on=ON),), Why.CONSENT_WITHDRAWN, Remedy.REQUEST_CONSENT),
        ((consent(letter_received_on=None),), Why.LETTER_MISSING, Remedy.SEND_LETTER),
        ((consent(letter_received_on=date(2026, 7, 2)),), Why.LETTER_MISSING, Remedy.SEND_LETTER),
        ((Refusal("n1", POLICE, "KH"),), Why.CONSENT_REFUSED, Remedy.KEEP_WITHIN),
        ((Notification("n1", POLICE, "JP", ON, ON),), Why.CONSENT_NEEDED, Remedy.REQUEST_CONSENT),
        ((OwnDecision("n1", POLICE, "JP", TWO),), Why.CONSENT_NEEDED, Remedy.REQUEST_CONSENT),
    ],
)
def test_without_a_consent_that_holds_it_stays(
    records: tuple[Record, ...], why: Why, remedy: Remedy
) -> None:
    assert judged(item(), POLICE, *records) == Stay("3", why, remedy, "KH")


def test_a_later_consent_outweighs_an_earlier_refusal() -> None:
    assert isinstance(judged(item(), POLICE, Refusal("n1", POLICE, "KH"), consent()), Leave)


def test_until_its_last_day_a_consent_holds() -> None:
    assert isinstance(judged(item(), POLICE, consent(expires_on=date(2026, 7, 2))), Leave)
    assert isinstance(judged(item(), POLICE, consent(withdrawn_on=date(2026, 7, 2))), Leave)


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (None, Stay("3", Why.NOTICE_NEEDED, Remedy.ISSUE_NOTICE, "TJ")),
        (
            Notification("n1", POLICE, "JP"),
            Stay("3", Why.NOTICE_UNDELIVERED, Remedy.WAIT_FOR_RECEIPT, "TJ"),
        ),
        (
            Notification("n1", POLICE, "JP", date(2026, 7, 2), ON),
            Stay("3", Why.NOTICE_UNDELIVERED, Remedy.WAIT_FOR_RECEIPT, "TJ"),
        ),
        (
            Notification("n1", POLICE, "JP", ON),
            Stay("3", Why.LETTER_MISSING, Remedy.SEND_LETTER, "TJ"),
        ),
        (
            Notification("n1", POLICE, "TJ", ON, ON),
            Stay("3", Why.NOTICE_NEEDED, Remedy.ISSUE_NOTICE, "TJ"),
        ),
        (Notification("n1", POLICE, "JP", ON, ON), Leave(Basis.NOTICE, "3")),
    ],
)
def test_where_notice_rules_it_must_have_been_delivered(
    record: Record | None, expected: Leave | Stay
) -> None:
    thing = item("jp-tj-2024", author="TJ", clause="4 1)")
    assert judged(thing, POLICE, *([record] if record else [])) == expected


def test_where_letters_are_no_longer_required_the_notice_suffices() -> None:
    on = date(2031, 5, 1)
    thing = item("vs-or-2031", author="OR", clause="C")
    notice = Notification("n1", POLICE, "VS", on)
    assert judged(thing, POLICE, notice, by="VS", on=on) == Stay(
        "B(1)", Why.LETTER_MISSING, Remedy.SEND_LETTER, "OR"
    )
    later = date(2032, 7, 1)
    given = consent(by="OR", given_on=on, letter_received_on=None)
    assert judged(thing, POLICE, given, by="VS", on=later) == Leave(Basis.CONSENT, "B(1)")


def test_ones_own_information_leaves_by_a_decision_of_two_officers() -> None:
    own = item(author="JP")
    needed = Stay("3", Why.OWN_DECISION_NEEDED, Remedy.DECIDE_WITH_TWO)
    assert judged(own, POLICE) == needed
    assert judged(own, POLICE, consent()) == needed
    one = OwnDecision("n1", POLICE, "JP", frozenset({"sato"}))
    assert judged(own, POLICE, one) == Stay("3", Why.SECOND_OFFICER_MISSING, Remedy.DECIDE_WITH_TWO)
    both = OwnDecision("n1", POLICE, "JP", TWO)
    assert judged(own, POLICE, both) == Leave(Basis.OWN_DECISION, "3")
    assert isinstance(judged(own, ANYBODY, both), Stay)


@pytest.mark.parametrize(
    ("compulsion", "expected"),
    [
        (
            Compulsion("n1", POLICE, "JP", "", "Osaka District Court", TWO, ON),
            Stay("3", Why.LAW_NOT_NAMED, Remedy.NAME_LAW, "KH"),
        ),
        (
            Compulsion("n1", POLICE, "JP", "CCP 218", " ", TWO, ON),
            Stay("3", Why.LAW_NOT_NAMED, Remedy.NAME_LAW, "KH"),
        ),
        (
            Compulsion("n1", POLICE, "JP", "CCP 218", "Court", frozenset({"sato"}), ON),
            Stay("3", Why.SECOND_OFFICER_MISSING, Remedy.DECIDE_WITH_TWO, "KH"),
        ),
        (
            Compulsion("n1", POLICE, "JP", "CCP 218", "Court", TWO),
            Stay("3", Why.COUNTERPART_NOT_TOLD, Remedy.TELL_COUNTERPART, "KH"),
        ),
        (Compulsion("n1", POLICE, "JP", "CCP 218", "Court", TWO, ON), Leave(Basis.COMPULSION, "3")),
        (
            Compulsion("n1", POLICE, "JP", "CCP 218", "Court", TWO, may_tell=False),
            Leave(Basis.COMPULSION, "3"),
        ),
    ],
)
def test_a_law_compels_only_when_named_checked_twice_and_told(
    compulsion: Compulsion, expected: Leave | Stay
) -> None:
    assert judged(item(), POLICE, compulsion) == expected


def test_a_consent_stands_beside_an_unfinished_compulsion() -> None:
    unfinished = Compulsion("n1", POLICE, "JP", "", "", TWO)
    assert judged(item(), POLICE, unfinished, consent()) == Leave(Basis.CONSENT, "3")


def test_one_agreement_is_not_judged_by_the_terms_of_another() -> None:
    with pytest.raises(ValueError, match="not judged"):
        leave(item(), POLICE, by="JP", on=ON, terms=profile("jp-tj-2024").on(ON))

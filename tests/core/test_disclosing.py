"""From what both sides said about disclosure to what the gate judges by."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from kakehashi.core.disclosing import Spoken, records_from
from kakehashi.core.disclosure import (
    Basis,
    Consent,
    Handing,
    Item,
    Leave,
    Notification,
    OwnDecision,
    Recipient,
    Record,
    Refusal,
    Stay,
    Whom,
    Why,
    leave,
)
from kakehashi.core.notices import disclosure as said
from kakehashi.core.notices.letters import (
    ConfidentialCorrection,
    Direction,
    LetterConfirmation,
    LetterDates,
    LetterOutcome,
)
from kakehashi.core.notices.payload import Classification, Links, Payload
from kakehashi.core.notices.restated import RestatedConfidential
from kakehashi.core.notices.text import Name, Text
from kakehashi.core.notices.values import LegalBasis, Validity
from tests.core.hearing import profile
from tests.make import notice_id

KH, TJ = "jp-kh-2019", "jp-tj-2024"
ITEM, ASKED, GIVEN, LATER, LETTER, ANSWER = map(notice_id, range(1, 7))
DAY = date(2026, 6, 1)
TOLD = date(2026, 6, 3)
ON = date(2026, 7, 1)
POLICE = Recipient(Whom.OTHER, name="Osaka Prefectural Police", country="JP")


def police(name: str = "Osaka Prefectural Police") -> said.Recipient:
    return said.Recipient(
        kind=said.RecipientKind.POLICE,
        names=(Name(text=name, lang="en", script="Latn"),),
        country="JP",
    )


def what(form: said.ItemForm = said.ItemForm.WHOLE, *points: int) -> tuple[said.Item, ...]:
    return (said.Item(notice=ITEM, form=form, points=points),)


def words(text: str = "To investigate") -> Text:
    return Text(lang="en", text=text)


def request() -> Spoken:
    asked = said.DisclosureRequest(items=what(), recipients=(police(),), purpose=words())
    return Spoken(ASKED, "JP", "disclosure.requested", DAY, Links(), content=asked)


def consent(**changed: object) -> Spoken:
    told: dict[str, object] = {
        "items": what(),
        "recipients": (police(),),
        "valid": Validity(from_on=DAY, until_on=date(2026, 12, 31)),
    }
    content = said.Consent.model_validate(told | changed)
    return Spoken(GIVEN, "KH", "disclosure.consented", DAY, Links(answers=(ASKED,)), None, content)


def notified(party: str = "JP", *, received_on: date | None = TOLD) -> Spoken:
    content = said.DisclosureNotice(
        items=what(), recipients=(police(),), purpose=words(), not_before_on=date(2026, 6, 15)
    )
    return Spoken(
        GIVEN, party, "disclosure.notified", DAY, Links(), content=content, received_on=received_on
    )


def letter_of(spoken: Spoken, *, by: str, received_on: date | None = TOLD) -> Spoken:
    way = Direction.SENT if by == spoken.party else Direction.RECEIVED
    dates = LetterDates(
        stands_for=spoken.kind, direction=way, dated_on=DAY, received_on=received_on
    )
    return Spoken(LETTER, by, "letter.registered", TOLD, Links(answers=(spoken.jti,)), dates)


def confirmed(by: str, outcome: LetterOutcome, received_on: date | None = None) -> Spoken:
    dates = LetterConfirmation(outcome=outcome, received_on=received_on)
    return Spoken(ANSWER, by, "letter.confirmed", TOLD, Links(answers=(LETTER,)), dates)


def judged(*spoken: Spoken, agreement: str = KH, to: Recipient = POLICE, on: date = ON) -> object:
    known = profile(agreement)
    author = "KH" if agreement == KH else "TJ"
    item = Item(agreement, ITEM, Classification.CONFIDENTIAL, author, "information.shared", "4(1)")
    records = records_from(spoken, profile=known, agreements=(TJ,))
    verdict = leave(item, to, by="JP", on=on, terms=known.on(on), records=records)
    return verdict.basis if isinstance(verdict, Leave) else verdict.why


def test_a_consent_with_its_letter_lets_the_item_leave_until_its_last_day() -> None:
    told = (request(), consent(), letter_of(consent(), by="JP"))
    assert judged(*told) == Basis.CONSENT
    assert judged(*told, on=date(2026, 12, 31)) == Basis.CONSENT
    assert judged(*told, on=date(2027, 1, 1)) == Why.CONSENT_EXPIRED


def test_a_recipient_is_who_is_named_however_it_is_typed() -> None:
    told = (consent(), letter_of(consent(), by="JP"))
    typed = Recipient(Whom.OTHER, name="  OSAKA prefectural police ", country="JP")
    abroad = Recipient(Whom.OTHER, name="Osaka Prefectural Police", country="KH")
    assert judged(*told, to=typed) == Basis.CONSENT
    assert judged(*told, to=abroad) == Why.CONSENT_NEEDED


def test_another_agreement_is_named_in_place_of_a_body() -> None:
    third = police("Tajikistan").model_copy(update={"body": TJ})
    told = (consent(recipients=(third,)), letter_of(consent(), by="JP"))
    assert judged(*told, to=Recipient(Whom.AGREEMENT, name=TJ)) == Basis.CONSENT


def test_without_its_letter_a_consent_waits_and_what_the_receiver_says_of_it_counts() -> None:
    sent = letter_of(consent(), by="KH", received_on=None)
    assert judged(consent()) == Why.LETTER_MISSING
    assert judged(consent(), sent) == Why.LETTER_MISSING
    arrived = confirmed("JP", LetterOutcome.CONFIRMED, TOLD)
    assert judged(consent(), sent, arrived) == Basis.CONSENT
    dated = letter_of(consent(), by="KH")
    assert judged(consent(), dated) == Basis.CONSENT
    assert judged(consent(), dated, confirmed("JP", LetterOutcome.UNKNOWN)) == Why.LETTER_MISSING


def test_a_refusal_is_of_what_was_asked() -> None:
    refused = Spoken(
        GIVEN,
        "KH",
        "disclosure.refused",
        DAY,
        Links(answers=(ASKED,)),
        content=said.Refusal(why=said.RefusedWhy.PERSONS),
    )
    assert judged(request(), refused) == Why.CONSENT_REFUSED
    assert judged(refused) == Why.CONSENT_NEEDED


def test_a_withdrawal_ends_the_consent_it_names_for_whom_it_names() -> None:
    def withdrawal(*named: said.Recipient, by: str = "KH", erased: bool = False) -> Spoken:
        content = said.ConsentWithdrawal(from_on=date(2026, 6, 20), recipients=named)
        return Spoken(
            LATER,
            by,
            "disclosure.consent-withdrawn",
            DAY,
            Links(refers=(GIVEN,)),
            content=None if erased else content,
        )

    told = (consent(), letter_of(consent(), by="JP"))
    assert judged(*told, withdrawal()) == Why.CONSENT_WITHDRAWN
    assert judged(*told, withdrawal(), on=date(2026, 6, 19)) == Basis.CONSENT
    assert judged(*told, withdrawal(police())) == Why.CONSENT_WITHDRAWN
    assert judged(*told, withdrawal(police("A court"))) == Basis.CONSENT
    assert judged(*told, withdrawal(by="JP")) == Basis.CONSENT
    assert judged(*told, withdrawal(police("A court"), erased=True)) == Why.CONSENT_WITHDRAWN


def test_an_erased_consent_lets_nothing_out() -> None:
    spoken = Spoken(GIVEN, "KH", "disclosure.consented", DAY, Links())
    assert judged(spoken, letter_of(consent(), by="JP")) == Why.CONSENT_NEEDED


def mending(kind: str, now: Payload | None = None, by: str = "KH") -> Spoken:
    content = None
    if now is not None:
        restated = RestatedConfidential(kind="disclosure.consented", version=1, content=now)
        content = ConfidentialCorrection(why="fact", now=restated)
    return Spoken(LATER, by, kind, TOLD, Links(corrects=GIVEN), content=content)


def test_a_corrected_consent_counts_as_it_should_read_and_a_withdrawn_one_does_not() -> None:
    told = (consent(), letter_of(consent(), by="JP"))
    now = consent(recipients=(police("A court"),)).content
    assert judged(*told, mending("notice.corrected", now)) == Why.CONSENT_NEEDED
    assert judged(*told, mending("notice.corrected", now, by="JP")) == Basis.CONSENT
    assert judged(*told, mending("notice.withdrawn")) == Why.CONSENT_WITHDRAWN
    assert judged(*told, mending("notice.withdrawn", by="JP")) == Basis.CONSENT


def test_where_notice_rules_it_is_delivered_by_receipt_and_letter_and_not_before_its_day() -> None:
    letter = letter_of(notified(), by="TJ")
    assert judged(notified(), letter, agreement=TJ) == Basis.NOTICE
    assert judged(notified(), agreement=TJ) == Why.LETTER_MISSING
    assert judged(notified(received_on=None), letter, agreement=TJ) == Why.NOTICE_UNDELIVERED
    early = date(2026, 6, 10)
    assert judged(notified(), letter, agreement=TJ, on=early) == Why.NOTICE_TOO_EARLY
    assert judged(notified("TJ"), letter, agreement=TJ) == Why.NOTICE_NEEDED


def test_a_compelled_disclosure_needs_two_officers_behind_its_notice() -> None:
    content = said.Compulsion(
        items=what(), authority=police(), law=LegalBasis(law=words("Code of procedure"))
    )

    def compelled(*officers: str) -> Spoken:
        return Spoken(
            GIVEN,
            "JP",
            "disclosure.compelled",
            DAY,
            Links(),
            content=content,
            officers=frozenset(officers),
        )

    assert judged(compelled("3", "4")) == Basis.COMPULSION
    assert judged(compelled("3")) == Why.SECOND_OFFICER_MISSING


def test_consent_to_a_summary_is_none_to_the_whole() -> None:
    summary = consent(items=what(said.ItemForm.SUMMARY))
    assert judged(summary, letter_of(summary, by="JP")) == Why.ANOTHER_FORM


FORMS = st.sampled_from(list(said.ItemForm))
POINTS = st.lists(st.integers(1, 4), max_size=3).map(tuple)
DAYS = st.dates(date(2026, 5, 1), date(2026, 8, 1))
MAYBE = st.none() | DAYS
NAMES = st.sampled_from(("Osaka Prefectural Police", "A court"))
RECIPIENTS = NAMES.map(lambda name: Recipient(Whom.OTHER, name=name, country="JP"))
OFFICERS = st.frozensets(st.sampled_from("abc"), max_size=3)
PARTIES = st.sampled_from(("JP", "KH", "TJ"))
ITEMS = st.sampled_from((ITEM, ASKED))
RECORDS = st.one_of(
    st.builds(
        Consent,
        ITEMS,
        RECIPIENTS,
        PARTIES,
        DAYS,
        MAYBE,
        MAYBE,
        MAYBE,
        FORMS,
        POINTS,
        st.booleans(),
    ),
    st.builds(Refusal, ITEMS, RECIPIENTS, PARTIES),
    st.builds(Notification, ITEMS, RECIPIENTS, PARTIES, MAYBE, MAYBE, MAYBE, MAYBE, FORMS, POINTS),
    st.builds(OwnDecision, ITEMS, RECIPIENTS, PARTIES, OFFICERS, FORMS, POINTS),
    st.builds(Handing, ITEMS, RECIPIENTS, PARTIES, DAYS),
)


@given(st.sampled_from((KH, TJ)), st.lists(RECORDS, max_size=6), FORMS, POINTS)
def test_whatever_is_on_record_the_others_secret_leaves_by_its_own_rule_alone(
    agreement: str, records: list[Record], form: said.ItemForm, points: tuple[int, ...]
) -> None:
    known = profile(agreement)
    author = known.counterpart("JP").code
    item = Item(
        agreement, ITEM, Classification.CONFIDENTIAL, author, "x.said", "4(1)", form, points
    )
    verdict = leave(item, POLICE, by="JP", on=ON, terms=known.on(ON), records=records)
    if isinstance(verdict, Stay):
        assert verdict.party == author
        return
    rule = (Consent, author) if agreement == KH else (Notification, "JP")
    grounds = [
        record
        for record in records
        if (type(record), record.by) == rule
        and record.item == ITEM
        and record.recipient == POLICE
        and isinstance(record, Consent | Notification)
        and record.letter_received_on is not None
        and record.letter_received_on <= ON
        and (record.expires_on is None or record.expires_on > ON)
        and (record.form is said.ItemForm.WHOLE or record.form is form)
    ]
    assert grounds


@given(st.lists(RECORDS, max_size=4), RECORDS)
def test_a_refusal_or_a_handing_over_never_opens_the_gate(
    records: list[Record], more: Record
) -> None:
    known = profile(KH)
    item = Item(KH, ITEM, Classification.CONFIDENTIAL, "KH", "x.said", "4(1)")

    def stays(known_records: list[Record]) -> bool:
        return isinstance(
            leave(item, POLICE, by="JP", on=ON, terms=known.on(ON), records=known_records), Stay
        )

    if isinstance(more, Refusal | Handing) and stays(records):
        assert stays([*records, more])

"""What a draft begins with: the doubts of an application as the fields of a notice."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from django.utils import translation

from kakehashi.acceptance.queries import Opened
from kakehashi.acceptance.words import FINDINGS
from kakehashi.core.acceptance_check import Finding, Reason, Weight
from kakehashi.core.certificate import Claims, Refused
from kakehashi.core.certificate import read as read_code
from kakehashi.core.list_rows import name_of
from kakehashi.core.notices.certificates import CertificateQuery, Doubt
from kakehashi.core.notices.exams import Exam, ExamKind, ExamMisconduct, ExamMisconductKind
from kakehashi.core.notices.inquiries import (
    Inquiry,
    PersonAsked,
    PersonsAsked,
    Question,
    Template,
)
from kakehashi.core.notices.persons import CertificateHolder
from kakehashi.core.notices.text import Name, Text
from kakehashi.core.notices.values import Identifier, Register, Validity
from kakehashi.web.desk.acceptance import shown
from kakehashi.web.desk.drafting.filling import Filled, filled_part

NUMBERS: Final = 20
QUESTIONS: Final = 30
MOST_ASKED: Final = NUMBERS * QUESTIONS
"""Applications that one inquiry can be about: as many numbers as its questions hold."""

DOUBTS: Final[Mapping[Finding, Doubt]] = {
    Finding.NO_CERTIFICATE: Doubt.NO_CODE,
    Finding.PAPER_WITHOUT_CODE: Doubt.NO_CODE,
    Finding.OLDER_PAPER: Doubt.NO_CODE,
    Finding.CODE_UNREADABLE: Doubt.UNREADABLE,
    Finding.NOT_A_CERTIFICATE: Doubt.NOT_VERIFIED,
    Finding.SIGNATURE_FALSE: Doubt.NOT_VERIFIED,
    Finding.KEY_UNKNOWN: Doubt.NOT_VERIFIED,
    Finding.KEY_NOT_THEN: Doubt.NOT_VERIFIED,
    Finding.OTHER_ISSUER: Doubt.NOT_VERIFIED,
    Finding.PAPER_DIFFERS: Doubt.MISMATCH,
    Finding.NAME_NEAR: Doubt.MISMATCH,
    Finding.NAME_DIFFERS: Doubt.MISMATCH,
    Finding.BIRTH_DIFFERS: Doubt.MISMATCH,
    Finding.PASSPORT_DIFFERS: Doubt.MISMATCH,
    Finding.FIELD_DIFFERS: Doubt.MISMATCH,
    Finding.ORGANIZATION_NOT_LISTED: Doubt.ORGANIZATION,
    Finding.ORGANIZATION_NOT_APPROVED: Doubt.ORGANIZATION,
    Finding.ORGANIZATION_SUSPENDED_LATER: Doubt.ORGANIZATION,
    Finding.ORGANIZATION_REVOKED_LATER: Doubt.ORGANIZATION,
    Finding.NOT_ANNOUNCED: Doubt.NOT_LISTED,
    Finding.ANNOUNCED_OTHERWISE: Doubt.NOT_LISTED,
}
_ORGANIZATION: Final = frozenset(f for f, d in DOUBTS.items() if d is Doubt.ORGANIZATION)
EXAM_DOUBTS: Final = frozenset(
    {
        Finding.EXAM_NUMBER_TAKEN,
        Finding.EXAM_TWO_PLACES,
        Finding.EXAM_BEFORE_IT_EXISTED,
        Finding.EXAM_AHEAD,
        Finding.EXAM_TOO_YOUNG,
    }
)
_PROXY: Final = frozenset({Finding.EXAM_NUMBER_TAKEN, Finding.EXAM_TWO_PLACES})


_IN_ORDER: Final = frozenset(
    {
        Finding.VERIFIED,
        Finding.ANNOUNCED,
        Finding.STATUS_VALID,
        Finding.ORGANIZATION_APPROVED,
        Finding.FIELD_OPEN,
        Finding.PERSON_AGREES,
        Finding.EXAM_PASSED,
        Finding.FEES_WITHIN,
    }
)


def doubts_in(codes: str) -> list[str]:
    """What is in doubt among some codes, in English words that name nobody."""
    found = [Finding(code) for code in codes.split() if Finding(code) not in _IN_ORDER]
    words = [
        DOUBTS[one].label if "{" in FINDINGS[one] and one in DOUBTS else FINDINGS[one]
        for one in found
    ]
    return list(dict.fromkeys(words))


def _heavy(one: Opened) -> list[Reason]:
    return [r for r in one.reasons if r.weight in {Weight.ASK, Weight.FAILS}]


def _words(reasons: Iterable[Reason], one: Opened) -> Text:
    """Say the reasons in English, the agreements' language, for the officer to go over."""
    with translation.override("en"):
        said = [shown.reason_words(reason, one.stated.applied_on) for reason in reasons]
    return Text(lang="en", text=" ".join(said)[:2000] or "Please look at this application.")


def claims_of(one: Opened) -> Claims | None:
    """What the code says, whoever signed it: for a question to its issuer only."""
    try:
        return read_code(one.stated.code).claims if one.stated.code else None
    except Refused:
        return None


def queried(one: Opened) -> Filled:
    """Fill a query about the certificate of one application."""
    heavy, claims, stated = _heavy(one), claims_of(one), one.stated
    doubts = dict.fromkeys(DOUBTS.get(reason.finding, Doubt.OTHER) for reason in heavy)
    name = claims.name if claims else next(iter(stated.person.names), "?")
    passport = claims.passport if claims else stated.person.passport[-4:]
    query = CertificateQuery(
        number=(claims.number if claims else stated.number) or None,
        holder=CertificateHolder(
            latin_name=name,
            born_on=claims.born_on if claims else stated.person.born_on,
            passport_last_four=passport if len(passport) == 4 else None,
        ),
        organization=(claims.organization if claims else stated.organization) or None,
        issued_on=claims.issued_on if claims else stated.issued_on,
        field=(claims.field if claims else stated.field) or None,
        doubts=tuple(doubts)[:8] or (Doubt.OTHER,),
        question=_words(heavy, one),
    )
    return filled_part("certificate.queried", "confidential", query)


def inquiry(some: Sequence[Opened]) -> Filled:
    """Fill an inquiry about many applications by numbers, or about one with its person."""
    heavy = _heavy(some[0])
    headline = "An application" if len(some) == 1 else f"{len(some)} applications"
    asked = Inquiry(
        headline=Text(lang="en", text=f"{headline} for acceptance"),
        questions=tuple(_questions(some)),
        background=_words(heavy, some[0]) if len(some) == 1 else _shared(heavy),
    )
    filled = filled_part("inquiry.asked", "restricted", asked)
    if len(some) == 1 and some[0].stated.person.names:
        filled |= filled_part("inquiry.asked", "confidential", _person(some[0]))
    return filled


def _shared(reasons: Iterable[Reason]) -> Text:
    """What some applications have in common: the findings without anybody's particulars."""
    with translation.override("en"):
        said = [shown.without_particulars(shown.finding_words(r.finding)) for r in reasons]
    return Text(lang="en", text=" ".join(dict.fromkeys(said))[:2000] or "They are in doubt.")


def _questions(some: Sequence[Opened]) -> Iterable[Question]:
    by_organization: dict[str, list[Opened]] = {}
    for one in some:
        by_organization.setdefault(_organization_of(one), []).append(one)
    number = 0
    for organization, group in by_organization.items():
        about = [_number_of(one) for one in group]
        numbers = list(dict.fromkeys(filter(None, about)))
        for first in range(0, max(len(numbers), 1), NUMBERS):
            if number == QUESTIONS:
                return
            number += 1
            yield _question(number, organization, numbers[first : first + NUMBERS], group)


def _question(
    number: int, organization: str, numbers: Sequence[str], group: Sequence[Opened]
) -> Question:
    if numbers:
        asked = tuple(Identifier(scheme=Register.OTHER, number=one) for one in numbers)
        return Question(number=number, template=Template.CERTIFICATE, identifiers=asked)
    days = [one.stated.applied_on for one in group]
    is_about_it = any(r.finding in _ORGANIZATION for one in group for r in _heavy(one))
    if organization and is_about_it:
        return Question(
            number=number,
            template=Template.IS_APPROVED,
            identifiers=(Identifier(scheme=Register.SENDING, number=organization),),
            period=Validity(from_on=min(days), until_on=max(days)),
        )
    return Question(number=number, text=_words(_heavy(group[0]), group[0]))


def _organization_of(one: Opened) -> str:
    claims = claims_of(one)
    return claims.organization if claims else one.stated.organization


def _number_of(one: Opened) -> str:
    claims = claims_of(one)
    return claims.number if claims else one.stated.number


def _person(one: Opened) -> PersonsAsked:
    person = one.stated.person
    return PersonsAsked(
        persons=(
            PersonAsked(
                names=tuple(Name.model_validate(name_of(name)) for name in person.names),
                born_on=person.born_on,
                document=person.passport or None,
                question=1,
            ),
        )
    )


def misconduct(one: Opened) -> Filled:
    """Fill a report of exam misconduct: the passes by number, and why they cannot be."""
    doubts = [reason for reason in one.reasons if reason.finding in EXAM_DOUBTS]
    first = doubts[0]
    passed = next(
        (p for p in one.stated.exams if p.number == first.said.get("number")), one.stated.exams[0]
    )
    is_proxy = any(reason.finding in _PROXY for reason in doubts)
    kind = ExamMisconductKind.PROXY if is_proxy else ExamMisconductKind.FORGED
    field = passed.field or one.stated.field
    report = ExamMisconduct(
        kinds=(kind,),
        exam=Exam(
            kind=passed.kind,
            name=Text(lang="en", text=passed.exam or passed.kind.label),
            field=field if passed.kind is ExamKind.SKILL and field else None,
        ),
        passes=tuple(dict.fromkeys(r.said["number"] for r in doubts if r.said.get("number"))),
        account=_words(doubts, one),
    )
    return filled_part("exam-misconduct.reported", "confidential", report)

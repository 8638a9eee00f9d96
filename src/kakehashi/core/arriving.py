"""Who is named in what arrives at home: an application of an organization, a case, an applicant.

None of this is in a notice. Whoever asks to be approved stays in the index while the application
is open; whom a case or an applicant names (themselves among them) is kept there only where
somebody near is known.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from kakehashi.core.acceptance_check.facts import Application
from kakehashi.core.approving.asks import Answers, Row
from kakehashi.core.bearing import NAMES, Bearing, Weight, marks
from kakehashi.core.certificate.case import CandidateCase, Payee
from kakehashi.core.names import Identifier, Kind, Mark
from kakehashi.core.notices.payload import Classification
from kakehashi.core.notices.persons import ActorRole

OWNER: Final = "owner"
REPRESENTATIVE: Final = "representative"
CANDIDATE: Final = "candidate"
PAYEE: Final = "payee"
_STATES: Final = frozenset({Payee.STATE, Payee.CARRIER, Payee.CLINIC})
"""Who is paid for what nobody brokers."""


def in_application(answers: Answers, *, region: str = "") -> list[Bearing]:
    """Give an organization that asks to be approved, who owns it and who represents it."""
    written = [
        *((Mark.LICENCE, text) for text in _values(answers.get("numbers", ()), "number")),
        *((Mark.PHONE, text) for text in _values(answers.get("contact", ()), "phone")),
        *((Mark.EMAIL, text) for text in _values(answers.get("contact", ()), "email")),
        *((Mark.ADDRESS, text) for text in _values(answers.get("addresses", ()), "text")),
    ]
    asks = Bearing(
        ActorRole.SENDING.value,
        Weight.ASKED,
        Kind.ORGANIZATION,
        tuple(_values(answers.get("names", ()), "text"))[:NAMES],
        marks(written, region),
        Classification.RESTRICTED,
    )
    people = [
        *((OWNER, Kind.UNKNOWN, text) for text in _values(answers.get("owners", ()), "name")),
        *(
            (REPRESENTATIVE, Kind.PERSON, text)
            for text in _values(answers.get("representatives", ()), "text")
        ),
    ]
    return [asks, *(_asking(role, kind, text) for role, kind, text in dict.fromkeys(people))]


def _asking(role: str, kind: Kind, name: str) -> Bearing:
    return Bearing(role, Weight.ASKED, kind, (name,), (), Classification.RESTRICTED)


def in_case(case: CandidateCase) -> list[Bearing]:
    """Give whom a candidate's case names: herself, her employer, and who is paid."""
    candidate, employer = case.candidate, case.employer
    hers = [candidate.latin_name, *(name.text for name in candidate.names)]
    employed = [(Mark.LICENCE, one.number) for one in employer.identifiers]
    employed += [(Mark.ADDRESS, one.text) for one in (employer.address,) if one is not None]
    paid = [fee.payee_name for fee in case.fees if fee.payee_name and fee.payee not in _STATES]
    return [
        _named(CANDIDATE, Kind.PERSON, hers),
        _named(
            ActorRole.ACCEPTING.value,
            Kind.ORGANIZATION,
            [name.text for name in employer.names],
            marks(employed),
        ),
        *(_named(PAYEE, Kind.UNKNOWN, [name]) for name in dict.fromkeys(paid)),
    ]


def in_acceptance(stated: Application) -> list[Bearing]:
    """Give whom an application for acceptance names: the applicant, and who was paid."""
    paid = dict.fromkeys(fee.payee for fee in stated.fees or () if fee.payee)
    return [
        _named(CANDIDATE, Kind.PERSON, stated.person.names),
        *(
            replace(_named(PAYEE, Kind.UNKNOWN, [name]), classification=Classification.RESTRICTED)
            for name in paid
        ),
    ]


def _named(
    role: str, kind: Kind, names: Iterable[str], numbers: tuple[Identifier, ...] = ()
) -> Bearing:
    texts = tuple(dict.fromkeys(names))[:NAMES]
    return Bearing(role, Weight.NAMED, kind, texts, numbers, Classification.CONFIDENTIAL)


def _values(rows: Iterable[Row], name: str) -> list[str]:
    return [text for row in rows if (text := row.get(name, "").strip())]

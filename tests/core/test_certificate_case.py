"""A candidate's case, the steps before a certificate, and the reckoning of batches."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

import kakehashi
from kakehashi.core.certificate.case import CandidateCase, claims_of, to_latin
from kakehashi.core.certificate.procedure import BadProcedure, read_procedure
from kakehashi.core.certificate.reconciling import (
    Account,
    Mismatch,
    State,
    Told,
    number_of,
    reconcile,
)
from kakehashi.core.notices.certificates import (
    CertificateBatch,
    CertificateEndWhy,
    Difference,
    Differing,
    IssuedCertificate,
    RevokedCertificates,
    Route,
    SuspendedCertificates,
    VoidNumber,
    VoidWhy,
)
from kakehashi.core.notices.values import Validity
from tests.core.case_of import case_of

DAY = date(2026, 3, 2)
SHIPPED = Path(kakehashi.__file__).parent / "agreements" / "jp-kh-2019" / "procedure.toml"
ROUTES = [route.value for route in Route]


def test_a_certificate_states_what_its_case_says_and_ends_at_the_issuers_midnight() -> None:
    claims = claims_of(
        case_of(),
        issuer="jp-kh-2019/KH",
        number="KH-0000001",
        issued_on=DAY,
        time_zone="Asia/Phnom_Penh",
        status_list=1,
        status_index=7,
    )
    assert (claims.name, claims.passport, claims.organization) == (
        "SOK, SREYMOM",
        "4321",
        "KHM900001",
    )
    assert claims.expires_at == 1_788_195_600  # 2026-08-31T17:00:00Z


def test_a_breakdown_that_does_not_add_up_is_refused() -> None:
    said = case_of().model_dump(mode="json")
    said["fees"][0]["parts"][0]["amount"]["amount"] = "101"
    with pytest.raises(ValidationError, match="add up"):
        CandidateCase.model_validate(said)
    said["fees"][0]["parts"][0]["amount"] = {"amount": "100", "currency": "JPY"}
    with pytest.raises(ValidationError, match="add up"):
        CandidateCase.model_validate(said)


def test_an_exam_stands_once() -> None:
    said = case_of().model_dump(mode="json")
    said["exams"] *= 2
    with pytest.raises(ValidationError, match="same number"):
        CandidateCase.model_validate(said)


@pytest.mark.parametrize(
    ("name", "latin"),
    [("Sok Sreymom", "SOK SREYMOM"), ("Škvor-Élan  Ÿ", "SKVOR-ELAN Y"), ("សុខ", "")],
)
def test_a_latin_name_is_proposed_in_capitals(name: str, latin: str) -> None:
    assert to_latin(name) == latin


def test_the_shipped_procedure_has_steps_for_every_route() -> None:
    procedure = read_procedure(tomllib.loads(SHIPPED.read_text()), routes=ROUTES)
    for route in ROUTES:
        assert procedure.of(route)
        ids = [step.id for step in procedure.of(route)]
        assert procedure.missing(route, ids) == ()
        assert [step.id for step in procedure.missing(route, ids[1:])] == ids[:1]


@pytest.mark.parametrize(
    "change",
    [
        {"steps": []},
        {"validity_months": 0},
        {"more": 1},
        {"steps": [{"id": "a", "names": {"en": "A"}}]},
        {"steps": [{"id": "a", "names": {"ja": "A"}, "asks": {"en": "B"}}]},
        {"steps": [{"id": "a", "names": {"en": "A"}, "asks": {"en": "B"}}] * 2},
        {"steps": [{"id": "a", "names": {"en": "A"}, "asks": {"en": "B"}, "evidence": "no"}]},
        {"steps": [{"id": "a", "names": {"en": "A"}, "asks": {"en": "B"}, "routes": ["moon"]}]},
    ],
)
def test_a_procedure_that_cannot_be_used_is_refused(change: dict[str, Any]) -> None:
    said = tomllib.loads(SHIPPED.read_text()) | change
    with pytest.raises(BadProcedure):
        read_procedure(said, routes=ROUTES)


def issued(sequence: int) -> IssuedCertificate:
    return IssuedCertificate(
        number=number_of("KH", sequence),
        commitment=f"{sequence:043}",
        issued_on=DAY,
        valid_until_on=DAY,
        organization="KHM900001",
        field="nursing-care",
        route=Route.ABROAD,
    )


def batch(
    *sequences: int,
    approved: int | None = None,
    waiting: int = 0,
    withdrawn: int = 0,
    void: tuple[int, ...] = (),
    differing: tuple[Differing, ...] = (),
) -> CertificateBatch:
    return CertificateBatch(
        period=Validity(from_on=DAY, until_on=DAY),
        certificates=tuple(map(issued, sequences)),
        approved_cases=len(sequences) if approved is None else approved,
        withdrawn_cases=withdrawn,
        not_yet_issued=waiting,
        voided=tuple(
            VoidNumber(number=number_of("KH", one), why=VoidWhy.SPOILED, voided_on=DAY)
            for one in void
        ),
        differing=differing,
    )


def told(*contents: Any) -> list[Told]:
    return [Told(f"jti-{place}", DAY, content) for place, content in enumerate(contents)]


def said(account: Account) -> list[tuple[Mismatch, str]]:
    return [(one.mismatch, one.number) for one in account.found]


def test_batches_that_add_up_reconcile() -> None:
    account = reconcile(
        told(batch(1, 2, approved=3, waiting=1), batch(4, 5, void=(3,), approved=1))
    )
    assert said(account) == []
    assert (account.approved, account.issued, account.waiting) == (4, 4, 0)
    assert account.state("KH-0000003") is State.VOID


@pytest.mark.parametrize(
    ("batches", "found"),
    [
        ([batch(1, 3)], [(Mismatch.MISSING, "KH-0000002")]),
        ([batch(1, 2), batch(2)], [(Mismatch.TWICE, "KH-0000002"), (Mismatch.COUNT, "")]),
        ([batch(1, 2, approved=1)], [(Mismatch.COUNT, "")]),
        ([batch(1, approved=2)], [(Mismatch.COUNT, "")]),
        ([batch(1, approved=2, withdrawn=1), batch(2, approved=1)], []),
        ([batch(1, approved=1, withdrawn=1)], [(Mismatch.COUNT, "")]),
        ([batch(1), batch(void=(1,))], [(Mismatch.TWICE, "KH-0000001")]),
        (
            [
                batch(
                    1,
                    differing=(
                        Differing(number="KH-0000001", difference=Difference.ALTERED),
                        Differing(number="KH-0000009", difference=Difference.ADDED),
                    ),
                )
            ],
            [(Mismatch.ALTERED, "KH-0000001"), (Mismatch.ADDED, "KH-0000009")],
        ),
    ],
)
def test_what_does_not_add_up_is_named(
    batches: list[CertificateBatch], found: list[tuple[Mismatch, str]]
) -> None:
    assert said(reconcile(told(*batches))) == found


def test_ends_count_and_a_withdrawn_suspension_does_not() -> None:
    one, two, three = (number_of("KH", n) for n in (1, 2, 3))
    why = CertificateEndWhy.INQUIRY
    notices = told(
        batch(1, 2, 3),
        SuspendedCertificates(numbers=(one, two), why=why),
        SuspendedCertificates(numbers=(three,), why=why),
        RevokedCertificates(numbers=(two,), why=why),
        SuspendedCertificates(numbers=(two, "KH-0000009"), why=why),
    )
    account = reconcile([*notices, Told("jti-9", DAY, withdraws="jti-2")])
    assert [account.state(number) for number in (one, two, three)] == [
        State.SUSPENDED,
        State.REVOKED,
        State.VALID,
    ]
    assert said(account) == [(Mismatch.NEVER_ISSUED, "KH-0000009")]


def test_a_certificate_by_an_organization_not_approved_that_day_is_named() -> None:
    account = reconcile(told(batch(1)), is_approved=lambda number, day: (number, day) == ("", DAY))
    assert said(account) == [(Mismatch.ORGANIZATION, "KH-0000001")]

"""A candidate's case goes from one officer to another, and only what is whole goes on."""

import pytest
from django.db import IntegrityError, connection, transaction

from kakehashi.certificates import actions, sealing
from kakehashi.certificates.models import CandidateCase, CaseState
from tests.certificates.make import AGREEMENT, NOW, approved, proposed
from tests.core.case_of import case_of


def test_a_case_without_its_steps_is_not_proposed(officers: tuple[int, int]) -> None:
    case = actions.open_case(AGREEMENT, case_of(), by=officers[0], now=NOW)
    with pytest.raises(actions.NotReady) as refused:
        actions.propose_case(case, revision=0, by=officers[0], now=NOW)
    assert "contract" in {step.id for step in refused.value.missing}


def test_a_step_that_asks_for_evidence_is_not_done_without(officers: tuple[int, int]) -> None:
    case = actions.open_case(AGREEMENT, case_of(), by=officers[0], now=NOW)
    with pytest.raises(actions.NoSuchStep):
        actions.note_step(case, "contract", done_on=NOW.date(), by=officers[0], now=NOW)
    with pytest.raises(actions.NoSuchStep):
        actions.note_step(case, "residence", done_on=NOW.date(), evidence=b"x", by=1, now=NOW)


def test_nobody_approves_what_they_proposed(officers: tuple[int, int]) -> None:
    case = proposed(officers[0])
    with pytest.raises(actions.OwnCase):
        actions.approve_case(case, revision=case.revision, by=officers[0], now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        CandidateCase.objects.filter(pk=case.pk).update(
            state=CaseState.APPROVED, decided_by=officers[0], decided_at=NOW
        )


def test_of_two_who_decide_at_once_the_second_is_told(officers: tuple[int, int]) -> None:
    case = proposed(officers[0])
    actions.approve_case(case, revision=case.revision, by=officers[1], now=NOW)
    with pytest.raises(actions.NotAsItWas):
        actions.send_back(case, reason="No.", revision=case.revision, by=officers[1], now=NOW)


def test_a_case_that_was_sent_back_is_changed_and_proposed_again(officers: tuple[int, int]) -> None:
    case = proposed(officers[0])
    actions.send_back(case, reason="Which wage?", revision=case.revision, by=officers[1], now=NOW)
    case.refresh_from_db()
    assert sealing.open_part(case, sealing.REASON) == b"Which wage?"
    case = actions.keep_case(case, case_of(field="agriculture"), revision=case.revision, now=NOW)
    actions.propose_case(case, revision=case.revision, by=officers[0], now=NOW)
    case.refresh_from_db()
    assert (case.state, case.field) == (CaseState.PROPOSED, "agriculture")


def test_a_certificate_that_would_have_ended_is_not_proposed(officers: tuple[int, int]) -> None:
    with pytest.raises(actions.NotReady, match="valid_until_on"):
        proposed(officers[0], valid_until_on="2026-03-01")


def test_nothing_personal_stands_in_the_tables(officers: tuple[int, int]) -> None:
    case = approved(officers)
    assert sealing.open_content(case).candidate.passport == "N01234321"
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - our own tables
            for row in cursor.fetchall():
                for value in row:
                    said = (
                        bytes(value)
                        if isinstance(value, bytes | memoryview)
                        else str(value).encode()
                    )
                    for secret in ("SREYMOM", "N01234321", "ស្រីមុំ", "1999-04-05"):
                        assert secret.encode() not in said, table


def test_the_same_person_and_the_same_proof_are_found_again(officers: tuple[int, int]) -> None:
    first = proposed(officers[0])
    again = proposed(officers[0], candidate={"latin_name": "SOK, SREY MOM"})
    another = proposed(officers[0], candidate={"passport": "N99999999"})
    assert bytes(first.person) == bytes(again.person) != bytes(another.person)
    tokens = {bytes(one.token) for case in (first, again, another) for one in case.exams.all()}
    assert len(tokens) == 1

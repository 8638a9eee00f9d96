from datetime import date

import pytest
from pydantic import ValidationError

from kakehashi.core.notices import KINDS, example
from kakehashi.core.notices.acceptance import StatusOfResidence
from kakehashi.core.notices.codes import Code
from kakehashi.core.notices.intermediaries import (
    IntermediaryReport,
    PayerRole,
    Payment,
    RedactedFile,
)
from kakehashi.core.notices.money import Money, RoughMoney
from kakehashi.core.notices.payload import Payload, Personal
from kakehashi.core.notices.returns import FinalRefusal
from kakehashi.core.notices.schema import compartment_types, payload_types
from kakehashi.core.notices.text import Name, Text
from tests.core.notices.leaves import as_json, changed, free_texts

FOR_EVER_PUBLIC = ("public", "rows")


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_public_for_ever_or_permanent_can_hold_no_person(kind: str) -> None:
    types = compartment_types(KINDS[kind])
    for compartment in (*FOR_EVER_PUBLIC, "statement"):
        assert not [t for t in types.get(compartment, ()) if issubclass(t, Personal)]


@pytest.mark.parametrize("kind", KINDS)
def test_the_envelope_can_hold_no_words(kind: str) -> None:
    types = compartment_types(KINDS[kind]).get("statement", ())
    assert not [t for t in types if issubclass(t, Text | Name)]
    assert not [path for path in free_texts(example(kind)) if path[0] == "statement"]


@pytest.mark.parametrize("kind", KINDS)
def test_no_field_is_made_for_the_name_of_one_who_suffered_or_paid(kind: str) -> None:
    for shape in payload_types(KINDS[kind]):
        for name in shape.model_fields:
            assert "victim" not in name
            assert name not in {"payer_name", "worker_name", "candidate_name", "reporter"}


def test_who_paid_is_one_of_three_roles_and_nothing_else() -> None:
    assert Payment.model_fields["payer"].annotation is PayerRole
    assert [role.value for role in PayerRole] == ["candidate", "worker", "relative"]
    said = as_json(example("intermediary.reported"))
    for name in ("Sok Chantha", {"role": "candidate", "name": "x"}):
        with pytest.raises(ValidationError):
            KINDS["intermediary.reported"].model_validate(
                changed(said, ("confidential", "payments", 0, "payer"), name)
            )


def test_a_report_has_no_exact_day_and_no_exact_amount() -> None:
    shapes = payload_types(IntermediaryReport)
    assert Money not in shapes
    days = [
        (shape.__name__, name)
        for shape in shapes
        for name, field in shape.model_fields.items()
        if field.annotation in (date, date | None)
    ]
    assert days == []


@pytest.mark.parametrize("amount", ["566889", "1234", "100.50", "0", "-5", "1e6", "०"])
def test_an_amount_that_points_at_somebody_is_refused(amount: str) -> None:
    with pytest.raises(ValidationError):
        RoughMoney(amount=amount, currency="JPY")


@pytest.mark.parametrize("amount", ["570000", "1200", "45", "9"])
def test_a_rounded_amount_is_taken(amount: str) -> None:
    assert RoughMoney(amount=amount, currency="JPY").amount == amount


@pytest.mark.parametrize("flag", ["redacted", "permitted"])
def test_a_file_crosses_only_redacted_and_permitted(flag: str) -> None:
    file = {
        "number": 1,
        "file_name": "a.pdf",
        "media_type": "application/pdf",
        "length": 1,
        "digest": "0" * 64,
        "redacted": True,
        "permitted": True,
    }
    RedactedFile.model_validate(file)
    for wrong in ({**file, flag: False}, {k: v for k, v in file.items() if k != flag}):
        with pytest.raises(ValidationError):
            RedactedFile.model_validate(wrong)


@pytest.mark.parametrize("flag", ["no_appeal_pending", "no_protection_pending"])
def test_a_return_is_requested_only_when_nothing_is_pending(flag: str) -> None:
    said = as_json(example("return.requested"))
    path = ("confidential", "persons", 0, "refusal", flag)
    with pytest.raises(ValidationError):
        KINDS["return.requested"].model_validate(changed(said, path, value := False))
    assert value is False
    assert FinalRefusal.model_fields[flag].is_required()


def test_dependants_are_only_those_of_a_specified_skilled_worker_ii() -> None:
    said = as_json(example("return.requested"))
    path = ("confidential", "persons", 0, "status")
    with pytest.raises(ValidationError, match=r"\(ii\)"):
        KINDS["return.requested"].model_validate(changed(said, path, "ssw-1"))
    assert not [s for s in StatusOfResidence if "ssw-1" in s.value and "dependant" in s.value]


def test_a_batch_of_certificates_holds_no_personal_record() -> None:
    for kind in ("certificate.issued", "certificate.suspended", "certificate.revoked"):
        types = [t for found in compartment_types(KINDS[kind]).values() for t in found]
        assert not [t for t in types if issubclass(t, Personal)]


def test_how_residence_is_dealt_with_crosses_as_counts() -> None:
    types = compartment_types(KINDS["residence-handling.informed"])["restricted"]
    assert not [t for t in types if issubclass(t, Personal)]


def test_a_record_cannot_be_changed() -> None:
    notice = example("sending-organization.revoked")
    with pytest.raises(ValidationError):
        notice.links = notice.links  # type: ignore[misc]


def test_the_records_of_persons_are_known_as_such() -> None:
    named = {
        shape.__name__
        for kind in KINDS.values()
        for shape in payload_types(kind)
        if {"born_on", "passport", "names"} <= set(shape.model_fields)
        or "representatives" in shape.model_fields
    }
    personal = {
        shape.__name__
        for kind in KINDS.values()
        for shape in payload_types(kind)
        if issubclass(shape, Personal)
    }
    assert named - {"SupportingMeasure"} <= personal


def test_codes_are_short_and_labels_are_words() -> None:
    for kind in KINDS.values():
        for shape in payload_types(kind):
            assert issubclass(shape, Payload)
    for code in Code.__subclasses__():
        for member in code:
            assert member.value.isascii()
            assert " " not in member.value
            assert member.label

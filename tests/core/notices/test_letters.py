import pytest
from pydantic import ValidationError

from kakehashi.core.notices import KINDS, example
from kakehashi.core.notices.letters import LetterRegistered, NoticeCorrected
from kakehashi.core.notices.organizations import RevokedOrganization
from kakehashi.core.notices.restated import payload_type
from tests.core.notices.leaves import as_json, changed

CONTENT = ("public", "now", "content")


def test_a_correction_restates_the_part_as_the_type_of_its_kind() -> None:
    corrected = example("notice.corrected")
    assert isinstance(corrected, NoticeCorrected)
    (part,) = corrected.restated
    assert part.kind == "sending-organization.revoked"
    assert isinstance(part.content, RevokedOrganization)


def test_a_fault_in_restated_content_has_its_whole_path() -> None:
    said = as_json(example("notice.corrected"))
    with pytest.raises(ValidationError) as caught:
        NoticeCorrected.model_validate(changed(said, (*CONTENT, "grounds"), ["bad luck"]))
    assert caught.value.errors()[0]["loc"] == (*CONTENT, "grounds", 0)


def test_restated_content_is_as_strict_as_its_kind() -> None:
    said = as_json(example("notice.corrected"))
    with pytest.raises(ValidationError):
        NoticeCorrected.model_validate(changed(said, (*CONTENT, "representative"), "A. Person"))


def test_a_public_correction_can_restate_no_guarded_part() -> None:
    said = as_json(example("notice.corrected"))
    for kind in ("misconduct.informed", "inquiry.asked", "notice.withdrawn", "keys.changed"):
        with pytest.raises(ValidationError):
            NoticeCorrected.model_validate(changed(said, ("public", "now", "kind"), kind))


def test_the_statement_of_an_envelope_can_be_corrected() -> None:
    corrected = NoticeCorrected.model_validate(
        {
            "links": {"corrects": "01900000-0000-7000-8000-000000000060"},
            "statement": {
                "kind": "commencement.received",
                "version": 1,
                "content": {"received_on": "2025-01-16"},
            },
            "restricted": {"why": "date"},
        }
    )
    assert corrected.classification == "restricted"
    assert [part.compartment for part in corrected.restated] == ["statement"]


def test_a_letter_carries_what_it_stands_for_as_data() -> None:
    letter = example("letter.registered")
    assert isinstance(letter, LetterRegistered)
    assert letter.public is not None
    assert letter.public.content is not None
    assert isinstance(letter.public.content.content, RevokedOrganization)


def test_a_letter_is_public_restricted_or_confidential_and_only_one_of_them() -> None:
    said = as_json(example("letter.registered"))
    letter = said.pop("public")
    del letter["content"]
    for guarded in ("restricted", "confidential"):
        made = LetterRegistered.model_validate({**said, guarded: letter})
        assert made.classification == guarded
    with pytest.raises(ValidationError):
        LetterRegistered.model_validate({**said, "restricted": letter, "confidential": letter})
    with pytest.raises(ValidationError):
        LetterRegistered.model_validate(said)


def test_letters_and_corrections_speak_of_ordinary_kinds_only() -> None:
    for kind in ("notice.corrected", "letter.registered", "journal.opened", "unheard.of"):
        assert payload_type(kind, "public") is None
    assert payload_type("inquiry.asked", "public") is None
    assert payload_type("inquiry.asked", "restricted") is not None


def test_a_withdrawal_is_classed_as_its_author_fills_it() -> None:
    for guarded in ("public", "restricted", "confidential"):
        made = KINDS["notice.withdrawn"].model_validate(
            {
                "links": {"corrects": "01900000-0000-7000-8000-000000000001"},
                guarded: {"why": "twice"},
            }
        )
        assert made.classification == guarded

import pytest

from kakehashi.core.notices import (
    AUTOMATIC_KINDS,
    KIND_FACTS,
    KINDS,
    PROTOCOL_KINDS,
    Links,
    Notice,
    example,
)
from kakehashi.core.notices.notice import COMPARTMENTS, Family
from kakehashi.core.notices.payload import Payload
from tests.core.notices.catalogue import (
    AUTOMATIC,
    CATALOGUE,
    MUST_ANSWER,
    MUST_REFER,
    PROTOCOL,
)

CLASS = {"p": "public", "r": "restricted", "c": "confidential"}


def test_every_kind_of_the_catalogue_is_there_and_no_other() -> None:
    assert set(KINDS) == set(CATALOGUE)


@pytest.mark.parametrize("kind", CATALOGUE)
def test_a_kind_has_the_classes_of_the_catalogue_default_first(kind: str) -> None:
    assert [str(c) for c in KINDS[kind].classes] == [CLASS[c] for c in CATALOGUE[kind].split()]


def test_only_the_protocol_kinds_stand_under_no_clause() -> None:
    assert set(PROTOCOL_KINDS) == PROTOCOL


def test_only_four_kinds_are_issued_without_two_officers() -> None:
    assert set(AUTOMATIC_KINDS) == AUTOMATIC
    assert {k for k, facts in KIND_FACTS.items() if not facts.needs_decider} == AUTOMATIC


@pytest.mark.parametrize(("kind", "answered"), MUST_ANSWER.items())
def test_an_answer_must_name_what_it_answers(kind: str, answered: str) -> None:
    rule = KIND_FACTS[kind].answers
    assert rule.is_required
    assert rule.permits(answered)


@pytest.mark.parametrize(("kind", "named"), MUST_REFER.items())
def test_what_ends_or_presses_a_matter_must_name_it(kind: str, named: str) -> None:
    rule = KIND_FACTS[kind].refers
    assert rule.is_required
    assert rule.permits(named)


def test_no_other_kind_must_name_anything() -> None:
    must = {k for k, f in KIND_FACTS.items() if f.answers.is_required}
    assert must == set(MUST_ANSWER)
    assert {k for k, f in KIND_FACTS.items() if f.refers.is_required} == set(MUST_REFER)


def test_every_kind_that_a_link_rule_names_exists() -> None:
    for facts in KIND_FACTS.values():
        for rule in (facts.answers, facts.refers):
            assert {*rule.required, *rule.allowed} <= set(KINDS)


def test_an_answer_may_not_name_any_notice_whatever() -> None:
    assert not KIND_FACTS["investigation.reported"].answers.permits("inquiry.asked")
    assert not KIND_FACTS["sending-organization.list-shared"].answers.permits("inquiry.asked")


def test_only_corrections_and_withdrawals_mend() -> None:
    mending = {kind for kind, facts in KIND_FACTS.items() if facts.corrects}
    assert mending == {"notice.corrected", "notice.withdrawn"}


@pytest.mark.parametrize("kind", KINDS)
def test_an_example_has_a_class_that_its_kind_allows(kind: str) -> None:
    notice = example(kind)
    assert notice.classification in KINDS[kind].classes


@pytest.mark.parametrize("kind", KINDS)
def test_an_example_names_what_its_kind_must_name(kind: str) -> None:
    links, facts = example(kind).links, KIND_FACTS[kind]
    assert bool(links.answers) or not facts.answers.is_required
    assert bool(links.refers) or not facts.refers.is_required
    assert (links.corrects is not None) == facts.corrects


def test_a_notice_is_as_guarded_as_its_least_guarded_compartment() -> None:
    assert example("information.shared").classification == "confidential"
    assert example("sending-organization.revoked").classification == "public"
    assert example("inquiry.asked").classification == "restricted"
    assert example("notice.corrected").classification == "public"


def test_facts_say_what_a_kind_has_and_cannot_do_without() -> None:
    facts = KIND_FACTS["sending-organization.revoked"]
    assert facts.compartments == ("links", "public", "confidential")
    assert facts.needs == ("public",)
    assert facts.takes_effect
    assert facts.needs_decider
    assert facts.family is Family.ORGANIZATIONS


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_declares_its_compartments_in_their_fixed_order(kind: str) -> None:
    declared = [name for name in KINDS[kind].model_fields if name != "links"]
    assert declared == [name for name in COMPARTMENTS if name in declared]


def test_a_kind_with_a_name_that_is_none_is_refused_when_it_is_declared() -> None:
    with pytest.raises(TypeError, match="no name of a kind"):

        class Shouted(Notice):
            kind = "Organization Approved"


def test_a_kind_with_a_compartment_that_there_is_not_is_refused() -> None:
    with pytest.raises(TypeError, match="secret"):

        class Whispered(Notice):
            kind = "organization.whispered"
            secret: Payload | None = None


def test_a_link_names_a_notice_once() -> None:
    jti = "01900000-0000-7000-8000-000000000001"
    with pytest.raises(ValueError, match="once"):
        Links(refers=(jti, jti))

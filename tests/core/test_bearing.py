"""Who is named in a notice: organizations and those said to have acted, in their class."""

import json

import pytest

from kakehashi.core.bearing import NAMING, Weight, bearings, is_worth_asking, row_bearings
from kakehashi.core.names import Mark
from kakehashi.core.notices import KINDS, Classification, contents, example, read
from kakehashi.core.notices.contents import Compartments


def told(kind: str) -> Compartments:
    """The example of a kind, as it is read out of a journal."""
    notice = example(kind)
    given = contents(notice)
    found = read(
        kind,
        notice.version,
        parts={one.role: one.data for one in given if one.rows is None},
        rows=next((one.rows for one in given if one.rows is not None), None),
    )
    assert isinstance(found, Compartments)
    return found


def test_a_report_names_its_actors_confidentially_and_with_their_numbers() -> None:
    found = bearings(told("intermediary.reported"), region="KH")
    assert found
    assert {one.classification for one in found} == {Classification.CONFIDENTIAL}
    assert {one.weight for one in found} == {Weight.AGAINST}
    assert any(mark.mark is Mark.PHONE for one in found for mark in one.identifiers)


def test_an_approval_names_the_organization_of_the_register_once() -> None:
    (found,) = bearings(told("sending-organization.approved"))
    assert found.weight is Weight.REGISTER
    assert found.number
    assert found.classification is Classification.PUBLIC


def test_a_revocation_speaks_against_the_organization() -> None:
    found = bearings(told("sending-organization.revoked"))
    assert [one.weight for one in found] == [Weight.AGAINST]


def test_the_rows_of_a_list_come_in_slices() -> None:
    listed = told("supporting-organization.list-shared")
    assert listed.rows is not None
    one_by_one = [row_bearings(listed, place, 1) for place in range(len(listed.rows))]
    assert [one for some in one_by_one for one in some] == row_bearings(listed, 0, 99)


def test_two_entries_of_registers_are_never_asked_about() -> None:
    assert not is_worth_asking(Weight.REGISTER, Weight.REGISTER)
    assert is_worth_asking(Weight.REGISTER, Weight.AGAINST)
    assert is_worth_asking(Weight.ASKED, Weight.REGISTER)
    assert is_worth_asking(Weight.AGAINST, Weight.NAMED)
    assert not is_worth_asking(Weight.ASKED, Weight.ASKED)
    assert not is_worth_asking(Weight.NAMED, Weight.REGISTER)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_that_can_name_somebody_is_opened(kind: str) -> None:
    schema = json.dumps(KINDS[kind].model_json_schema())
    names_somebody = any(
        f'"{payload}"' in schema
        for payload in ("Actor", "Organization", "MeasuredOrganization", "Misconduct")
    )
    if names_somebody and not kind.startswith("letter."):
        assert kind in NAMING


@pytest.mark.parametrize("kind", sorted(NAMING))
def test_no_one_who_suffered_or_represents_is_among_those_named(kind: str) -> None:
    roles = {one.role for one in bearings(told(kind))}
    assert not roles & {"candidate", "worker", "relative", "representative"}

import json

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from kakehashi.core.canonical import NotCanonical, decode, encode
from kakehashi.core.notices import (
    KINDS,
    PROTOCOL_KINDS,
    Compartments,
    Notice,
    Unknown,
    attachments,
    contents,
    example,
    payload_of,
    problems,
    read,
    statement_of,
    whole,
)
from kakehashi.core.notices.faults import Fault
from tests.core.notices.leaves import Json, as_json, at, changed, free_texts, leaves, without

NAMES = st.text(
    st.characters(
        exclude_categories=("Cc", "Cs", "Zl", "Zp"),
        exclude_characters="\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufffe\uffff",
    ),
    min_size=1,
    max_size=40,
).filter(lambda text: not text.isspace() and any(not c.isspace() for c in text))


def read_back(notice: Notice) -> Compartments:
    parts = contents(notice)
    made = read(
        notice.kind,
        notice.version,
        statement=statement_of(notice),
        parts={part.role: part.data for part in parts if part.rows is None},
        rows=next((part.rows for part in parts if part.rows is not None), None),
    )
    assert isinstance(made, Compartments)
    return made


def made_of(notice: Notice, said: Json) -> Notice | ValidationError:
    try:
        return type(notice).model_validate(said)
    except ValidationError as error:
        return error


def only_rules(error: ValidationError) -> bool:
    """Whether only rules between fields are broken, such as two rows with one number."""
    return all(isinstance(found.fault, Fault) for found in problems(error))


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_read_back_is_what_was_written(kind: str) -> None:
    notice = example(kind)
    assert whole(read_back(notice)) == notice


@pytest.mark.parametrize("kind", KINDS)
def test_every_part_is_canonical_json_and_reads_back_to_the_same_bytes(kind: str) -> None:
    notice = example(kind)
    for part in contents(notice):
        for data in part.rows if part.rows is not None else (part.data,):
            assert encode(decode(data)) == data
    assert contents(whole(read_back(notice))) == contents(notice)


@settings(max_examples=100)
@given(st.data())
def test_any_names_and_texts_come_back_code_point_by_code_point(data: st.DataObject) -> None:
    notice = example(data.draw(st.sampled_from(sorted(KINDS))))
    paths = list(free_texts(notice))
    assume(paths)
    said = as_json(notice)
    chosen = data.draw(st.lists(st.sampled_from(paths), min_size=1, max_size=5, unique=True))
    for path in chosen:
        said = changed(said, path, data.draw(NAMES))
    made = made_of(notice, said)
    assume(not isinstance(made, ValidationError) or not only_rules(made))
    assert isinstance(made, Notice), made
    again = as_json(whole(read_back(made)))
    assert [at(again, path) for path in chosen] == [at(said, path) for path in chosen]
    assert again == said


@settings(max_examples=100)
@given(st.data())
def test_whatever_may_be_left_out_may_be_left_out_on_the_way(data: st.DataObject) -> None:
    notice = example(data.draw(st.sampled_from(sorted(KINDS))))
    said = as_json(notice)
    for _ in range(data.draw(st.integers(1, 4))):
        path = data.draw(st.sampled_from([p for p, _ in leaves(said)] or [()]))
        assume(path)
        said = without(said, path) if isinstance(path[-1], str) else said
    made = made_of(notice, said)
    assume(isinstance(made, Notice))
    assert isinstance(made, Notice)
    assert whole(read_back(made)) == made


@pytest.mark.parametrize("kind", KINDS)
def test_an_unknown_field_is_refused_wherever_it_stands(kind: str) -> None:
    notice = example(kind)
    said = as_json(notice)
    objects = {path[:-1] for path, _ in leaves(said) if path and isinstance(path[-1], str)}
    for path in sorted(objects, key=str):
        if path[-1:] == ("kinds",):  # names of kinds, not of fields
            continue
        with pytest.raises(ValidationError):
            type(notice).model_validate(changed(said, (*path, "surprise"), "x"))


@pytest.mark.parametrize("kind", KINDS)
def test_a_number_with_a_point_is_refused_wherever_a_number_stands(kind: str) -> None:
    notice = example(kind)
    said = as_json(notice)
    for path, value in leaves(said):
        if isinstance(value, int) and not isinstance(value, bool):
            with pytest.raises(ValidationError):
                type(notice).model_validate(changed(said, path, float(value)))


def test_a_part_with_a_float_is_refused() -> None:
    part = contents(example("sending-organization.approved"))[1].data
    assert b'"capacity":300' in part
    with pytest.raises(NotCanonical):
        read(
            "sending-organization.approved",
            1,
            parts={"public": part.replace(b'"capacity":300', b'"capacity":300.0')},
        )


@pytest.mark.parametrize(
    "data",
    [b'{"x": 1}', b'{"a":1,"a":1}', b"[]", b"nothing", b'{"published_at":1,"url":null}'],
)
def test_a_part_in_a_second_form_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read("publication.confirmed", 1, parts={"public": data})


def test_a_part_says_nothing_by_the_wrong_type() -> None:
    for said in ({"published_at": "1"}, {"published_at": True}, {"published_at": 1, "rows": "2"}):
        with pytest.raises(ValidationError):
            read("publication.confirmed", 1, parts={"public": encode(said)})


def test_null_within_a_text_is_no_null() -> None:
    said = {"why": "twice", "explanation": {"lang": "en", "text": 'it said "x":null'}}
    made = read("notice.withdrawn", 1, parts={"public": encode(said)})
    assert isinstance(made, Compartments)


def test_erased_compartments_are_none_and_the_rest_still_reads() -> None:
    notice = example("sending-organization.revoked")
    parts = {part.role: part.data for part in contents(notice)}
    del parts["confidential"]
    made = read(notice.kind, 1, parts=parts)
    assert isinstance(made, Compartments)
    assert made.confidential is None
    assert made.public == getattr(notice, "public")  # noqa: B009 - a field of this kind only


def test_a_notice_of_which_something_needed_was_erased_is_not_whole() -> None:
    notice = example("misconduct.informed")
    made = read(notice.kind, 1, parts={"links": contents(notice)[0].data})
    assert isinstance(made, Compartments)
    with pytest.raises(ValidationError):
        whole(made)


@pytest.mark.parametrize(("kind", "version"), [("weather.reported", 1), ("inquiry.asked", 99)])
def test_a_kind_or_version_that_is_not_known_is_kept_as_it_came(kind: str, version: int) -> None:
    made = read(kind, version, statement={"x": 1}, parts={"public": b"anything"}, rows=[b"{}"])
    assert made == Unknown(kind, version, {"x": 1}, {"public": b"anything"}, (b"{}",))


def test_a_compartment_that_its_kind_has_not_is_refused() -> None:
    part = contents(example("publication.confirmed"))[1].data
    with pytest.raises(NotCanonical, match="particulars"):
        read("publication.confirmed", 1, parts={"particulars": part})


@pytest.mark.parametrize("kind", sorted(set(KINDS) - PROTOCOL_KINDS))
def test_the_part_for_links_is_always_there_so_that_its_absence_tells_nothing(kind: str) -> None:
    assert contents(example(kind))[0].role == "links"


@pytest.mark.parametrize("kind", sorted(PROTOCOL_KINDS))
def test_what_nodes_tell_each_other_stands_in_the_envelope_alone(kind: str) -> None:
    assert contents(example(kind)) == ()
    assert statement_of(example(kind))


def test_parts_come_in_their_fixed_order_with_their_classes() -> None:
    parts = contents(example("sending-organization.list-shared"))
    assert [(part.role, str(part.classification)) for part in parts] == [
        ("links", "restricted"),
        ("public", "public"),
        ("particulars", "public"),
        ("rows", "public"),
    ]
    assert [len(part.rows or ()) for part in parts] == [0, 0, 0, 2]


def test_files_are_named_by_number_with_the_class_they_are_kept_in() -> None:
    found = attachments(example("sending-organization.revoked"))
    assert [(file.number, str(kept)) for file, kept in found] == [(1, "confidential")]
    assert [file.number for file, _ in attachments(example("amendment.consented"))] == [1, 2]


def test_files_that_are_not_numbered_in_order_are_refused() -> None:
    said = as_json(example("amendment.consented"))
    said["restricted"]["instruments"][1]["scan"]["number"] = 7
    notice = KINDS["amendment.consented"].model_validate(said)
    with pytest.raises(ValueError, match="1, 2, 3"):
        attachments(notice)


def test_a_fault_names_the_place_where_it_is() -> None:
    said = json.loads(contents(example("sending-organization.revoked"))[1].data)
    said["names"][1]["script"] = "latin"
    with pytest.raises(ValidationError) as caught:
        read("sending-organization.revoked", 1, parts={"public": encode(said)})
    assert caught.value.errors()[0]["loc"] == ("names", 1, "script")


def test_the_type_of_a_compartment_can_be_asked() -> None:
    assert payload_of(KINDS["supporting-organization.list-shared"], "rows").__name__ == (
        "SupportingOrganizationRow"
    )

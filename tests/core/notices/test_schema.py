from typing import Any

import jsonschema_rs
import pytest

from kakehashi.core.notices import KINDS, example, schema
from tests.core.notices.leaves import as_json, changed, free_texts, leaves
from tests.core.notices.publish_schemas import COMMAND, FOLDER, text


@pytest.mark.parametrize("kind", KINDS)
def test_the_published_schema_is_that_of_the_type(kind: str) -> None:
    file = FOLDER / f"{kind}.json"
    published = file.read_text(encoding="utf-8") if file.exists() else ""
    assert published == text(kind), f"after a decision to change the format: {COMMAND}"


def test_no_schema_is_published_for_a_kind_that_is_not_there() -> None:
    assert {file.stem for file in FOLDER.glob("*.json")} == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_another_program_finds_the_schema_sound_and_the_example_valid(kind: str) -> None:
    jsonschema_rs.meta.validate(schema(kind))
    validator = jsonschema_rs.validator_for(schema(kind))
    said = as_json(example(kind))
    assert [error.message for error in validator.iter_errors(said)] == []


@pytest.mark.parametrize("kind", KINDS)
def test_another_program_refuses_what_the_type_refuses(kind: str) -> None:
    validator = jsonschema_rs.validator_for(schema(kind))
    said = as_json(example(kind))
    assert not validator.is_valid({**said, "surprise": 1})
    for path in free_texts(example(kind)):
        restated = "content" in path and kind in {"notice.corrected", "letter.registered"}
        assert restated or not validator.is_valid(changed(said, path, "a\u202eb"))


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_may_be_null(kind: str) -> None:
    validator = jsonschema_rs.validator_for(schema(kind))
    said: Any = as_json(example(kind))
    for path, _ in leaves(said):
        restated = "content" in path and kind in {"notice.corrected", "letter.registered"}
        assert restated or not path or not validator.is_valid(changed(said, path, None))


@pytest.mark.parametrize("kind", KINDS)
def test_a_schema_names_its_kind_version_and_classes(kind: str) -> None:
    made = schema(kind)
    assert made["$id"] == f"urn:kakehashi:notice:{kind}:{KINDS[kind].version}"
    assert (made["x-kind"], made["x-version"]) == (kind, KINDS[kind].version)
    assert made["x-classes"] == [str(c) for c in KINDS[kind].classes]
    assert made["additionalProperties"] is False


def test_a_schema_carries_the_words_for_each_code() -> None:
    category = schema("intermediary.reported")["$defs"]["Category"]
    assert category["enum"] == ["a", "b", "c", "d", "e"]
    assert category["x-labels"]["e"] == "(e) Charges without calculation basis and breakdown"

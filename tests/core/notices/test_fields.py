import csv
from datetime import date
from pathlib import Path

import pytest

from kakehashi.core.notices import KINDS, example
from kakehashi.core.notices.fields import CODES, FIELDS, fields_on, is_wrong_day
from tests.core.notices.leaves import as_json, changed

OFFICIAL = Path(__file__).parents[4] / "shared/data/specified-skilled-worker-fields-2026.csv"


@pytest.mark.parametrize(
    ("day", "count"),
    [
        (date(2019, 3, 31), 0),
        (date(2019, 4, 1), 14),
        (date(2022, 5, 24), 14),
        (date(2022, 5, 25), 12),
        (date(2024, 3, 28), 12),
        (date(2024, 3, 29), 16),
        (date(2026, 1, 22), 16),
        (date(2026, 1, 23), 19),
        (date(2030, 1, 1), 19),
    ],
)
def test_there_were_fourteen_then_twelve_then_sixteen_then_nineteen(day: date, count: int) -> None:
    assert len(fields_on(day)) == count


def test_three_fields_became_one_and_it_was_renamed() -> None:
    merged = {field.code for field in FIELDS if field.became}
    assert merged == {
        "machine-parts-and-tooling",
        "industrial-machinery",
        "electric-electronics-information",
    }
    first, second = CODES["industrial-product-manufacturing"]
    assert first.name_ja == "素形材・産業機械・電気電子情報関連製造業"
    assert second.name_ja == "工業製品製造業"
    assert (second.from_on - (first.until_on or date.max)).days == 1


def test_no_code_has_two_names_on_one_day() -> None:
    for day in {field.from_on for field in FIELDS}:
        standing = [field.code for field in FIELDS if field.stands_on(day)]
        assert len(standing) == len(set(standing))


def test_the_fields_of_2026_are_the_official_ones() -> None:
    if not OFFICIAL.exists():
        pytest.skip("the official list of fields is not beside the project")
    with OFFICIAL.open(encoding="utf-8", newline="") as file:
        official = {row["name_ja"]: row for row in csv.DictReader(file)}
    ours = {field.name_ja: field for field in fields_on(date(2026, 7, 1)).values()}
    assert set(ours) == set(official)
    for name, field in ours.items():
        assert field.name_en == official[name]["name_en"]
        assert official[name]["ministry"].startswith(field.ministry)


def test_a_field_is_not_suspended_before_it_is_one() -> None:
    said = as_json(example("acceptance.suspended"))
    of = KINDS["acceptance.suspended"]
    with pytest.raises(ValueError, match="no specified field"):
        of.model_validate(changed(said, ("public", "field"), "industrial-machinery"))
    path = ("public", "channels")
    old = [{"channel": "certificate-of-eligibility", "from_on": "2022-04-01"}]
    made = changed(changed(said, ("public", "field"), "industrial-machinery"), path, old)
    assert of.model_validate(made).classification == "public"


def test_a_field_that_is_not_known_yet_is_read_all_the_same() -> None:
    assert not is_wrong_day("space-industry", date(2031, 1, 1))
    said = changed(as_json(example("acceptance.suspended")), ("public", "field"), "space-industry")
    assert as_json(KINDS["acceptance.suspended"].model_validate(said)) == said

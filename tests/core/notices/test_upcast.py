"""Version 1 of an invented kind, read when only version 2 is still a type."""

from dataclasses import replace
from types import MappingProxyType

import pytest
from pydantic import Field

from kakehashi.core.canonical import encode
from kakehashi.core.notices import KINDS, Compartments, Notice, Unknown, example, read, statement_of
from kakehashi.core.notices.contents import versions_read
from kakehashi.core.notices.notice import PUBLIC, RESTRICTED, Family
from kakehashi.core.notices.payload import Day, Payload
from kakehashi.core.notices.snapshots import ListedRow
from kakehashi.core.notices.text import Text
from kakehashi.core.notices.upcast import ADDED, UPCASTERS, Raw, Upcasters, upcast, versions_saying


class Meeting(Payload):
    on: Day = Field(title="Day")


class Welcome(Payload):
    greeting: Text = Field(title="Greeting")


class GreetingSent(Notice):
    """Version 2 has a language and a day; version 1 had English words and no day."""

    kind = "greeting.sent"
    version = 3
    title = "Greeting sent"
    description = "An invented kind."
    family = Family.LETTERS
    classes = (RESTRICTED, PUBLIC)

    statement: Meeting = Field(title="Meeting")
    restricted: Welcome = Field(title="Welcome")
    rows: tuple[ListedRow, ...] = Field(default=(), title="Rows")


def first_to_second(raw: Raw) -> Raw:
    parts = dict(raw.parts)
    if "restricted" in parts:
        parts["restricted"] = {"greeting": {"lang": "en", "text": parts["restricted"]["words"]}}
    return Raw({"day": "2026-01-01"}, parts, raw.rows)


def second_to_third(raw: Raw) -> Raw:
    statement = None if raw.statement is None else {"on": raw.statement["day"]}
    rows = None if raw.rows is None else tuple({"number": row["no"]} for row in raw.rows)
    return Raw(statement, raw.parts, rows)


TYPES = MappingProxyType({"greeting.sent": GreetingSent})
STEPS: Upcasters = {
    ("greeting.sent", 1): first_to_second,
    ("greeting.sent", 2): second_to_third,
}


def test_the_first_version_is_read_as_the_present_one() -> None:
    made = read(
        "greeting.sent",
        1,
        parts={"restricted": encode({"words": "សួស្តី"})},
        rows=[encode({"no": "7"})],
        kinds=TYPES,
        upcasters=STEPS,
    )
    assert isinstance(made, Compartments)
    assert replace(made, rows=tuple(made.rows or ())) == Compartments(
        "greeting.sent",
        3,
        statement=Meeting(on="2026-01-01"),
        restricted=Welcome(greeting=Text(lang="en", text="សួស្តី")),
        rows=(ListedRow(number="7"),),
    )


def test_an_erased_part_stays_erased_on_the_way_up() -> None:
    made = read(
        "greeting.sent", 2, statement={"day": "2026-02-03"}, parts={}, kinds=TYPES, upcasters=STEPS
    )
    assert made == Compartments("greeting.sent", 3, statement=Meeting(on="2026-02-03"))


@pytest.mark.parametrize("version", [0, 4])
def test_a_version_with_no_way_up_is_not_known(version: int) -> None:
    made = read("greeting.sent", version, parts={}, kinds=TYPES, upcasters=STEPS)
    assert made == Unknown("greeting.sent", version)


def test_a_missing_step_leads_nowhere() -> None:
    only_last: Upcasters = {("greeting.sent", 2): second_to_third}
    assert upcast("greeting.sent", 1, Raw(), to=3, upcasters=only_last) is None
    made = read("greeting.sent", 1, parts={}, kinds=TYPES, upcasters=only_last)
    assert isinstance(made, Unknown)


def test_an_old_version_that_was_never_right_is_refused() -> None:
    with pytest.raises(ValueError, match="greeting"):
        read(
            "greeting.sent",
            2,
            parts={"restricted": encode({"greeting": "no object"})},
            kinds=TYPES,
            upcasters=STEPS,
        )


def test_every_version_ever_published_has_a_way_to_the_present_one() -> None:
    for kind, notice in KINDS.items():
        for version in range(1, notice.version):
            assert (kind, version) in UPCASTERS


@pytest.mark.parametrize("kind", sorted({kind for kind, _ in ADDED}))
def test_a_version_says_nothing_that_only_the_next_one_can(kind: str) -> None:
    notice = example(kind)
    said = statement_of(notice) or {}
    added = ADDED[kind, notice.version]
    plain = {name: value for name, value in said.items() if name != added}
    told = plain | {added: {"begins": "10:00", "ends": "12:00", "zone": "Asia/Tokyo"}}
    as_first, as_second = (read(kind, n, statement=plain, parts={}) for n in (1, 2))
    assert as_first == as_second
    assert isinstance(read(kind, 2, statement=told, parts={}), Compartments)
    with pytest.raises(ValueError, match=added):
        read(kind, 1, statement=told, parts={})
    assert list(versions_saying(kind, plain, newest=2)) == [1, 2]
    assert list(versions_saying(kind, told, newest=2)) == [2]


def test_every_version_that_leads_up_is_announced() -> None:
    assert versions_read("greeting.sent", kinds=TYPES, upcasters=STEPS) == (1, 2, 3)
    broken = {("greeting.sent", 2): second_to_third}
    assert versions_read("greeting.sent", kinds=TYPES, upcasters=broken) == (2, 3)

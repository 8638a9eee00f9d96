"""What leaves a report: no reporter, no victim, no day, no exact sum, and nothing unpermitted."""

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kakehashi.core.notices.intermediaries import (
    Category,
    IntermediaryReport,
    MayBePut,
    PayerRole,
)
from kakehashi.core.notices.text import Text
from kakehashi.core.reporting.leaving import (
    Accepted,
    LeftOut,
    NotPermitted,
    contacts,
    leaving,
    read_amount,
    rough_money,
)
from kakehashi.core.reporting.told import told

RECEIVED = date(2026, 11, 3)
ANSWERS = {
    "whom": {"whom": ["self"]},
    "what": {"what": ["a", "e"]},
    "story": {"story": ["My secret words: Sokha took my house paper on 12 October."]},
    "who.1": {"name": ["សុខ សុភា"], "role": ["broker"], "contact": ["012 345 678"]},
    "who.2": {"name": ["Bright Future Co., Ltd."], "role": ["sending"]},
    "who.3": {"name": ["Chan Dara"], "role": ["other"]},
    "money.1": {
        "amount": ["៣,២៤០"],
        "currency": ["USD"],
        "to": ["bright  future co., ltd."],
        "purpose": ["fee"],
        "receipt": ["no"],
    },
    "when": {"day": ["12"], "month": ["10"], "year": ["2569"]},
    "where": {"country": ["KH"], "place": ["my aunt's house behind the pagoda"]},
    "know": {"know": ["other-side"]},
    "reach": {"name": ["Chan Dara"], "reach": ["@dara on Telegram"]},
}
ALL = Accepted(
    categories=tuple(Category),
    people=(0, 1, 2),
    sums=(0,),
    payer=PayerRole.CANDIDATE,
    with_period=True,
)


def written(answers: dict[str, dict[str, list[str]]], accepted: Accepted = ALL) -> str:
    left = leaving(told(answers), accepted, received_on=RECEIVED)
    report = IntermediaryReport(
        headline=Text(lang="en", text="Deposits"),
        categories=left.categories,
        source=left.source,
        actors=left.actors,
        acts=left.acts,
        payments=left.payments,
    )
    return report.model_dump_json()


def test_a_report_becomes_a_notice_with_actors_months_and_rounded_sums() -> None:
    said = json.loads(written(ANSWERS))
    assert said["categories"] == ["a", "e"]
    assert [actor["role"] for actor in said["actors"]] == ["recruiter", "sending-organization"]
    assert said["actors"][0]["phones"] == ["012 345 678"]
    assert said["actors"][0]["names"] == [{"text": "សុខ សុភា", "lang": "km", "script": "Khmr"}]
    payment = said["payments"][0]
    assert payment["amount"] == {"amount": "3200", "currency": "USD"}
    assert (payment["payer"], payment["payee"]) == ("candidate", 1)
    assert payment["period"] == {"from_month": "2026-10", "until_month": None}


def test_neither_the_reporter_nor_her_words_nor_the_place_leave() -> None:
    said = written(ANSWERS)
    for secret in ("secret", "Dara", "@dara", "pagoda", "3240", "3,240", "2026-10-12"):
        assert secret not in said


def test_the_page_hears_why_something_accepted_stays_behind() -> None:
    unread = ANSWERS | {
        "money.1": {"amount": ["a lot"], "currency": ["USD"]},
        "who.2": {"name": ["Bright Future"], "contact": ["ask at the market"]},
    }
    left = leaving(told(unread), ALL, received_on=RECEIVED)
    assert left.left_out == (
        ("who.2", LeftOut.CONTACT),
        ("who.3", LeftOut.OWN_NAME),
        ("money.1", LeftOut.AMOUNT),
    )


@pytest.mark.parametrize("know", [[], ["office"], ["ministry"], ["everybody"]])
def test_nothing_leaves_without_the_reporters_permission(know: list[str]) -> None:
    with pytest.raises(NotPermitted):
        leaving(told(ANSWERS | {"know": {"know": know}}), ALL, received_on=RECEIVED)


def test_the_organization_is_told_only_where_the_reporter_permits_it() -> None:
    permitted = ANSWERS | {"know": {"know": ["other-side"], "organization": ["yes"]}}
    for answers, put in ((ANSWERS, MayBePut.NO), (permitted, MayBePut.YES)):
        left = leaving(told(answers), ALL, received_on=RECEIVED)
        assert {act.may_be_put for act in left.acts} == {put}


def test_only_what_the_officer_accepts_leaves() -> None:
    none = Accepted((), (), (), PayerRole.RELATIVE, with_period=False)
    left = leaving(told(ANSWERS), none, received_on=RECEIVED)
    assert (left.categories, left.actors, left.payments) == ((), (), ())
    assert [(act.category, act.period) for act in left.acts] == [(None, None)]


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("3,000", 3000),
        ("3.000", 3000),
        ("3 000 dollars", 3000),
        ("៣០០០ ដុល្លារ", 3000),
        ("１，５００", 1500),
        ("1,234,567.89", 1234567),
        ("1500.50", 1500),
        ("about 200", 200),
        ("200 or 300", None),
        ("a lot", None),
        ("1,23,4", None),
        ("", None),
    ],
)
def test_amounts_are_read_in_every_script_and_never_guessed(typed: str, number: int | None) -> None:
    assert read_amount(typed) == (None if number is None else Decimal(number))


@given(st.integers(min_value=1, max_value=10**12))
def test_a_rounded_sum_has_two_leading_digits_and_is_near(amount: int) -> None:
    rounded = rough_money(str(amount), "JPY")
    assert rounded is not None
    assert len(rounded.amount.rstrip("0")) <= 2
    assert abs(int(rounded.amount) - amount) * 20 <= amount


@given(st.text(max_size=60))
def test_any_contact_is_read_or_left_and_never_fails(words: str) -> None:
    phones, handles = contacts(words)
    assert len(phones) + len(handles) <= 1


@example({"who.1": {"name": ["Sok\nDara"]}})
@given(
    st.dictionaries(
        st.sampled_from(sorted(ANSWERS)),
        st.fixed_dictionaries(
            {
                "name": st.lists(st.text(max_size=40), max_size=2),
                "amount": st.lists(st.text(max_size=20), max_size=1),
                "contact": st.lists(st.text(max_size=30), max_size=1),
                "to": st.lists(st.text(max_size=10), max_size=1),
                "year": st.lists(st.text(max_size=5), max_size=1),
                "month": st.lists(st.text(max_size=3), max_size=1),
            }
        ),
    )
)
def test_whatever_was_typed_makes_a_notice_that_stands(
    answers: dict[str, dict[str, list[str]]],
) -> None:
    report = told(answers | {"know": {"know": ["other-side"]}})
    every = Accepted(
        tuple(Category),
        range(len(report.people)),
        range(len(report.sums)),
        PayerRole.WORKER,
        with_period=True,
    )
    left = leaving(report, every, received_on=RECEIVED)
    IntermediaryReport(
        headline=Text(lang="en", text="Deposits"),
        source=left.source,
        actors=left.actors,
        acts=left.acts,
        payments=left.payments,
    )

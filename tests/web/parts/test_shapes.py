"""What the shapes make of what they are given."""

import re
from datetime import UTC, date, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.template import Context, Template
from django.utils import timezone

from kakehashi.web.parts.charts import Chart, Series
from kakehashi.web.parts.fields import Choice, Field, Group, Repeat, error_summary, posted_date
from kakehashi.web.parts.forms import DateField, MoneyField
from kakehashi.web.parts.shapes import (
    Amount,
    Column,
    Day,
    Instant,
    Link,
    Named,
    Pages,
    Part,
    Row,
    SearchBox,
    Status,
    Summary,
    Table,
)

HOSTILE = "<script>alert(1)</script>"


@pytest.mark.parametrize(
    "part",
    [
        Status(HOSTILE),
        Named(HOSTILE, "km"),
        Link(HOSTILE, "/"),
        Table(HOSTILE, [HOSTILE], [[HOSTILE]]),
        Summary([Row(HOSTILE, HOSTILE)]),
        SearchBox(HOSTILE, HOSTILE, HOSTILE, kept={HOSTILE: HOSTILE}),
        Field(name="x", label=HOSTILE, value=HOSTILE, hint=HOSTILE, errors=[HOSTILE]),
        Field(name="x", label="x", kind="radios", choices=[Choice(HOSTILE, HOSTILE, HOSTILE)]),
    ],
)
def test_what_people_typed_is_shown_and_never_obeyed(part: Part) -> None:
    assert "<script>" not in str(part)
    assert "&lt;script&gt;" in str(part)


def test_a_shape_shows_itself_in_a_template() -> None:
    page = Template("{{ it }}").render(Context({"it": Status("Approved", "good")}))
    assert page.strip() == '<strong class="status status-good">Approved</strong>'


def test_each_cell_carries_its_label_for_narrow_screens() -> None:
    table = str(Table("Organizations", ["Name", Column("Workers", numeric=True)], [["A", 12]]))
    assert '<td data-label="Workers" class="numeric">' in table
    assert '<th scope="row" data-label="Name">' in table


def test_a_row_with_a_cell_too_many_is_an_error() -> None:
    with pytest.raises(ValueError, match="zip"):
        str(Table("Organizations", ["Name"], [["A", "B"]]))


def test_a_name_keeps_its_language_and_every_character() -> None:
    assert '<bdi lang="km">ភ្នំ\u200bពេញ</bdi>' in str(Named("ភ្នំ\u200bពេញ", "km"))


def test_a_day_known_only_as_the_latest_possible_says_so() -> None:
    assert "not later than 23 December 2021" in str(Day(date(2021, 12, 23), not_later_than=True))


def test_a_moment_is_told_in_the_zone_of_the_page() -> None:
    with timezone.override(ZoneInfo("Asia/Phnom_Penh")):
        told = str(Instant(datetime(2026, 7, 1, 20, 30, tzinfo=UTC)))
    assert "2 July 2026 03:30" in told
    assert "UTC+07:00" in told


def test_money_always_names_its_currency() -> None:
    assert "USD 1\N{NARROW NO-BREAK SPACE}250.50" in str(Amount("1250.50", "USD"))


@pytest.mark.parametrize(
    ("number", "last", "numbers"),
    [
        (1, 1, [1]),
        (1, 3, [1, 2, 3]),
        (1, 9, [1, 2, 0, 9]),
        (5, 9, [1, 0, 4, 5, 6, 0, 9]),
        (9, 9, [1, 0, 8, 9]),
    ],
)
def test_pages_show_the_ends_and_the_neighbours(number: int, last: int, numbers: list[int]) -> None:
    assert [n for n, _ in Pages(number, last, "?page={page}").shown] == numbers


def test_every_mistake_leads_to_its_control() -> None:
    name = Field(name="who-0-name", label="Name", errors=["Enter a name"])
    day = Field(name="on", label="Date", kind="date", errors=["There is no such day"])
    row = Group(label="Person 1", fields=[name])
    people = Repeat(name="who", label="Persons", rows=[row], add_label="Add")
    summary = str(error_summary([people, day]))
    for field in (name, day):
        assert f'href="#{field.first_id}"' in summary
        assert f'id="{field.first_id}"' in str(people) + str(day)


def test_no_mistakes_give_no_summary() -> None:
    assert error_summary([Field(name="x", label="x")]) == ""


class Paper(forms.Form):
    on = DateField()
    paid = MoneyField()


def test_a_form_by_hand_reads_the_same_boxes_as_a_generated_one() -> None:
    post = {
        "on-year": "令和8",
        "on-month": "7",
        "on-day": "1",
        "paid_amount": "12.50",
        "paid_currency": "KHR",
    }
    form = Paper(post)
    assert form.is_valid(), form.errors
    assert form.cleaned_data == {"on": date(2026, 7, 1), "paid": ("12.50", "KHR")}
    assert posted_date(post, "on") == ("令和8", "7", "1")


def test_a_refused_form_shows_again_what_was_typed() -> None:
    form = Paper({"on-year": "2026", "on-month": "2", "on-day": "30"})
    assert not form.is_valid()
    assert 'value="30"' in str(form)
    assert "There is no such day" in str(form)


@pytest.mark.parametrize("highest", [0, 1, 7, 9, 31, 475, 12_345])
def test_a_charts_scale_is_of_whole_round_steps_up_to_its_highest_bar(highest: int) -> None:
    picture = Chart("Duties", ["May"], [Series("Opened", [highest])]).picture
    marks = [int(text) for text in re.findall(r">(\d+)</text>", picture)]
    assert marks[0] == 0
    assert marks[-1] >= highest
    assert len(marks) <= 10
    assert len({after - before for before, after in pairwise(marks)}) == 1


def test_a_chart_brings_no_style_no_script_and_no_markup_of_its_labels() -> None:
    picture = Chart("Duties", [HOSTILE], [Series(HOSTILE, [1]), Series("b", [2])]).picture
    assert HOSTILE not in picture
    assert "<style" not in picture
    assert " style=" not in picture
    assert 'aria-hidden="true"' in picture

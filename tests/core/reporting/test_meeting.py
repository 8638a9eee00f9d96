"""Reports that may be about one matter are found by words, by a number, by a name in any script."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakehashi.core.names import Identifier, Mark
from kakehashi.core.reporting.meeting import Why, marks, meets, traits
from kakehashi.core.reporting.told import told

STORY = "The broker took my passport and a deposit, and says that I must wait until the new year."


def about(name: str = "", contact: str = "", story: str = "", to: str = "") -> dict[str, object]:
    answers = {
        "story": {"story": [story]},
        "who.1": {"name": [name], "contact": [contact]},
        "money.1": {"to": [to]},
    }
    return {"told": told(answers), "regions": ["JP", "KH"]}


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        (about(story=STORY), about(story=f"{STORY} Please help."), (Why.WORDS,)),
        (about("Sok", "012 345 678"), about("Dara", "tel ០១២៣៤៥៦៧៨, at noon"), (Why.NUMBER,)),
        (about("Sok", "+855 12 345 678 / 097 765 4321"), about("", "097-765-4321"), (Why.NUMBER,)),
        (about("Sok", "@sok_jobs"), about("Dara", "https://t.me/sok_jobs"), (Why.NUMBER,)),
        (about("Sok", to="ABA 001 234 567 89"), about("", "001-234-567-89"), (Why.NUMBER,)),
        (about("សុខ ចាន់"), about("Sok Chann"), (Why.NAME,)),
        (about("山下太郎"), about("ヤマシタ タロウ"), (Why.NAME,)),
        (about("Sok Chan", story=STORY), about("Keo Sreyneang", story="Another thing."), ()),
        (about(), about(), ()),
    ],
)
def test_what_two_reports_have_in_common_is_named(
    one: dict[str, object], other: dict[str, object], why: tuple[Why, ...]
) -> None:
    left, right = traits(**one), traits(**other)  # type: ignore[arg-type]  # as `about` makes them
    assert meets(left, right) == meets(right, left) == why


def test_each_number_of_a_line_is_found() -> None:
    found = list(marks("Telegram: sokjobs, 012 345 678; @sok_two", regions=["KH", "JP"]))
    assert found == [
        Identifier(Mark.HANDLE, "sokjobs"),
        Identifier(Mark.PHONE, "+85512345678"),
        Identifier(Mark.HANDLE, "sok_two"),
    ]


@given(st.text(max_size=300))
def test_whatever_was_typed_is_looked_through(words: str) -> None:
    assert all(one.value for one in marks(words, regions=["JP"]))

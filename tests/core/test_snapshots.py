"""Two states of a list compared."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from kakehashi.core.snapshots import Alteration, compare, confirmation

OLD = {"1": {"name": "a"}, "2": {"name": "b"}, "3": {"name": "c"}}
LISTS = st.dictionaries(st.text(max_size=3), st.fixed_dictionaries({"name": st.text(max_size=2)}))


def test_additions_alterations_and_departures_are_told_apart() -> None:
    found = compare(OLD, {"2": {"name": "B"}, "3": {"name": "c"}, "4": {"name": "d"}})
    assert found.additions == ("4",)
    assert found.departures == ("1",)
    assert found.alterations == (Alteration("2", ("name",), {"name": "b"}, {"name": "B"}),)
    assert found.unchanged == 1


@given(LISTS, LISTS)
def test_a_comparison_accounts_for_every_row(
    old: dict[str, dict[str, str]], new: dict[str, dict[str, str]]
) -> None:
    found = compare(old, new)
    kept = found.unchanged + len(found.alterations)
    assert kept + len(found.departures) == len(old)
    assert kept + len(found.additions) == len(new)


def test_a_list_may_lose_five_in_a_hundred_and_no_more() -> None:
    hundred = {str(n): {"n": str(n)} for n in range(100)}
    ninety_five = dict(list(hundred.items())[5:])
    assert not compare(hundred, ninety_five).shrinks
    assert compare(hundred, dict(list(ninety_five.items())[1:])).shrinks


def test_the_first_list_of_all_does_not_shrink() -> None:
    assert not compare({}, OLD).shrinks


def test_a_confirmation_names_exactly_what_was_shown() -> None:
    def token(day: int = 1, new: str = "b", missing: tuple[str, ...] = ()) -> str:
        return confirmation(
            layout="l",
            as_of=date(2026, 7, day),
            current_digest="a",
            new_digest=new,
            missing=missing,
        )

    assert token() == token()
    assert len({token(), token(day=2), token(new="c"), token(missing=("x",))}) == 4

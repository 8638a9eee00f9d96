"""Whose concurrence is asked: as the profile says, and of nobody else."""

from datetime import date

import pytest

from kakehashi.core.agreement import ProfileRefused, Terms, load
from kakehashi.core.concurrence import asked, missing, signatory_of
from kakehashi.core.notices import KIND_FACTS
from kakehashi.node import SHIPPED

DAY = date(2026, 11, 21)
FOUR = ("moj", "mofa", "mhlw", "npa")
CONSENTED, ASKED, DISCONTINUED = "amendment.consented", "inquiry.asked", "discontinuance.notified"


def terms(name: str) -> Terms:
    text = (SHIPPED / name / "profile.toml").read_text()
    return load(text, kinds=KIND_FACTS).on(DAY)


@pytest.mark.parametrize("name", ["jp-kh-2019", "jp-tj-2024"])
def test_all_four_signatories_concur_in_a_change(name: str) -> None:
    assert asked(terms(name), "JP", CONSENTED) == FOUR
    assert asked(terms(name), "JP", ASKED) == ()


def test_a_side_that_is_not_asked_needs_nobody() -> None:
    assert asked(terms("jp-kh-2019"), "KH", CONSENTED) == ()


def test_which_kinds_ask_for_it_differs_by_agreement() -> None:
    assert asked(terms("jp-kh-2019"), "JP", DISCONTINUED) == ()
    assert asked(terms("jp-tj-2024"), "JP", DISCONTINUED) == FOUR


def test_who_is_missing_is_named_in_order() -> None:
    here = terms("jp-kh-2019")
    assert missing(here, "JP", CONSENTED, concurred={"mofa", "npa"}) == ("moj", "mhlw")
    assert missing(here, "JP", CONSENTED, concurred=FOUR) == ()


@pytest.mark.parametrize(
    ("unit", "signatory"),
    [("isa-residency", "moj"), ("mofa", "mofa"), ("maff", None), ("", None)],
)
def test_a_unit_speaks_for_the_signatory_above_it(unit: str, signatory: str | None) -> None:
    assert signatory_of(terms("jp-kh-2019"), "JP", unit) == signatory


def test_a_profile_that_asks_it_for_an_unknown_kind_is_refused() -> None:
    text = (SHIPPED / "jp-kh-2019" / "profile.toml").read_text()
    wrong = text.replace(
        'kinds = ["amendment.proposed", "amendment.consented"]', 'kinds = ["amendment.dreamt"]'
    )
    with pytest.raises(ProfileRefused, match="unknown-kind"):
        load(wrong, kinds=KIND_FACTS)

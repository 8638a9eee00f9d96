"""What the public is told in numbers of what passes in confidence (clause 1)."""

from dataclasses import fields
from datetime import date

import pytest

from tests.core.hearing import Journals, profile
from tests.web.portal.reading import words

pytestmark = pytest.mark.django_db

NAME = "jp-kh-2019"
TODAY = date(2026, 6, 30)


@pytest.fixture
def told() -> None:
    """Two reports, one of them long ago; an inquiry that is answered, and one that is not."""
    from kakehashi.desk import derived  # noqa: PLC0415 - settings are there only now

    both = Journals(NAME)
    both.issue("KH", "intermediary.reported", date(2025, 5, 30))
    both.issue("KH", "intermediary.reported", date(2026, 3, 2))
    asked = both.issue("JP", "inquiry.asked", date(2026, 3, 2))
    both.issue("JP", "inquiry.asked", date(2026, 3, 2))
    both.receive("KH", "JP", date(2026, 3, 3))
    both.issue("KH", "inquiry.answered", date(2026, 3, 13), answers=(asked,))
    derived.apply(both.heard, edition=derived.serving_edition(NAME))


@pytest.mark.usefixtures("told")
def test_the_public_learns_how_often_and_how_promptly_and_nothing_else() -> None:
    from kakehashi.dispatch.public_account import (  # noqa: PLC0415 - as above
        SideAccount,
        account,
    )

    by_party = {side.party: side for side in account(NAME, today=TODAY)}
    assert by_party["KH"] == SideAccount("KH", reports=1, asked=2, answered=1, days=10)
    assert by_party["KH"].average == 10
    numbers = {field.name for field in fields(SideAccount)} - {"party"}
    assert numbers == {"reports", "asked", "answered", "days"}


@pytest.mark.usefixtures("told")
def test_the_agreement_page_tells_it_beside_what_is_published() -> None:
    said = words(f"/agreements/{NAME}/")
    assert "Reports about intermediaries shared" in said
    assert "Days to answer, on average" in said


def test_a_side_of_which_nothing_is_known_stands_there_with_nothing() -> None:
    from kakehashi.web.portal.agreements import account_table  # noqa: PLC0415 - as above

    table = account_table(profile(NAME), (), today=TODAY)
    assert table is not None
    assert [list(row)[1:] for row in table.rows] == [["0", "0", "0", "–"]] * 2

"""How a notice's content is shown."""

from datetime import UTC, datetime

from django.utils import translation

from kakehashi.core.notices.life import ConsentedProfile
from kakehashi.core.notices.publication import Publication
from kakehashi.core.notices.values import RoughPeriod


def test_a_moment_is_shown_as_a_moment_and_not_as_seconds() -> None:
    from kakehashi.web.desk.notices.reading import rows  # noqa: PLC0415 - settings are there only now
    from kakehashi.web.parts.shapes import Instant  # noqa: PLC0415 - as above

    (row,) = rows(Publication(published_at=1_795_307_448))
    assert row.value == Instant(datetime(2026, 11, 22, 0, 30, 48, tzinfo=UTC))


def test_a_month_is_shown_in_words() -> None:
    from kakehashi.web.desk.notices.reading import rows  # noqa: PLC0415 - as above

    period = RoughPeriod(from_month="2025-11", until_month="2026-01")
    assert [row.value for row in rows(period)] == ["November 2025", "January 2026"]
    with translation.override("ja"):
        assert next(rows(period)).value == "2025年11月"


def test_sides_offices_countries_and_languages_are_named_and_what_is_unknown_stays() -> None:
    from kakehashi.web.desk.notices.coded import CODED  # noqa: PLC0415 - as above

    said = [("owner", "KH"), ("office", "isa"), ("country", "TJ"), ("languages", "tg")]
    assert [CODED[field](code) for field, code in said] == [
        "Cambodia",
        "Immigration Services Agency",
        "Tajikistan",
        "Tajik",
    ]
    with translation.override("ja"):
        assert CODED["owner"]("KH") == "カンボジア"
    assert [CODED[field]("zz-none") for field, _ in said] == ["zz-none"] * 4


def test_a_list_of_whole_answers_is_not_taken_for_a_list_of_codes() -> None:
    from kakehashi.web.desk.notices.reading import rows  # noqa: PLC0415 - as above

    consented = ConsentedProfile.model_validate(
        {
            "profile": "0" * 64,
            "signatories": [
                {"signatory": "moj", "consented_on": "2026-05-01"},
                {"signatory": "mofa", "consented_on": "2026-05-08"},
            ],
        }
    )
    shown = [row for row in rows(consented) if str(row.key).startswith("Signatories")]
    assert len(shown) > len(consented.signatories)
    assert not any("signatory=" in str(value) for row in shown for value in row.values)

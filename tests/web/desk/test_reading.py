"""How a notice's content is shown."""

from datetime import UTC, datetime

from django.utils import translation

from kakehashi.core.agreement.profile import Office
from kakehashi.core.notices.certificates import CertificateEndWhy, SuspendedCertificates
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


def test_what_is_said_of_many_certificates_is_about_the_first_and_how_many_more() -> None:
    from kakehashi.web.desk.notices.reading import subject  # noqa: PLC0415 - as above

    def about(*numbers: str) -> object:
        why = CertificateEndWhy.ORGANIZATION
        return subject(iter([None, SuspendedCertificates(numbers=numbers, why=why)]))

    assert about("KH-0000001") == "KH-0000001"
    assert about("KH-0000001", "KH-0000002", "KH-0000003") == "KH-0000001 and 2 more"


def test_a_role_that_the_node_wrote_is_said_in_words_and_a_title_stays_as_it_is() -> None:
    from kakehashi.web.desk.speech import decider  # noqa: PLC0415 - as above

    offices = {"isa": Office("isa", {"en": "Department", "ja": "課"})}
    assert decider(offices, "isa", "Director of the division")[1] == "Director of the division"
    with translation.override("ja"):
        assert decider(offices, "isa", "decides") == ["課", "決裁"]
    assert decider({}, "isa", "administers") == ["isa", "Administers"]

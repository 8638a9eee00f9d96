"""What anybody reads on the portal, and what nobody may."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from kakehashi.core.names import Kind
from kakehashi.core.notices.payload import Classification
from kakehashi.core.notices.values import Register as Numbering
from kakehashi.screening import actions
from kakehashi.screening.actions import Named
from tests.registers import make
from tests.web.portal.reading import (
    MEASURES,
    SENDING,
    SUPPORTING,
    SUSPENSIONS,
    apply,
    page,
    text,
    words,
)

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 10, 1, tzinfo=UTC)


def named(classification: Classification, number: str, name: str) -> None:
    """Index an entry's name as screening does when its notice counts."""
    one = Named(f"entry:jp-kh-2019:{number}", (name,), Kind.ORGANIZATION)
    actions.index([one], agreement="jp-kh-2019", classification=classification, now=NOW)


@pytest.mark.usefixtures("three")
def test_the_start_counts_each_register_of_each_agreement() -> None:
    start = words("/")
    assert "Japan and Cambodia" in start
    assert "Japan and Tajikistan" in start
    assert "Sending organizations Organizations that a ministry has approved" in start


@pytest.mark.parametrize("asked", ["mekong", "ស្ពានមេគង្គ", "khm900001", "ＫＨＭ９００００１"])
@pytest.mark.usefixtures("three")
def test_one_search_finds_an_entry_in_every_script(asked: str) -> None:
    assert "KHM900001" in words("/find/", q=asked)


@pytest.mark.usefixtures("three")
def test_what_is_not_found_says_what_that_means_and_offers_near_names() -> None:
    said = page("/find/", q="Mekonk Bridje Manpower")
    assert "Pay nothing before you have found it." in text(said)
    assert "ស្ពានមេគង្គ" in said
    assert f"{SENDING}KHM900001/" in said


KHMER, LATIN = "ស្ពានមេគង្គ ខូអិលធីឌី", "Sok Chan Co., Ltd."


@pytest.mark.parametrize(
    ("name", "asked"),
    [(KHMER, "Spien Mekong"), (KHMER, "Спеан Меконг"), (LATIN, "សុខ ចាន់"), (LATIN, "Sokh Chann")],
)
def test_a_name_is_found_by_how_it_sounds_in_another_script(name: str, asked: str) -> None:
    apply(make.approved(1, "KHM900003", name))
    named(Classification.PUBLIC, "KHM900003", name)
    for address in ("/find/", SENDING):
        assert f"{SENDING}KHM900003/" in page(address, q=asked)


@pytest.mark.usefixtures("three")
def test_a_name_that_is_not_public_leads_to_no_entry() -> None:
    named(Classification.CONFIDENTIAL, "KHM900001", "Golden Sparrow")
    assert "KHM900001" not in page("/find/", q="Golden Sparrow")
    named(Classification.PUBLIC, "KHM900002", "Golden Sparrow")
    assert "KHM900002" in page("/find/", q="Golden Sparow")


@pytest.mark.usefixtures("three")
def test_an_empty_search_asks_for_a_word() -> None:
    assert "Type a name, a number or a place." in words("/find/")


@pytest.mark.usefixtures("three")
def test_what_was_revoked_stays_findable_with_its_history() -> None:
    assert "Revoked" in words(SENDING, q="angkor")
    entry = words(f"{SENDING}KHM900002/")
    assert "It may no longer send workers." in entry
    assert entry.index("Revoked since") < entry.index("Approved Dates, reasons and proof")
    assert "Improper fees or expenses" in entry


@pytest.mark.usefixtures("three")
def test_a_register_is_narrowed_to_a_decision() -> None:
    assert "KHM900001" not in words(f"{SENDING}?status=revoked")
    assert "KHM900002" in words(f"{SENDING}?status=revoked")
    assert "KHM900002" not in words(f"{SENDING}?q=co&status=approved")
    assert "KHM900001" in words(f"{SENDING}?status=invented")
    assert "No entry whose last decision is: Suspended" in words(f"{SENDING}?status=suspended")


@pytest.mark.usefixtures("three")
def test_an_entry_shows_its_names_each_in_its_language() -> None:
    entry = page(f"{SENDING}KHM900001/")
    assert '<h1><bdi lang="en">Mekong Bridge Manpower Co., Ltd.</bdi>' in entry
    assert '<bdi lang="km">ស្ពានមេគង្គ ខូអិលធីឌី</bdi>' in entry
    assert '<meta property="og:title" content="Mekong Bridge Manpower Co., Ltd.">' in entry
    assert "KHM900001 · Approved · Sending organizations" in entry


@pytest.mark.usefixtures("three")
def test_measures_about_an_organization_stand_on_its_page() -> None:
    entry = words(f"{SENDING}KHM900002/")
    assert "株式会社みほん" in entry
    assert "Improvement order" in entry
    assert "No published measure names it" in words(f"{SENDING}KHM900001/")


@pytest.mark.usefixtures("three")
def test_measures_have_a_register_and_pages_of_their_own() -> None:
    assert "株式会社みほん" in words(MEASURES)
    measure = words(f"{MEASURES}{make.jti('JP', 1)}/")
    assert "3 February 2026" in measure
    assert "Immigration Services Agency" in measure
    assert Numbering.SENDING.label in measure


def test_fees_are_shown_with_their_currency() -> None:
    organization = make.approved(1).public
    assert organization is not None
    said = organization.model_dump()
    fee = {"charged_for": "training", "at_most": {"amount": "1500", "currency": "USD"}}
    said["approval"]["fees"] = [fee]
    said["approval"]["fields"] = ["nursing-care"]
    apply(make.heard("sending-organization.approved", 1, public=said))
    entry = words(f"{SENDING}KHM900001/")
    assert "Training and language lessons: at most" in entry
    assert "USD" in entry
    assert "Nursing care" in entry


def test_where_no_fee_is_stated_the_page_does_not_say_that_it_is_free() -> None:
    apply(make.approved(1))
    assert "The entry does not state it." in words(f"{SENDING}KHM900001/")


def test_who_is_no_longer_listed_is_not_shown_as_sanctioned() -> None:
    apply(
        make.supporting_list(1, [make.row(1), make.row(2)], as_of=date(2026, 7, 1)),
        make.supporting_list(2, [make.row(1)], as_of=date(2026, 8, 1)),
    )
    entry = words(f"{SUPPORTING}19登-000002/")
    assert "No longer listed since 1 August 2026" in entry
    assert "This is not shown as a sanction." in entry
    assert "Last list as of 1 August 2026." in words(SUPPORTING)


def test_a_step_entered_later_is_marked_so() -> None:
    later = make.approved(1)
    apply(type(later)(**{f: getattr(later, f) for f in later.__slots__} | {"entered_later": True}))
    assert "Entered later" in words(f"{SENDING}KHM900001/")


@pytest.mark.usefixtures("three")
def test_a_step_names_who_shared_it_and_that_no_receipt_has_come() -> None:
    entry = words(f"{SENDING}KHM900001/")
    assert "Shared by Cambodia" in entry
    assert "Known to Japan no receipt has come yet" in entry
    assert "There is no proof" not in entry
    assert "has not countersigned this notice yet" in entry


def test_a_renumbered_entry_leads_to_its_new_number() -> None:
    apply(make.approved(1), make.amended(2, new="KHM900077"))
    old = page(f"{SENDING}KHM900001/")
    assert "Has another number now" in old
    assert f"{SENDING}KHM900077/" in old
    assert "Number before" in words(f"{SENDING}KHM900077/")


@pytest.mark.usefixtures("three")
def test_an_unknown_number_says_so_in_words() -> None:
    said = words(f"{SENDING}KHM999999/", status=404)
    assert "There is no such entry" in said
    assert "Pay nothing before you have found it." in said


@pytest.mark.usefixtures("three")
def test_a_short_address_leads_to_its_entry_and_else_to_the_search() -> None:
    found = Client().get("/n/KHM900001/")
    assert found.headers["location"] == f"{SENDING}KHM900001/"
    assert Client().get("/n/KHM7/").headers["location"] == "/find/?q=KHM7"


def test_a_long_register_is_read_page_by_page() -> None:
    apply(make.supporting_list(1, [make.row(n) for n in range(1, 61)]))
    first, last = page(SUPPORTING), page(SUPPORTING, page="3")
    assert "60 entries" in text(first)
    assert "?page=2" in first
    assert "19登-000001" in first
    assert "19登-000060" in last
    assert "19登-000060" in page(SUPPORTING, page="999999")


def test_very_many_found_are_counted_in_words() -> None:
    apply(make.supporting_list(1, [make.row(n) for n in range(1, 1_003)]))
    said = words(SUPPORTING, q="支援協会")
    assert "More than 1 000 found." in said


def test_markup_in_a_name_stays_text() -> None:
    apply(make.approved(1, "KHM900001", "<script>alert(1)</script>", '"><img src=x>'))
    for address in (SENDING, f"{SENDING}KHM900001/", "/find/?q=script"):
        said = page(address)
        assert "<script>alert" not in said
        assert "<img src=x" not in said


@pytest.mark.usefixtures("three")
def test_what_both_sides_only_may_see_is_on_no_page() -> None:
    apply(make.heard("supporting-organization.measure-ordered", 9, party="JP"))
    hidden = make.jti("JP", 9)
    assert hidden not in page(MEASURES)
    assert "There is no such entry" in words(f"{MEASURES}{hidden}/", status=404)
    assert "Nothing found for" in words("/find/", q=hidden)


@pytest.mark.usefixtures("three")
def test_what_this_side_withholds_is_on_no_page_of_it() -> None:
    law = {"law": {"lang": "en", "text": "An invented law"}}
    withheld = {"why": "court", "legal_basis": [law]}
    answered = make.heard(
        "publication.withheld", 2, party="JP", public=withheld, answers=[make.jti("KH", 1)]
    )
    apply(answered)
    assert "KHM900001" not in words(SENDING)
    assert "There is no such entry" in words(f"{SENDING}KHM900001/", status=404)


def test_suspensions_of_acceptance_name_the_field_and_the_way_into_it() -> None:
    said = {
        "field": "food-service",
        "channels": [{"channel": "certificate-of-eligibility", "from_on": date(2026, 4, 13)}],
    }
    apply(make.heard("acceptance.suspended", 1, party="JP", public=said))
    register = words(SUSPENSIONS)
    assert "Food service" in register
    assert "Certificates of eligibility" in register
    entry = words(f"{SUSPENSIONS}{make.jti('JP', 1)}.certificate-of-eligibility/")
    assert "This way into the field is closed today." in entry


def test_an_agreement_says_what_is_our_reading_and_what_is_not_recorded() -> None:
    assert "Our reading: the memorandum is silent" in words("/agreements/jp-kh-2019/")
    assert "Not recorded here." in words("/agreements/jp-tj-2024/")


@pytest.mark.usefixtures("three")
def test_each_step_leads_to_its_clause_in_our_words() -> None:
    assert "/agreements/jp-kh-2019/#clause-5-1" in page(f"{SENDING}KHM900001/")
    assert 'id="clause-5-1"' in page("/agreements/jp-kh-2019/")


@pytest.mark.parametrize(
    "address",
    [
        "/agreements/xx-yy-2000/",
        "/registers/xx-yy-2000/measures/",
        "/registers/jp-kh-2019/candidates/",
        "/registers/xx-yy-2000/measures.csv",
        "/registers/xx-yy-2000/measures/1/",
    ],
)
def test_what_this_node_has_no_part_in_is_not_found(address: str) -> None:
    page(address, status=404)


@pytest.mark.parametrize(
    "asked",
    [
        {"q": "\0"},
        {"q": "x" * 5000},
        {"q": '" OR 1=1 --'},
        {"q": "' & !( | *"},
        {"q": "{page}"},
        {"page": "-1"},
        {"page": "0"},
        {"page": "٣"},
        {"page": "9" * 30},
        {"page": "two"},
        {"q": "\ud7ff\uffff"},
    ],
)
@pytest.mark.usefixtures("three")
def test_nothing_that_is_typed_breaks_a_page(asked: dict[str, str]) -> None:
    for address in ("/find/", SENDING, MEASURES):
        assert Client().get(address, asked).status_code == 200


@pytest.mark.parametrize("number", ["%00", "a/b", "%2e%2e", "x" * 3000, "名前 と"])
@pytest.mark.usefixtures("three")
def test_no_number_breaks_a_page(number: str) -> None:
    page(f"{SENDING}{number}/", status=404)
    assert Client().get(f"/n/{number}/").status_code == 302


@pytest.mark.parametrize("address", ["/", "/find/", "/check/", SENDING, "/agreements/jp-kh-2019/"])
def test_pages_are_for_reading_only(address: str) -> None:
    assert Client().post(address).status_code == 405


@pytest.mark.parametrize("language", ["en", "ja", "km", "tg", "ru"])
@pytest.mark.usefixtures("three")
def test_a_name_reads_the_same_in_every_language(language: str) -> None:
    entry = page(f"{SENDING}KHM900001/", language=language)
    assert f'<html lang="{language}">' in entry
    assert '<bdi lang="km">ស្ពានមេគង្គ ខូអិលធីឌី</bdi>' in entry

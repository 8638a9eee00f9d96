"""One box: what an officer may see is found, and nothing else."""

import pytest
from django.test import Client
from django.utils.http import urlencode
from pytest_django import DjangoAssertNumQueries

from kakehashi.desk.models import SavedSearch, Sought
from kakehashi.journal.models import Entry
from tests.web.desk import make
from tests.web.desk.make import AGREEMENT, Counterpart

pytestmark = pytest.mark.django_db

SECRET = "All standards are met."


def said(client: Client, url: str) -> str:
    answered = client.get(url)
    assert answered.status_code == 200, url
    return answered.content.decode()


def looked_for(client: Client, **asked: str) -> str:
    shown = said(client, f"/desk/search/?{urlencode(asked)}")
    return shown.split("</form>", 1)[1]


def table(page: str, caption: str) -> str:
    return page.split(f"<caption>{caption}", 1)[1].split("</table>", 1)[0]


NAMED = ["Mekong Anakot", "mekong", "អនាគត", "メコン", "めこん", "khm900001"]


@pytest.mark.parametrize("words", NAMED)
def test_a_notice_is_found_by_a_public_name_in_any_script(
    drafter: Client, counterpart: Counterpart, words: str
) -> None:
    make.known(counterpart, "sending-organization.approved")
    assert "Sending organization approved" in table(looked_for(drafter, q=words), "Notices")


def test_what_is_confidential_stands_in_no_index_and_is_not_found(
    drafter: Client, counterpart: Counterpart
) -> None:
    make.known(counterpart, "sending-organization.approved")
    make.known(counterpart, "misconduct.acknowledged")
    assert "standardsaremet" not in "".join(Sought.objects.values_list("text", flat=True))
    assert not Sought.objects.filter(kind__startswith="misconduct").exists()
    assert "Nothing was found." in looked_for(drafter, q=SECRET)


def test_any_notice_is_found_by_its_reference_kind_day_and_side(
    drafter: Client, counterpart: Counterpart
) -> None:
    jti = make.issue_ours(counterpart, make.ASKED)
    counterpart.send()
    place = Entry.objects.get(jti=jti).index
    address = f"/desk/notices/{AGREEMENT}/JP/1/{place}/"
    assert address in looked_for(drafter, q=jti)
    assert address in looked_for(drafter, kind=make.ASKED)
    assert address in looked_for(drafter, kind=make.ASKED, party="JP")
    assert address not in looked_for(drafter, kind=make.ASKED, party="KH")
    until = {"until-year": "2020", "until-month": "1", "until-day": "1"}
    assert address not in looked_for(drafter, kind=make.ASKED, **until)


def test_a_register_entry_and_its_case_are_found_by_number(
    drafter: Client, counterpart: Counterpart
) -> None:
    make.known(counterpart, "sending-organization.approved")
    number = Sought.objects.get(kind="sending-organization.approved").text.split(" ")[0]
    page = looked_for(drafter, q=number)
    assert "/registers/" in table(page, "Registers")


def test_the_kinds_that_a_word_names_are_offered(drafter: Client) -> None:
    assert "?kind=inquiry.asked" in looked_for(drafter, q="inquiry")


def test_another_agreements_officer_finds_nothing_of_this_one(counterpart: Counterpart) -> None:
    jti = make.known(counterpart, "sending-organization.approved")
    other = make.desk_of(make.officer("sora", make.DRAFTS, agreement=make.OTHER))
    for asked in ({"q": "mekong"}, {"q": jti}, {"kind": "sending-organization.approved"}):
        page = looked_for(other, **asked)
        assert "Nothing was found." in page
        assert f"/desk/notices/{AGREEMENT}/" not in page
    assert other.get(f"/desk/search/?agreement={AGREEMENT}").status_code == 404


def test_a_wrong_day_is_said_beside_its_field_and_what_was_typed_stays(drafter: Client) -> None:
    page = said(drafter, "/desk/search/?q=mekong&since-day=40&since-month=1&since-year=2026")
    assert "There is no such day" in page
    assert 'value="mekong"' in page
    assert 'value="40"' in page


def test_a_search_is_kept_under_a_name_and_only_its_owner_deletes_it(
    drafter: Client, decider: Client
) -> None:
    asked = urlencode({"q": "mekong", "evil": "1"})
    drafter.post("/desk/search/keep/", {"name": "My  river", "asked": asked})
    kept = SavedSearch.objects.get()
    assert (kept.name, kept.asked) == ("My river", "q=mekong")
    assert "My river" in said(drafter, "/desk/search/")
    assert "My river" not in said(decider, "/desk/search/")
    assert decider.post(f"/desk/search/{kept.pk}/delete/").status_code == 404
    assert drafter.post(f"/desk/search/{kept.pk}/delete/").status_code == 302
    assert not SavedSearch.objects.exists()


@pytest.mark.parametrize("words", ["'", '"', "* OR 1", "a' | 'b", "NEAR(", "%", "\x00", "(((", "-"])
def test_what_looks_like_a_query_of_the_database_is_only_text(drafter: Client, words: str) -> None:
    assert drafter.get("/desk/search/", {"q": words}).status_code == 200


def test_a_search_asks_the_same_number_of_questions_however_much_there_is(
    drafter: Client,
    counterpart: Counterpart,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    make.known(counterpart, "sending-organization.approved")
    url = "/desk/search/?q=mekong"
    with django_assert_max_num_queries(60) as few:
        said(drafter, url)
    for _ in range(4):
        make.known(counterpart, "sending-organization.approved")
    with django_assert_max_num_queries(len(few)):
        said(drafter, url)

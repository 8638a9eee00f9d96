"""Contact points, officers, absences, permissions and sessions as pages."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from kakehashi.accounts.models import Absence, Officer, Role, RoleChange
from kakehashi.accounts.permissions import RoleKind
from kakehashi.core.notices import example
from kakehashi.desk.models import Draft
from kakehashi.journal.models import Entry
from tests.web.desk import make
from tests.web.desk.make import AGREEMENT, OTHER, Counterpart
from tests.web.desk.test_drafts import begin, keep, typed

pytestmark = pytest.mark.django_db

ADMINISTERS = RoleKind.ADMINISTERS
KIND = "contact-point.changed"


@pytest.fixture
def admins() -> tuple[Client, Client]:
    """Two administrators of the agreement."""
    made = [make.officer(name, ADMINISTERS) for name in ("hiro", "nao")]
    return make.desk_of(made[0]), make.desk_of(made[1])


def said(client: Client, where: str) -> str:
    answered = client.get(where, follow=True)
    assert answered.status_code == 200, where
    return answered.content.decode()


def test_the_other_sides_contact_point_is_shown_with_its_history(
    drafter: Client, counterpart: Counterpart
) -> None:
    assert "has not said yet" in said(drafter, "/desk/people/")
    jti = counterpart.issue(example(KIND), "2")
    page = said(drafter, "/desk/people/")
    entry = Entry.objects.get(jti=jti)
    assert f"/desk/notices/{AGREEMENT}/KH/1/{entry.index}/" in page
    assert "How it changed" in page
    assert "As it stands" in page


def test_a_change_of_our_contact_point_begins_with_how_it_stands(drafter: Client) -> None:
    begun = drafter.post("/desk/people/contact/", {"agreement": AGREEMENT})
    draft = Draft.objects.get()
    assert begun["Location"] == f"/desk/drafts/{draft.public_id}/"
    assert draft.kind == KIND
    page = said(drafter, begun["Location"])
    assert "Residency Management Division" in page
    assert drafter.post("/desk/people/contact/", {"agreement": OTHER}).status_code == 404


def test_the_page_asks_a_fixed_number_of_questions(
    drafter: Client, counterpart: Counterpart, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(4):
        counterpart.issue(example(KIND), "2")
        make.officer(f"more-{number}", make.DRAFTS)
    with django_assert_max_num_queries(28):
        said(drafter, "/desk/people/")


def ask(
    admin: Client, who: str, role: str, change: str = "grant", agreement: str = AGREEMENT
) -> int:
    posted = {"agreement": agreement, "role": role, "change": change}
    return admin.post(f"/desk/people/officers/{who}/roles/", posted).status_code


@pytest.mark.usefixtures("aoi")
def test_two_administrators_grant_a_role_and_both_are_on_record(
    admins: tuple[Client, Client],
) -> None:
    first, second = admins
    assert ask(first, "aoi", "decides") == 302
    change = RoleChange.objects.get()
    where = f"/desk/people/changes/{change.pk}/"
    first.post(where, {"again": "confirm"})
    assert not Role.objects.filter(officer__username="aoi", kind="decides").exists()
    assert "Confirm</button>" in said(second, "/desk/people/")
    second.post(where, {"again": "confirm"})
    assert Role.objects.filter(officer__username="aoi", kind="decides").exists()
    kinds = Entry.objects.filter(kind__startswith="role.").values_list("kind", flat=True)
    assert sorted(kinds) == ["role.asked", "role.granted"]


@pytest.mark.usefixtures("aoi")
def test_roles_of_another_agreement_are_not_theirs_to_change(
    admins: tuple[Client, Client],
) -> None:
    make.officer("io", make.DRAFTS, agreement=OTHER)
    other = make.officer("kei", ADMINISTERS, agreement=OTHER)
    first, _ = admins
    assert first.get("/desk/people/officers/io/").status_code == 404
    assert ask(first, "io", "decides") == 404
    assert ask(first, "aoi", "decides", agreement=OTHER) == 404
    asked = RoleChange.objects.create(
        officer=Officer.objects.get(username="io"),
        agreement=OTHER,
        kind="decides",
        is_grant=True,
        asked_by=other,
        asked_at=timezone.now(),
    )
    where = f"/desk/people/changes/{asked.pk}/"
    assert first.post(where, {"again": "confirm"}).status_code == 404
    assert first.post("/desk/people/officers/io/close/").status_code == 404
    assert first.post("/desk/people/officers/io/sessions/").status_code == 404


def test_only_administrators_see_and_change_an_officer(drafter: Client, aoi: Officer) -> None:
    assert drafter.get(f"/desk/people/officers/{aoi.username}/").status_code == 403
    assert ask(drafter, aoi.username, "administers") == 403
    assert "/desk/people/officers/" not in said(drafter, "/desk/people/")


def test_closing_an_account_takes_who_administers_all_of_it(
    admins: tuple[Client, Client], aoi: Officer, drafter: Client
) -> None:
    first, _ = admins
    Role.objects.create(officer=aoi, agreement=OTHER, kind="drafts", granted_at=timezone.now())
    assert first.post("/desk/people/officers/aoi/close/").status_code == 404
    Role.objects.filter(agreement=OTHER).delete()
    assert first.post("/desk/people/officers/aoi/close/").status_code == 302
    assert drafter.get("/desk/").status_code == 302
    assert first.post("/desk/people/officers/hiro/close/").status_code == 404
    assert Entry.objects.filter(kind="officer.closed").count() == 1


def days(**changes: str) -> dict[str, str]:
    first, last = (timezone.now().date() + timedelta(days=n) for n in (-1, 7))
    given = {"agreement": AGREEMENT, "deputy": ""}
    for name, day in (("first", first), ("last", last)):
        given |= {f"{name}-year": str(day.year), f"{name}-month": str(day.month)}
        given[f"{name}-day"] = str(day.day)
    return given | changes


def test_a_deputy_stands_in_once_an_administrator_says_so(
    admins: tuple[Client, Client], ren: Officer, drafter: Client
) -> None:
    desk = make.desk_of(ren)
    assert desk.post("/desk/people/absence/", days(deputy="aoi")).status_code == 302
    absence = Absence.objects.get()
    assert drafter.post(f"/desk/people/absences/{absence.pk}/confirm/").status_code == 403
    assert "not confirmed yet" in said(drafter, "/desk/people/")
    admins[0].post(f"/desk/people/absences/{absence.pk}/confirm/")
    assert "Away; deputy: Aoi" in said(drafter, "/desk/people/")
    why = said(drafter, f"/desk/permissions/?agreement={AGREEMENT}&act=decide")
    assert "It is lent by an absent officer." in why
    assert drafter.post(f"/desk/people/absences/{absence.pk}/end/").status_code == 404
    desk.post(f"/desk/people/absences/{absence.pk}/end/")
    why = said(drafter, f"/desk/permissions/?agreement={AGREEMENT}&act=decide")
    assert "this takes a role that is not held" in why


def test_a_deputy_goes_on_with_what_was_begun_and_who_began_it_signs_nothing_of_it(
    admins: tuple[Client, Client], aoi: Officer, drafter: Client
) -> None:
    kei = make.officer("kei", make.DECIDES, make.CONFIDENTIAL)
    desk = make.desk_of(kei)
    left = begin(drafter)
    where = f"/desk/drafts/{left.public_id}/"
    drafter.post("/desk/people/absence/", days(deputy="kei"))
    assert desk.post(f"{where}take-over/").status_code == 403, "nobody has let them yet"
    admins[0].post(f"/desk/people/absences/{Absence.objects.get().pk}/confirm/")
    assert "Drafts of officers for whom you stand in" in said(desk, "/desk/drafts/")
    assert "Aoi is away" in said(desk, "/desk/drafts/")

    assert desk.post(f"{where}take-over/")["Location"] == where
    keep(desk, Draft.objects.get(), typed(), "check")
    assert "Begun by" in said(desk, f"{where}check/")
    assert drafter.get(where).status_code == 404
    assert drafter.post(f"{where}take-over/").status_code == 404
    taken = Draft.objects.get()
    desk.post(f"{where}check/", {"revision": str(taken.revision)})
    assert Draft.objects.get().state == "submitted"

    Role.objects.create(
        officer=aoi, agreement=AGREEMENT, kind=make.DECIDES, granted_at=timezone.now()
    )
    assert "Nothing waits for you." in said(drafter, "/desk/drafts/")
    waiting = Draft.objects.get()
    signed = drafter.post(f"{where}check/", {"revision": str(waiting.revision), "again": "sign"})
    assert signed.status_code == 403
    assert Entry.objects.filter(kind="draft.taken-over").count() == 1


@pytest.mark.usefixtures("aoi")
@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"first-month": "13"}, "There is a problem"),
        ({"last-year": "2020"}, "The last day is before the first."),
        ({"deputy": "ren"}, "Choose somebody else"),
        ({"deputy": "nobody"}, "Choose a deputy from the list"),
        ({"first-day": "", "first-month": "", "first-year": ""}, "Enter the day."),
    ],
)
def test_an_absence_that_cannot_be_is_refused_and_keeps_what_was_typed(
    ren: Officer, change: dict[str, str], words: str
) -> None:
    refused = make.desk_of(ren).post("/desk/people/absence/", days(**change))
    page = refused.content.decode()
    assert refused.status_code == 422
    assert words in page
    typed = days(**change)["last-year"]
    assert f'value="{typed}"' in page
    assert not Absence.objects.exists()


def test_the_permissions_page_says_why_not(drafter: Client) -> None:
    page = said(drafter, f"/desk/permissions/?agreement={AGREEMENT}&act=audit")
    assert "No: this takes a role that is not held" in page
    assert "Needed: Audits." in page
    own = f"/desk/permissions/?agreement={AGREEMENT}&act=draft&class=confidential&own=on"
    assert "By the role: Drafts." in said(drafter, own)
    assert drafter.get("/desk/permissions/?agreement=jp-tj-2024").status_code == 404
    assert drafter.get(f"/desk/permissions/?agreement={AGREEMENT}&officer=ren").status_code == 404


@pytest.mark.usefixtures("ren")
def test_an_administrator_asks_about_another(admins: tuple[Client, Client]) -> None:
    where = f"/desk/permissions/?agreement={AGREEMENT}&officer=ren&act=decide"
    assert "By the role: Decides." in said(admins[0], where)
    assert "nobody decides what they drafted" in said(admins[0], f"{where}&own=on")
    make.officer("io", make.DRAFTS, agreement=OTHER)
    there = f"/desk/permissions/?agreement={AGREEMENT}&officer=io"
    assert admins[0].get(there).status_code == 404

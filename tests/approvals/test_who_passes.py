"""At a ministry that approves: every address of applications against every visitor.

An applicant reaches no officer's page and nobody else's application; an officer without a role for
it reaches no application; whoever is not admitted changes nothing by any form.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import pytest
from django.conf import settings
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse

from kakehashi.accounts.permissions import RoleKind
from kakehashi.approvals import applicants, queries, visiting
from kakehashi.approvals.models import Applicant, Application, ConflictDeclared, Finding, Visit
from kakehashi.journal.models import Entry
from tests.approvals.make import Ministry
from tests.web.desk import make as desks

pytestmark = pytest.mark.django_db

NOBODY, OWNER, OTHER, HALF = "nobody", "owner", "another applicant", "half signed in"
ELSEWHERE, LIMITED = "elsewhere", "limited"
EXAMINES, DECIDES, DRAFTS = RoleKind.EXAMINES.value, RoleKind.DECIDES.value, RoleKind.DRAFTS.value
READS: Final = frozenset({EXAMINES, DECIDES, DRAFTS})
ALL: Final = frozenset({*RoleKind, NOBODY, OWNER, OTHER, HALF, ELSEWHERE, LIMITED})
NONE: Final = frozenset[str]()
APPLICANTS: Final = frozenset({OWNER, OTHER})


@dataclass
class Scene:
    """An application under examination, one approved, a draft, and a planned visit."""

    ministry: Ministry
    examined: Application
    approved: Application
    draft: Application
    visit: Visit
    paper: str


Path = Callable[[Scene], list[object]]


def of(which: str, *more: object) -> Path:
    return lambda scene: [getattr(scene, which).public_id, *more]


def here(*more: str) -> Path:
    return lambda scene: [scene.ministry.agreement, *more]


def file_of(scene: Scene) -> list[object]:
    return [scene.ministry.agreement, scene.approved.number]


def nothing(_scene: Scene) -> list[object]:
    return []


DESK: Final[tuple[tuple[str, Path, frozenset[str]], ...]] = (
    ("desk_approvals", nothing, READS),
    ("desk_application", of("examined"), READS),
    ("desk_application", of("draft"), NONE),
    ("desk_application_findings", of("examined"), NONE),
    ("desk_application_recommend", of("examined"), NONE),
    ("desk_application_certificate", of("approved"), READS),
    ("desk_application_certificate", of("examined"), NONE),
    ("desk_application_paper", lambda s: [s.draft.public_id, s.paper], NONE),
    ("desk_visit", of("visit"), frozenset({EXAMINES})),
    ("desk_standards", here(), READS),
    ("desk_standards", lambda _scene: ["jp-tj-2024"], NONE),
    ("desk_standards_edit", here(), frozenset({DRAFTS})),
    ("desk_organization", file_of, READS),
)
OWN: Final[tuple[tuple[str, Path, frozenset[str]], ...]] = (
    ("apply", nothing, ALL),
    ("apply_sign_up", nothing, ALL),
    ("apply_sign_in", nothing, ALL),
    ("apply_second", nothing, APPLICANTS | {HALF}),
    ("apply_account", nothing, APPLICANTS),
    ("apply_applications", nothing, APPLICANTS),
    ("apply_begin", nothing, APPLICANTS),
    ("apply_application", of("draft"), frozenset({OWNER})),
    ("apply_application", of("approved"), frozenset({OWNER})),
    ("apply_check", of("draft"), frozenset({OWNER})),
    ("apply_papers", of("draft"), frozenset({OWNER})),
    ("apply_paper", lambda s: [s.draft.public_id, s.paper], frozenset({OWNER})),
    ("apply_paper", lambda s: [s.examined.public_id, s.paper], NONE),
    ("apply_step", of("draft", "names"), frozenset({OWNER})),
    ("apply_step", of("draft", "secrets"), NONE),
    ("apply_certificate", of("approved"), frozenset({OWNER})),
    ("apply_certificate", of("examined"), NONE),
)
FORMS: Final[tuple[tuple[str, Path], ...]] = (
    ("desk_application_act", of("examined")),
    ("desk_applicant_let_in", nothing),
    ("desk_application_visit", of("examined")),
    ("desk_standards_act", here()),
    ("desk_organization_visit", file_of),
    ("desk_organization_draft", file_of),
    ("desk_visit", of("visit")),
    ("apply_withdraw", of("draft")),
    ("apply_check", of("draft")),
    ("apply_papers", of("draft")),
    ("apply_step", of("draft", "names")),
)
PRESSED: Final = ("declare", "take-up", "ask", "decide", "send-back", "confirm", "call-off", "next")


@pytest.fixture
def scene(ministry: Ministry) -> Scene:
    owner = ministry.applicant("owner@example.org")
    approved = ministry.approved(ministry.examined(ministry.submitted(owner)))
    examined = ministry.taken_up(ministry.submitted(owner), ministry.both)
    draft, paper = ministry.with_paper(ministry.begun(owner))
    visit = visiting.plan(
        agreement=ministry.agreement,
        application=examined,
        on=ministry.today,
        purpose="Rooms.",
        by=ministry.both.pk,
        now=ministry.now,
    )
    return Scene(ministry, examined, approved, draft, visit, paper)


def visitor(name: str, scene: Scene) -> Client:
    ministry = scene.ministry
    client = Client()
    if name == NOBODY:
        return client
    if name in {OWNER, OTHER, HALF}:
        who = scene.draft.applicant if name == OWNER else ministry.applicant("x@example.org")
        if name == HALF:
            who.has_factor = True
        secret = applicants.open_session(who, now=ministry.now)
        client.cookies[settings.APPLICANT_COOKIE_NAME] = secret
        return client
    roles = tuple(RoleKind) if name in {ELSEWHERE, LIMITED} else (RoleKind(name),)
    agreement = "jp-tj-2024" if name == ELSEWHERE else ministry.agreement
    unit = "embassy-tokyo" if name == LIMITED else ministry.unit
    return desks.desk_of(desks.officer("visitor", *roles, agreement=agreement, unit=unit))


def is_in(answered: HttpResponseBase) -> bool:
    if answered.status_code == 302:
        return not answered["Location"].startswith(("/sign-in/", "/apply/sign-in/"))
    return answered.status_code not in {403, 404}


@pytest.mark.parametrize("name", sorted(ALL))
def test_who_passes_an_address_of_applications(name: str, scene: Scene) -> None:
    client = visitor(name, scene)
    wrong = [
        (address, "in" if name not in passes else "out")
        for address, path, passes in (*DESK, *OWN)
        if is_in(client.get(reverse(address, args=path(scene)))) != (name in passes)
    ]
    assert wrong == []


def unchanged() -> list[object]:
    rows = Application.objects.order_by("pk").values_list("state", "revision", "examiner")
    counts = [model.objects.count() for model in (Finding, ConflictDeclared, Visit, Entry)]
    return [list(rows), counts, list(Visit.objects.values_list("state", flat=True))]


@pytest.mark.parametrize(
    "name",
    sorted({NOBODY, OTHER, HALF, ELSEWHERE, LIMITED, *(RoleKind.AUDITS, RoleKind.ADMINISTERS)}),
)
def test_whoever_is_not_admitted_changes_nothing_by_any_form(name: str, scene: Scene) -> None:
    client = visitor(name, scene)
    before = unchanged()
    for address, path in FORMS:
        for again in PRESSED:
            said = {"again": again, "revision": "1", "conflict": "no", "sure": "yes"}
            answered = client.post(reverse(address, args=path(scene)), said)
            assert not is_in(answered), (address, again)
    assert unchanged() == before


def test_the_owner_of_one_application_reaches_no_document_through_another(scene: Scene) -> None:
    client = visitor(OTHER, scene)
    mine, _ = scene.ministry.with_paper(
        scene.ministry.begun(Applicant.objects.get(email="x@example.org"))
    )
    stolen = reverse("apply_paper", args=[mine.public_id, scene.paper])
    assert client.get(stolen).status_code == 404
    assert scene.paper not in queries.content_of(mine).papers
    dropped = client.post(
        reverse("apply_papers", args=[mine.public_id]),
        {"drop": scene.paper, "revision": str(mine.revision)},
    )
    assert dropped.status_code == 302
    assert scene.paper in queries.content_of(scene.draft).papers

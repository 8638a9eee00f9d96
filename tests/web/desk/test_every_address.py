"""Every address against everybody: who passes, who is turned back, and nothing changes meanwhile.

A new address needs a line in `ROWS`: its name, what stands in its path, and who passes. `HERE` are
the officers of the agreement under which the scene plays, one for each role and two who also read
what is confidential; `ELSEWHERE` has every role under another agreement, `LIMITED` every role, at a
ministry that sees one clause. Who passes a page of things that do not exist finds nothing there.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import pytest
from _pytest.mark import ParameterSet
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, reverse
from django.utils import timezone

from kakehashi import dispatch, urls
from kakehashi.accounts.actions import close_account
from kakehashi.accounts.models import Officer, Role, RoleChange
from kakehashi.accounts.permissions import RoleKind
from kakehashi.accounts.trust import ask_role_change
from kakehashi.approvals import applicants
from kakehashi.desk.models import Draft
from kakehashi.journal.models import Entry, Journal
from tests.web.desk import make
from tests.web.desk.make import AGREEMENT, OTHER, Counterpart
from tests.web.desk.test_drafts import begin, submitted

pytestmark = pytest.mark.django_db

NOBODY, CLOSED, UNENROLLED = "nobody", "closed", "unenrolled"
APPLICANT = "applicant"
ELSEWHERE, LIMITED = "elsewhere", "limited"
WITH = "+confidential"
HERE: Final = frozenset({*RoleKind, f"drafts{WITH}", f"decides{WITH}"})
OFFICERS: Final = HERE | {ELSEWHERE, LIMITED}
STRANGERS: Final = frozenset({NOBODY, CLOSED, UNENROLLED, APPLICANT})
EVERYBODY: Final = OFFICERS | STRANGERS


def with_role(*kinds: str) -> frozenset[str]:
    """Who of the agreement has one of the roles."""
    return frozenset(one for one in HERE if one.removesuffix(WITH) in kinds)


SEES_CONFIDENTIAL: Final = with_role("reads-confidential") | {f"drafts{WITH}", f"decides{WITH}"}
AWAY: Final = frozenset({ELSEWHERE, LIMITED})


@dataclass
class Scene:
    """What stands in the paths: notices, drafts and people of the agreement."""

    counterpart: Counterpart
    notice: str
    secret: str
    exam: str
    asked: str
    met: str
    draft: Draft
    waiting: Draft
    change: RoleChange
    officer: Officer


Path = Callable[[Scene], dict[str, object]]


@dataclass(frozen=True)
class Row:
    """An address, who passes it, what stands in its path, and whether it only takes a form."""

    name: str
    passes: frozenset[str]
    path: Path = lambda _scene: {}
    query: str = ""
    posts: bool = False


def place(jti: str) -> dict[str, object]:
    entry = Entry.objects.get(jti=jti)
    journal = Journal.objects.get(pk=entry.journal_id)
    there = {"agreement": journal.agreement, "party": journal.party}
    return there | {"generation": journal.generation, "index": entry.index}


NOWHERE: Final = "0190f000-0000-7000-8000-000000000000"
DRAFTERS, DECIDERS = with_role("drafts"), with_role("decides")
CHECKS = with_role("examines", "drafts", "decides") | AWAY
TAKES = with_role("examines", "drafts") | AWAY
EITHER, ADMINS = DRAFTERS | DECIDERS, with_role("administers")
SIGNS = EITHER & SEES_CONFIDENTIAL


def of(name: str) -> Path:
    """The place of a notice of the scene."""
    return lambda scene: place(getattr(scene, name))


def draft(which: str, **more: object) -> Path:
    return lambda scene: {"public_id": getattr(scene, which).public_id, **more}


def matter(name: str, **more: object) -> Path:
    return lambda scene: {"agreement": AGREEMENT, "matter": getattr(scene, name), **more}


def just(**given: object) -> Path:
    return lambda _scene: given


def named_officer(scene: Scene) -> dict[str, object]:
    return {"username": scene.officer.username}


HERE_IT_IS: Final = just(agreement=AGREEMENT)
NO_CASE: Final = just(public_id=NOWHERE)
DESK: Final = (
    Row("desk_candidates", OFFICERS),
    Row("desk_candidates_find", OFFICERS),
    Row("desk_reckoning", OFFICERS),
    Row("desk_candidate_new", frozenset(), HERE_IT_IS),
    Row("desk_candidate", frozenset(), NO_CASE),
    Row("desk_candidate_edit", frozenset(), NO_CASE),
    Row("desk_candidate_act", frozenset(), NO_CASE, posts=True),
    Row("desk_candidate_evidence", frozenset(), just(public_id=NOWHERE, step="identity")),
    Row("desk_candidate_print", frozenset(), just(public_id=NOWHERE, form="paper"), posts=True),
    Row("desk", OFFICERS),
    Row("desk_seen", OFFICERS, posts=True),
    Row("desk_digest", OFFICERS, posts=True),
    Row("desk_search", OFFICERS),
    Row("desk_search_keep", OFFICERS, posts=True),
    Row("desk_search_drop", frozenset(), just(search=1), posts=True),
    Row("desk_inbox", OFFICERS),
    Row("desk_inbox", HERE | {LIMITED}, query=f"?agreement={AGREEMENT}"),
    Row("desk_outbox", HERE | {LIMITED}, query=f"?agreement={AGREEMENT}"),
    Row("desk_notice", HERE, of("notice")),
    Row("desk_notice", HERE, of("secret")),
    Row("desk_notice", HERE | {LIMITED}, of("exam")),
    Row("desk_notice_pdf", HERE, of("notice"), posts=True),
    Row("desk_attachment", frozenset(), lambda s: {**place(s.notice), "number": 9}),
    Row("desk_drafts", EITHER | AWAY),
    Row("desk_start", DRAFTERS | AWAY),
    Row("desk_start", DRAFTERS | {LIMITED}, query=f"?agreement={AGREEMENT}"),
    Row("desk_list_upload", DRAFTERS | AWAY),
    Row("desk_list", frozenset(), draft("draft")),
    Row("desk_draft", frozenset(), draft("draft")),
    Row("desk_check", frozenset(), draft("draft")),
    Row("desk_check", SIGNS, draft("waiting")),
    Row("desk_concur", DECIDERS & SEES_CONFIDENTIAL, draft("waiting"), posts=True),
    Row("desk_concurrence_letter", frozenset(), draft("waiting")),
    Row("desk_delete", frozenset(), draft("draft"), posts=True),
    Row("desk_let_go_on", frozenset(), just(number=1), posts=True),
    Row("desk_take_over", frozenset(), draft("draft"), posts=True),
    Row("desk_draft_file", frozenset(), draft("draft", name="content")),
    Row("desk_draft_file", frozenset(), draft("waiting", name="content")),
    Row("desk_acceptance", CHECKS),
    Row("desk_acceptance_new", TAKES),
    Row("desk_acceptance_one", TAKES),
    Row("desk_acceptance_batch", frozenset(), just(public_id=NOWHERE)),
    Row("desk_acceptance_again", frozenset(), just(public_id=NOWHERE), posts=True),
    Row("desk_acceptance_file", frozenset(), just(public_id=NOWHERE), posts=True),
    Row("desk_acceptance_ask_group", frozenset(), just(public_id=NOWHERE), posts=True),
    Row("desk_acceptance_application", frozenset(), just(public_id=NOWHERE, line=1)),
    Row("desk_acceptance_ask", frozenset(), just(public_id=NOWHERE, line=1), posts=True),
    Row("desk_acceptance_rule", frozenset(), just(public_id=NOWHERE, line=1), posts=True),
    Row("desk_acceptance_report", frozenset(), just(public_id=NOWHERE, line=1), posts=True),
    *(
        Row(name, frozenset(), path, posts=posts)
        for name, path, posts in (
            ("desk_approvals", just(), False),
            ("desk_organization_find", just(), False),
            ("desk_applicant_let_in", just(), True),
            ("desk_application", just(public_id=NOWHERE), False),
            ("desk_application_act", just(public_id=NOWHERE), True),
            ("desk_application_findings", just(public_id=NOWHERE), False),
            ("desk_application_recommend", just(public_id=NOWHERE), False),
            ("desk_application_visit", just(public_id=NOWHERE), True),
            ("desk_application_certificate", just(public_id=NOWHERE), False),
            ("desk_application_paper", just(public_id=NOWHERE, kept_as="0"), False),
            ("desk_visit", just(public_id=NOWHERE), False),
            ("desk_standards", just(agreement=AGREEMENT), False),
            ("desk_standards_edit", just(agreement=AGREEMENT), False),
            ("desk_standards_act", just(agreement=AGREEMENT), True),
            ("desk_organization", just(agreement=AGREEMENT, number="KHM900001"), False),
            ("desk_organization_visit", just(agreement=AGREEMENT, number="KHM900001"), True),
            ("desk_organization_draft", just(agreement=AGREEMENT, number="KHM900001"), True),
        )
    ),
    Row("desk_cases", OFFICERS),
    Row("desk_case", HERE, matter("asked")),
    Row("desk_case_follow", DRAFTERS, matter("asked"), posts=True),
    Row("desk_case_act", EITHER | with_role("examines"), matter("asked"), posts=True),
    Row("desk_case_pdf", HERE, matter("asked"), posts=True),
    Row("desk_case_export", HERE, matter("asked"), posts=True),
    Row("desk_case_file", frozenset(), matter("asked", public_id=NOWHERE)),
    Row("desk_duties", OFFICERS),
    Row("desk_duty", frozenset(), just(agreement=AGREEMENT, notice=NOWHERE, name="none")),
    Row("desk_duties_kept", OFFICERS),
    Row("desk_own_duties", OFFICERS),
    Row("desk_own_new", DRAFTERS | AWAY),
    Row("desk_own_strike", frozenset(), just(leaf="A" * 43), posts=True),
    Row("desk_own_draft", frozenset(), just(leaf="A" * 43, agreement=AGREEMENT), posts=True),
    Row("desk_calendars", HERE | {ELSEWHERE}),
    Row("desk_calendar_draft", DRAFTERS, HERE_IT_IS, posts=True),
    Row("desk_consultations", OFFICERS),
    Row("desk_propose", DRAFTERS, HERE_IT_IS),
    Row("desk_consultation", HERE, matter("met")),
    Row("desk_consultation_next", DRAFTERS, matter("met"), posts=True),
    Row("desk_invitation", frozenset(), matter("met")),
    Row("desk_consultation_papers", HERE, matter("met"), posts=True),
    Row("desk_disclosures", SEES_CONFIDENTIAL | {ELSEWHERE}),
    Row("desk_may_leave", SEES_CONFIDENTIAL, of("secret")),
    Row("desk_disclosure_draft", DRAFTERS, of("secret"), posts=True),
    Row("desk_disclosure_answer", DRAFTERS, of("secret"), posts=True),
    Row("desk_disclosure_propose", DRAFTERS, of("secret"), posts=True),
    Row("desk_disclosure", frozenset(), just(public_id=NOWHERE)),
    Row("desk_disclosure_file", frozenset(), just(public_id=NOWHERE), posts=True),
    Row("desk_screening", OFFICERS),
    Row("desk_screening_look", OFFICERS),
    Row("desk_screening_network", frozenset(), query="?bearer=1"),
    Row("desk_screening_export", DRAFTERS | AWAY, posts=True),
    Row("desk_screening_forget", frozenset(), posts=True),
    Row("desk_proposal", frozenset(), just(number=1)),
    Row("desk_proposal_decide", frozenset(), just(number=1), posts=True),
    Row("desk_report_accept", frozenset(), just(public_id=NOWHERE), posts=True),
    Row("desk_reports", frozenset()),
    Row("desk_reports_unlock", frozenset()),
    Row("desk_reports_lock", frozenset(), posts=True),
    Row("desk_reports_erase", frozenset(), posts=True),
    Row("desk_reports_wave", frozenset(), just(number=1)),
    Row("desk_reports_alike", frozenset(), just(number=1, public_id=NOWHERE)),
    Row("desk_report", frozenset(), just(public_id=NOWHERE)),
    Row("desk_report_act", frozenset(), just(public_id=NOWHERE), posts=True),
    Row("desk_report_release", frozenset(), just(public_id=NOWHERE), posts=True),
    Row("desk_report_pass_on", frozenset(), just(public_id=NOWHERE)),
    Row("desk_report_picture", frozenset(), just(public_id=NOWHERE, number=1, page_number=1)),
    Row("desk_report_blacken", frozenset(), just(public_id=NOWHERE, number=1, page_number=1)),
    Row("desk_agreements", OFFICERS),
    Row("desk_agreement", HERE, HERE_IT_IS),
    Row("desk_agreement_step", DRAFTERS, HERE_IT_IS, posts=True),
    Row("desk_letters", HERE | {ELSEWHERE}),
    Row("desk_letters", HERE, query=f"?agreement={AGREEMENT}"),
    Row("desk_letter_register", DRAFTERS | {ELSEWHERE}),
    Row("desk_people", OFFICERS),
    Row("desk_people", HERE | {LIMITED}, query=f"?agreement={AGREEMENT}"),
    Row("desk_contact_change", DRAFTERS, posts=True),
    Row("desk_absence", OFFICERS),
    Row("desk_absence_end", frozenset(), just(absence=1), posts=True),
    Row("desk_absence_confirm", frozenset(), just(absence=1), posts=True),
    Row("desk_role_change", ADMINS, lambda s: {"change": s.change.pk}, posts=True),
    Row("desk_officer", ADMINS, named_officer),
    Row("desk_officer_roles", ADMINS, named_officer, posts=True),
    Row("desk_officer_close", ADMINS, named_officer, posts=True),
    Row("desk_officer_sessions", ADMINS, named_officer, posts=True),
    Row("desk_permissions", OFFICERS),
    Row("desk_permissions", HERE | {LIMITED}, query=f"?agreement={AGREEMENT}"),
    Row("desk_sessions", OFFICERS),
    Row("desk_record", with_role("audits") | {ELSEWHERE}),
    Row("desk_record_entry", with_role("audits"), just(index=0)),
    Row("desk_record_proof", with_role("audits"), just(index=0), posts=True),
)
PUBLIC: Final = (
    Row("portal-home", EVERYBODY),
    Row("portal-find", EVERYBODY),
    Row("portal-check", EVERYBODY),
    Row("holder", EVERYBODY),
    Row("verify", EVERYBODY),
    Row("verify-read", EVERYBODY),
    Row("verify-held", EVERYBODY),
    Row("verify-worker", EVERYBODY),
    Row("verify-status", frozenset(), just(agreement=AGREEMENT, party="KH", number=1)),
    Row("verify-keys", frozenset(), just(agreement=AGREEMENT, party="KH")),
    Row("portal-agreement", EVERYBODY, HERE_IT_IS),
    Row("portal-sheet", EVERYBODY, just(agreement=AGREEMENT, register="sending-organizations")),
    Row("portal-register", EVERYBODY, just(agreement=AGREEMENT, register="sending-organizations")),
    Row(
        "portal-entry",
        EVERYBODY,
        just(agreement=AGREEMENT, register="sending-organizations", number="KHM900001"),
    ),
    Row("portal-number", EVERYBODY, just(number="KHM900001")),
    Row("portal-proof", EVERYBODY, lambda s: {"jti": s.notice}),
    Row("report", EVERYBODY),
    Row("report-leave", EVERYBODY),
    Row("report-sound", frozenset(), just(step="story", lang="km")),
    Row("report-home", EVERYBODY, just(lang="km")),
    Row("report-safety", EVERYBODY, just(lang="km")),
    Row("report-begin", EVERYBODY, just(lang="km"), posts=True),
    Row("report-code", EVERYBODY, just(lang="km")),
    Row("report-finish", EVERYBODY, just(lang="km"), posts=True),
    Row("report-question", EVERYBODY, just(lang="km", name="story")),
    Row("report-piece", frozenset(), just(lang="km"), posts=True),
    Row("report-drop", EVERYBODY, just(lang="km", number=1), posts=True),
    Row("report-check", EVERYBODY, just(lang="km")),
    Row("report-back", EVERYBODY, just(lang="km")),
    Row("report-mine", EVERYBODY, just(lang="km")),
    Row("report-write", EVERYBODY, just(lang="km"), posts=True),
    Row("parts", frozenset()),
    Row("package", EVERYBODY, HERE_IT_IS, posts=True),
    Row("pull", EVERYBODY, HERE_IT_IS, posts=True),
)
SIGNED_IN, NEW = OFFICERS | {UNENROLLED}, frozenset({UNENROLLED})
ENTRANCE: Final = (
    Row("account_login", EVERYBODY),
    Row("account_logout", EVERYBODY),
    Row("account_inactive", EVERYBODY),
    Row("enrol", frozenset(), just(token="no-such-link")),
    Row("account_reauthenticate", frozenset()),
    Row("account_change_password", frozenset()),
    Row("mfa_authenticate", SIGNED_IN),
    Row("mfa_reauthenticate", OFFICERS),
    Row("mfa_index", SIGNED_IN),
    Row("mfa_activate_totp", NEW),
    Row("mfa_deactivate_totp", frozenset()),
    Row("mfa_view_recovery_codes", frozenset()),
    Row("mfa_generate_recovery_codes", NEW),
    Row("mfa_download_recovery_codes", frozenset()),
    Row("mfa_add_webauthn", NEW),
    Row("mfa_remove_webauthn", frozenset(), just(pk=1)),
    Row("mfa_login_webauthn", SIGNED_IN),
    Row("mfa_reauthenticate_webauthn", frozenset()),
    Row("account_signup", frozenset()),
    Row("account_reset_password", frozenset()),
    Row("account_set_password", frozenset()),
    Row("account_email", frozenset()),
    Row("mfa_list_webauthn", SIGNED_IN),
)
OWN: Final = frozenset({APPLICANT})
APPLY: Final = (
    Row("apply", EVERYBODY),
    Row("apply_sign_up", frozenset()),
    Row("apply_sign_in", EVERYBODY),
    Row("apply_second", OWN),
    Row("apply_again", frozenset(), just(secret="no-such-link")),
    Row("apply_sign_out", EVERYBODY, posts=True),
    Row("apply_account", OWN),
    Row("apply_applications", OWN),
    Row("apply_begin", frozenset()),
    Row("apply_application", frozenset(), just(public_id=NOWHERE)),
    Row("apply_withdraw", frozenset(), just(public_id=NOWHERE), posts=True),
    Row("apply_check", frozenset(), just(public_id=NOWHERE)),
    Row("apply_certificate", frozenset(), just(public_id=NOWHERE)),
    Row("apply_papers", frozenset(), just(public_id=NOWHERE)),
    Row("apply_paper", frozenset(), just(public_id=NOWHERE, kept_as="0")),
    Row("apply_step", frozenset(), just(public_id=NOWHERE, step="names")),
)
ROWS: Final = (*DESK, *APPLY, *PUBLIC, *ENTRANCE)


def names(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern.url_patterns)
        else:
            yield str(pattern.name)


def test_every_address_has_its_line() -> None:
    assert sorted(set(names(urls.urlpatterns)) - {row.name for row in ROWS}) == []


def test_no_line_is_of_an_address_that_is_gone() -> None:
    assert sorted({row.name for row in ROWS} - set(names(urls.urlpatterns))) == []


@pytest.fixture
def scene(counterpart: Counterpart) -> Scene:
    drafter = make.officer("sora", make.DRAFTS, make.CONFIDENTIAL)
    desk, admin = make.desk_of(drafter), make.officer("kei", RoleKind.ADMINISTERS)
    made = {
        "notice": make.known(counterpart, "sending-organization.approved"),
        "secret": make.issue_ours(counterpart, "misconduct.informed"),
        "exam": make.known(counterpart, "exam-misconduct.reported"),
        "asked": make.issue_ours(counterpart, make.ASKED),
        "met": make.known(counterpart, "consultation.proposed"),
    }
    dispatch.catch_up(AGREEMENT, now=timezone.now())
    change = ask_role_change(
        drafter, AGREEMENT, RoleKind.AUDITS, is_grant=True, by=admin, now=timezone.now()
    )
    opened, waiting = begin(desk), submitted(desk)
    return Scene(counterpart, **made, draft=opened, waiting=waiting, change=change, officer=drafter)


def who_passes(where: str, said: dict[str, object] | None = None) -> set[str]:
    """Which of the officers, and of those who are none, pass an address; with a form where said."""
    found = set()
    for number, name in enumerate(sorted(OFFICERS | {NOBODY})):
        desk = visitor(name, f"visitor-{number}-{Officer.objects.count()}")
        if outcome(desk.get(where) if said is None else desk.post(where, said)) == "in":
            found.add(name)
    return found


def visitor(name: str, username: str = "visitor") -> Client:
    """A browser in which one of the visitors is signed in."""
    if name == NOBODY:
        return Client()
    if name == APPLICANT:
        return applying()
    roles = (
        tuple(RoleKind)
        if name in {CLOSED, UNENROLLED} | AWAY
        else (RoleKind(name.removesuffix(WITH)),)
    )
    if name.endswith(WITH):
        roles = (*roles, make.CONFIDENTIAL)
    agreement = OTHER if name == ELSEWHERE else AGREEMENT
    unit = "maff" if name == LIMITED else "isa"
    made = make.officer(username, *roles, agreement=agreement, unit=unit)
    desk = make.desk_of(made)
    if name == CLOSED:
        close_account(made)
    if name == UNENROLLED:
        Authenticator.objects.filter(user=made).delete()
    return desk


def applying() -> Client:
    """A browser in which an applicant is signed in, who is no officer."""
    client, now = Client(), timezone.now()
    made = applicants.sign_up(
        email="a@example.org", name="A", password="rice terraces at dawn", now=now
    )
    client.cookies[settings.APPLICANT_COOKIE_NAME] = applicants.open_session(made, now=now)
    return client


def outcome(answered: HttpResponseBase) -> str:
    """In, turned back (403, 404), or sent to sign in."""
    if answered.status_code in {403, 404}:
        return str(answered.status_code)
    if answered.status_code == 302 and answered["Location"].startswith(
        ("/sign-in/", "/apply/sign-in/")
    ):
        return "sign-in"
    return "in"


def address(row: Row, scene: Scene) -> str:
    return reverse(row.name, kwargs=row.path(scene)) + row.query


def unchanged() -> list[object]:
    """What no stranger changes: drafts, notices, acts, roles, who may sign in."""
    drafts = list(Draft.objects.order_by("pk").values_list("state", "revision"))
    people = list(Officer.objects.order_by("pk").values_list("is_active", "password"))
    return [drafts, people, Entry.objects.count(), Role.objects.count(), RoleChange.objects.count()]


def on_one_database(names: frozenset[str]) -> list[ParameterSet]:
    """Everybody on SQLite; on PostgreSQL who passes most, since a door is the same before both."""
    most = f"decides{WITH}"
    return [
        pytest.param(name, marks=() if name == most else pytest.mark.once) for name in sorted(names)
    ]


@pytest.mark.parametrize("name", on_one_database(EVERYBODY))
def test_who_passes_an_address_and_who_is_turned_back(name: str, scene: Scene) -> None:
    desk, wrong = visitor(name), []
    for row in ROWS:
        where = address(row, scene)
        if row.posts and name in row.passes:
            is_right = desk.get(where).status_code == 405
        elif row.posts:
            is_right = outcome(desk.post(where)) != "in"
        else:
            is_right = (outcome(desk.get(where)) == "in") == (name in row.passes)
        if not is_right:
            wrong.append(where)
    assert wrong == []


@pytest.mark.parametrize("name", on_one_database(STRANGERS | AWAY))
def test_a_stranger_changes_nothing_by_any_form(name: str, scene: Scene) -> None:
    desk = visitor(name)
    before = unchanged()
    for row in DESK:
        if name not in row.passes and not row.query:
            for again in ("sign-off", "confirm"):
                answered = desk.post(address(row, scene), {"again": again, "revision": "1"})
                is_read_only = answered.status_code == 405
                assert outcome(answered) != "in" or is_read_only, (row.name, again)
    assert unchanged() == before


@pytest.mark.parametrize("name", on_one_database(AWAY))
def test_no_page_names_what_its_reader_may_not_see(name: str, scene: Scene) -> None:
    desk = visitor(name)
    hidden = [scene.notice, scene.secret, scene.asked, scene.met]
    hidden += [reverse("desk_notice", kwargs=place(jti)) for jti in hidden]
    hidden += [str(scene.draft.public_id), str(scene.waiting.public_id)]
    hidden += [scene.exam] if name == ELSEWHERE else []
    for row in DESK:
        if name in row.passes and not row.posts:
            page = desk.get(address(row, scene)).content.decode()
            assert [one for one in hidden if one in page] == [], row.name

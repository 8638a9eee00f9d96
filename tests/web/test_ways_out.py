"""Every way out, tried with something told in confidence, under both rules of clause 3.

Whatever is on record for one recipient, nothing leaves by any other way; handed over to that
recipient it leaves, and only then.
"""

import io
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import timedelta
from zipfile import ZipFile

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from kakehashi import cli, dispatch, node, worker
from kakehashi.accounts.permissions import RoleKind
from kakehashi.approvals import applicants
from kakehashi.core.disclosure import Leave, Recipient, Stay, Whom
from kakehashi.core.envelope import Envelope, read
from kakehashi.core.notices.payload import Classification, Links
from kakehashi.core.standing import Register
from kakehashi.core.ways_out import Way
from kakehashi.desk.models import LocalDisclosure
from kakehashi.dispatch.leaving import may_leave
from kakehashi.journal.models import Entry
from kakehashi.web.parts.doors import Door
from tests.house.test_doors import EVERY
from tests.web.desk import clause_3 as on
from tests.web.desk import make
from tests.web.desk.clause_3 import SECRET, asking, police
from tests.web.desk.make import AGREEMENT, OTHER, Counterpart

pytestmark = pytest.mark.django_db

HIDDEN = SECRET.encode()
REFUSED = {302, 403, 404, 405, 400}


@dataclass
class Told:
    """What the other side told us in confidence."""

    other: Counterpart
    jti: str

    @property
    def agreement(self) -> str:
        return self.other.agreement

    @property
    def page(self) -> str:
        return f"/desk/notices/{on.place(self.jti)}"

    def desk(self, name: str, *roles: RoleKind, unit: str = "isa") -> Client:
        who = make.officer(name, *roles, agreement=self.agreement, unit=unit)
        return make.desk_of(who)

    def outsiders(self) -> list[Client]:
        """Whoever signs in here and may not see it."""
        return [
            Client(),
            self.desk("mei", *(role for role in RoleKind if role is not make.CONFIDENTIAL)),
            self.desk("field", *RoleKind, unit="maff"),
            make.desk_of(make.officer("far", *RoleKind, agreement=_another(self.agreement))),
        ]


def _another(agreement: str) -> str:
    return OTHER if agreement == AGREEMENT else AGREEMENT


def shown(client: Client, url: str, *, post: bool = False) -> bytes:
    answered = client.post(url) if post else client.get(url)
    return bytes(answered.getvalue())


def public_page(told: Told) -> bytes:
    open_routes = [
        route
        for route, p in EVERY
        if "<" not in route and getattr(p.callback, "door", "") is Door.PUBLIC
    ]
    urls = [*open_routes, "/find/?q=Dara", f"/agreements/{told.agreement}/"]
    return b"".join(shown(Client(), url) for url in urls)


def applicant_page(_told: Told) -> bytes:
    """Every page of applicants, to a stranger and to somebody with an account."""
    now = timezone.now()
    applicant = applicants.sign_up(
        email="sok@mekong.example", name="Sok Visal", password="seven grey herons", now=now
    )
    inside = Client()
    inside.cookies[settings.APPLICANT_COOKIE_NAME] = applicants.open_session(applicant, now=now)
    routes = [
        route
        for route, p in EVERY
        if "<" not in route and getattr(p.callback, "door", "") is Door.APPLICANT
    ]
    assert routes
    return b"".join(shown(client, url) for client in (Client(), inside) for url in routes)


def public_file(told: Told) -> bytes:
    urls = [f"/registers/{told.agreement}/{register.value}.csv" for register in Register]
    return b"".join(shown(Client(), url) for url in urls)


def proof(told: Told) -> bytes:
    answered = Client().get(f"/proof/{told.jti}")
    assert answered.status_code == 404
    return bytes(answered.content)


def desk_page(told: Told) -> bytes:
    pages = [told.page, "/desk/", "/desk/inbox/", asking(told.jti), "/desk/disclosures/"]
    return b"".join(shown(client, url) for client in told.outsiders() for url in pages)


def attachment(told: Told) -> bytes:
    for client in told.outsiders():
        assert client.get(f"{told.page}files/1/").status_code in REFUSED
    return b""


def printed(told: Told) -> bytes:
    found = b""
    for client in told.outsiders():
        answered = client.post(f"{told.page}print/")
        assert answered.status_code in {200, *REFUSED}
        found += _text(answered.content) if answered.status_code == 200 else answered.content
    return found


def _text(pdf: bytes) -> bytes:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).encode()


def exported(told: Told) -> bytes:
    case = f"/desk/cases/{told.agreement}/{told.jti}/"
    found = b""
    for client in told.outsiders():
        for url in (case, f"{case}print/", f"{case}export/"):
            found += shown(client, url) + shown(client, url, post=True)
    return found


def calendar(told: Told) -> bytes:
    url = f"/desk/consultations/{told.agreement}/{told.jti}/calendar/"
    return b"".join(shown(client, url) for client in told.outsiders())


def mailed(_told: Told) -> bytes:
    """What the worker writes to officers by itself."""
    worker.follow_once(now=timezone.now() + timedelta(days=1))
    return b"".join(f"{one.subject} {one.body}".encode() for one in mail.outbox)


def api(told: Told) -> bytes:
    urls = [f"/exchange/{told.agreement}/{what}" for what in ("pull", "package")]
    found = b""
    for url in urls:
        answered = Client().post(url, b"not ours", content_type="application/json")
        assert answered.status_code == 400
        found += answered.content
    return found


def bundle(told: Told) -> bytes:
    return b"".join(dispatch.write_bundle(told.agreement))


def command(told: Told) -> bytes:
    with redirect_stdout(io.StringIO()) as said, redirect_stderr(said):
        for arguments in (["rebuild", told.agreement], ["verify"]):
            cli.main([*arguments, "--home", str(node.home())])
    return said.getvalue().encode()


def other_agreement(told: Told) -> bytes:
    to = Recipient(Whom.AGREEMENT, name=_another(told.agreement))
    assert isinstance(may_leave(told.agreement, envelope(told.jti), to, now=timezone.now()), Stay)
    desk = make.desk_of(
        make.officer("both", *RoleKind, agreement=_another(told.agreement), unit="isa")
    )
    begun = {"agreement": _another(told.agreement), "kind": make.ASKED, "refers": told.jti}
    answered = desk.post("/desk/drafts/new/", begun, follow=True)
    return bytes(answered.content)


def handed_over(told: Told) -> bytes:
    """Put it to a second officer for the police, and take the file where that is let through."""
    aoi = told.desk("aoi", make.DRAFTS, make.CONFIDENTIAL)
    ren = told.desk("ren", make.DECIDES, make.CONFIDENTIAL)
    given = police() | {"what": "handing-over", "step": "propose"}
    given |= {"person": "Inspector", "means": "By hand", "purpose": "The report"}
    aoi.post(f"{asking(told.jti)}propose/", given)
    local = LocalDisclosure.objects.first()
    if local is None:
        return b""
    where = f"/desk/disclosures/acts/{local.public_id}/"
    ren.post(where, {"again": "confirm"})
    answered = ren.post(f"{where}file/")
    with ZipFile(io.BytesIO(answered.content)) as held:
        return _text(held.read("notice.pdf"))


WAYS: dict[Way, Callable[[Told], bytes]] = {
    Way.PUBLIC_PAGE: public_page,
    Way.APPLICANT_PAGE: applicant_page,
    Way.PUBLIC_FILE: public_file,
    Way.PROOF: proof,
    Way.DESK_PAGE: desk_page,
    Way.ATTACHMENT: attachment,
    Way.EXPORT: exported,
    Way.PRINT: printed,
    Way.CALENDAR: calendar,
    Way.MAIL: mailed,
    Way.API: api,
    Way.BUNDLE: bundle,
    Way.COMMAND: command,
    Way.HANDED_OVER: handed_over,
    Way.OTHER_AGREEMENT: other_agreement,
}


def envelope(jti: str) -> Envelope:
    return read(bytes(Entry.objects.get(jti=jti).token))


def settle(told: Told) -> None:
    """Bring on record what this agreement asks for, for the police alone."""
    if told.agreement == AGREEMENT:
        on.letter_received(AGREEMENT, on.consented(told.other, told.jti))
        return
    notice = on.notified(OTHER, told.jti)
    told.other.receive()
    on.letter_arrived(told.other, notice)


@pytest.fixture(params=[AGREEMENT, OTHER])
def told(db: None, request: pytest.FixtureRequest) -> Told:  # noqa: ARG001 - the database is there
    other = on.there(request.param)
    return Told(other, on.reported(other))


def test_every_way_out_is_tried() -> None:
    assert set(WAYS) == set(Way)


@pytest.mark.once
@pytest.mark.parametrize("way", Way)
def test_what_was_told_in_confidence_leaves_by_no_way(told: Told, way: Way) -> None:
    assert HIDDEN not in WAYS[way](told)


@pytest.mark.once
@pytest.mark.parametrize("way", Way)
def test_what_is_on_record_for_one_recipient_opens_no_other_way(told: Told, way: Way) -> None:
    settle(told)
    assert (HIDDEN in WAYS[way](told)) is (way is Way.HANDED_OVER)


@pytest.mark.parametrize("agreement", [AGREEMENT, OTHER])
def test_bodies_are_admitted_to_the_notices_of_their_clause_alone(agreement: str) -> None:
    other = on.there(agreement)
    exams = {AGREEMENT: "7", OTHER: "5"}[agreement]
    ministry = Recipient(Whom.BODY, "JP", "maff")
    embassy = Recipient(Whom.BODY, other.author.party, "embassy-tokyo")
    notice, files = make.with_files("exam-misconduct.reported", Links())
    cheating = envelope(other.issue(notice, exams, files=files))
    report = envelope(on.reported(other))

    def goes(what: Envelope, to: Recipient) -> bool:
        return isinstance(may_leave(agreement, what, to, now=timezone.now()), Leave)

    assert goes(cheating, ministry)
    assert not goes(cheating, embassy)
    assert not goes(report, ministry)
    assert not goes(report, embassy)
    assert cheating.classification is Classification.CONFIDENTIAL

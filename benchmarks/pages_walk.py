"""Walks a node's pages along their links, each visitor with a browser without scripts."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from urllib.parse import parse_qsl, urljoin, urlsplit

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from django.utils import timezone

from benchmarks import pages_matters
from kakehashi import node
from kakehashi.accounts.actions import add_officer
from kakehashi.accounts.models import Officer
from kakehashi.accounts.permissions import RoleKind
from kakehashi.approvals import applicants
from kakehashi.approvals.models import Applicant, Application
from kakehashi.cli.demo.applying import LEFT, PASSWORD
from kakehashi.cli.demo.play import OFFICERS
from kakehashi.cli.demo.reporting import PASSPHRASE
from kakehashi.core.reporting.steps import ROWS as SEVERAL
from kakehashi.core.reporting.steps import Step
from tests.web.desk.test_every_address import ENTRANCE, ROWS

OF_A_NAME = 3
"""So many addresses of one name are looked at: the first, and others that ask for other things."""
LINK = re.compile(r'<a\b[^>]*?\shref="([^"#]+)', re.DOTALL)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
TRANSLATED = re.compile(r"[?&]lang=|^/r/(?!en/)[a-z]{2}/|^/r/leave/")
"""The same pages in other languages, and the way out of the report site."""
LOOKS, NEW = "everybody", "newcomer"
STEPS = frozenset({"report-question", "apply_step", "desk_start", "desk_draft"})
"""Addresses of which each asks something else."""


@dataclass(frozen=True)
class Found:
    """One address, and what the server answered to a visitor."""

    name: str
    url: str
    visitor: str
    status: int
    statements: int
    bytes: int
    cookies: dict[str, str]
    number: int

    @property
    def site(self) -> str:
        """Where a browser finds the node."""
        return str(settings.ORIGIN)

    @property
    def language(self) -> str:
        """The cookie in which the choice of a language stands."""
        return str(settings.LANGUAGE_COOKIE_NAME)

    @property
    def file(self) -> str:
        """A name for its picture."""
        return f"{self.name}-{self.number}" if self.number else self.name


def names() -> set[str]:
    """Give the names of all addresses that a reader can open; the others only take forms."""
    return {row.name for row in ROWS if not row.posts}


def walk() -> tuple[list[Found], set[str]]:
    """Walk every room from its first page, by whoever is at home there.

    Gives the pages, and the names of addresses that answered with something else: a file, the way
    to another page.
    """
    found: list[Found] = []
    others: set[str] = set()
    for visitor, client, starts in visitors():
        found += _along(visitor, client, starts, {one.url for one in found}, others)
    return found, others


def visitors() -> Iterator[tuple[str, Client, list[str]]]:
    """Give who visits, with a browser, and where each begins."""
    site = {"HTTP_HOST": urlsplit(settings.ORIGIN).netloc}
    officer = _officer(Client(**site))
    if (node.home().parent / f"{node.this().party}.report").exists():
        pages_matters.leave(officer)
    yield "officer", officer, ["/desk/", *pages_matters.addresses(officer)]
    if keyholder := _keyholder(Client(**site)):
        yield "keyholder", keyholder, ["/desk/reports/"]
    if applicant := _applicant(Client(**site)):
        yield "applicant", applicant, ["/apply/applications/", *_begun(applicant)]
    yield "newcomer", _newcomer(Client(**site)), list(_entrance())
    yield "nobody", Client(**site), ["/", "/sign-in/", "/apply/", "/verify/", "/mine/", "/parts/"]
    yield ("reporter", *_reporter(Client(**site), node.home()))
    yield "beginner", *_beginner(Client(**site))


def _officer(client: Client) -> Client:
    """Sign in an officer with every role under every agreement of the node."""
    known = Officer.objects.filter(username=LOOKS).first()
    if known is None:
        profiles = [node.profile(name) for name in node.this().agreements]
        own = node.this().party
        unit = next(p.office for p in profiles[0].contact_points if p.party == own)
        known = add_officer(
            username=LOOKS,
            display_name="Everybody",
            unit_id=unit,
            roles=[(one.name, role) for one in profiles for role in RoleKind],
            now=timezone.now(),
        )
        TOTP.activate(known, generate_totp_secret())
        RecoveryCodes.activate(known)
    client.force_login(known, backend=BACKEND)
    return client


def _newcomer(client: Client) -> Client:
    """Sign in somebody who has no second factor yet, and is asked to set one up."""
    known = Officer.objects.filter(username=NEW).first() or add_officer(
        username=NEW, display_name="Newcomer", unit_id="", roles=[], now=timezone.now()
    )
    client.force_login(known, backend=BACKEND)
    return client


def _entrance() -> Iterator[str]:
    """Give the addresses of the sign-in that somebody passes, without arguments."""
    return (where for row in ENTRANCE if row.passes and (where := _without_arguments(row.name)))


def _without_arguments(name: str) -> str:
    with suppress(NoReverseMatch):
        return reverse(name)
    return ""


def _begun(applicant: Client) -> Iterator[str]:
    """Begin an application, which has every step before it, and give where it is filled in."""
    if not Application.objects.filter(state="draft").exists():
        agreement, _email, _answers = LEFT[node.this().party]
        applicant.post(reverse("apply_begin"), {"agreement": agreement, "purpose": "approval"})
    for one in Application.objects.filter(state="draft"):
        yield reverse("apply_papers", args=[one.public_id])
        yield reverse("apply_check", args=[one.public_id])


def _keyholder(client: Client) -> Client | None:
    """Sign in who opens reports in the demonstration, and unlock them."""
    known = Officer.objects.filter(username__in=OFFICERS[node.this().party]).first()
    if known is None:
        return None
    client.force_login(known, backend=BACKEND)
    client.post("/desk/reports/unlock/", {"passphrase": PASSPHRASE})
    return client


def _reporter(client: Client, home: Path) -> tuple[Client, list[str]]:
    """Come back to the demonstration's report, where there is one; else begin one."""
    kept = home.parent / f"{node.this().party}.report"
    if not kept.exists():
        return client, ["/r/en/"]
    lang, code = json.loads(kept.read_text(encoding="utf-8"))
    client.post(f"/r/{lang}/back/", {"code": code})
    return client, ["/r/en/", "/r/en/mine/", "/r/en/code/"]


def _beginner(client: Client) -> tuple[Client, list[str]]:
    """Begin a report, which has every question before it."""
    client.post("/r/en/begin/")
    questions = [f"/r/en/q/{step}{'.1' if step in SEVERAL else ''}/" for step in Step]
    return client, ["/r/en/code/", *questions, "/r/en/check/"]


def _applicant(client: Client) -> Client | None:
    left, now = LEFT.get(node.this().party), timezone.now()
    if left is None:
        return None
    known = Applicant.objects.filter(email=left[1]).first() or applicants.sign_up(
        email=left[1], name="Newcomer", password=PASSWORD, now=now
    )
    secret = applicants.open_session(known, now=now)
    client.cookies[settings.APPLICANT_COOKIE_NAME] = secret
    return client


def _along(
    visitor: str, client: Client, starts: list[str], known: set[str], others: set[str]
) -> Iterator[Found]:
    waiting, seen, of_a_name = list(starts), {*known, *starts}, Counter[str]()
    asked: set[tuple[str, tuple[str, ...]]] = set()
    while waiting:
        url = waiting.pop(0)
        name = _name(url)
        question = (name, tuple(sorted(dict(parse_qsl(urlsplit(url).query)))))
        is_new = question not in asked
        most = OF_A_NAME * (10 if name in STEPS else 1 + is_new)
        if not name or of_a_name[name] >= most:
            continue
        asked.add(question)
        with CaptureQueriesContext(connection) as statements:
            answer = client.get(url)
        if 300 <= answer.status_code < 400:
            others.add(name)
            waiting += [to for to in [urljoin(url, answer["Location"])] if to not in seen]
            continue
        if "html" not in answer.headers.get("Content-Type", "") or answer.streaming:
            others.add(name)
            continue
        cookies = {key: morsel.value for key, morsel in client.cookies.items()}
        body = answer.content
        yield Found(
            name,
            url,
            visitor,
            answer.status_code,
            len(statements),
            len(body),
            cookies,
            of_a_name[name],
        )
        of_a_name[name] += 1
        for href in LINK.findall(body.decode()):
            to = urljoin(url, unescape(href))
            parts = urlsplit(to)
            if parts.scheme or to in seen or TRANSLATED.search(to):
                continue
            seen.add(to)
            waiting.append(to)


def _name(url: str) -> str:
    try:
        return resolve(urlsplit(url).path).view_name
    except Resolver404:
        return ""

"""Japan's node with many agreements, filled through its journals, for `benchmarks.desk`."""

import os
import shutil
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kakehashi import node
from kakehashi.cli.init import make_home

if TYPE_CHECKING:
    from kakehashi.accounts.models import Officer
    from kakehashi.core.notices.disclosure import DisclosureRequested
    from tests.web.desk.make import Counterpart

IN_A_CASE = 10
"""Notices of one case."""
AT_ONCE = 25
"""Cases opened at once."""
TERMS = "jp-kh-2019"


@dataclass
class World:
    """What there is: the agreements, and by each the first notices of its cases."""

    counterparts: Mapping[str, "Counterpart"]
    cases: dict[str, list[str]]
    officer: "Officer"
    meetings: list[tuple[str, str]] = field(default_factory=list)
    secrets: list[tuple[str, str]] = field(default_factory=list)

    @property
    def agreements(self) -> list[str]:
        """The names of the agreements."""
        return list(self.counterparts)

    def some(self, count: int) -> Iterator[tuple[str, str]]:
        """Give some cases, from all agreements and all ages."""
        for number in range(count):
            agreement = self.agreements[number % len(self.agreements)]
            known = self.cases[agreement]
            yield agreement, known[number * 7919 % len(known)]


def ready(folder: Path, count: int, database: str | None) -> World:
    """Make a node with so many agreements in this process, each with a counterpart."""
    names = [f"bench-{number:02}" for number in range(1, count + 1)]
    home = make_home(
        folder / "home", name="bench.example", party="JP", agreements=names, database=database
    ).home
    _write_profiles(folder / "profiles", names)
    told = (home / "node.toml").read_text(encoding="utf-8")
    profiles = f'profiles = "{folder / "profiles"}"\n'
    (home / "node.toml").write_text(profiles + told, encoding="utf-8")
    begin(home)
    from tests.core.authors import Author
    from tests.web.desk.make import Counterpart

    met = {
        name: Counterpart(
            Author(party="KH", counterpart="JP", name=f"{name}.example", agreement=name)
        ).meet()
        for name in names
    }
    return World(met, {name: [] for name in names}, _officer_of_everything(names))


def begin(home: Path) -> None:
    """Be the node of a home in this process, with its tables."""
    os.environ |= {node.HOME: str(home), "DJANGO_SETTINGS_MODULE": "kakehashi.settings"}
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    settings.ALLOWED_HOSTS = ["*"]
    call_command("migrate", verbosity=0)


def _write_profiles(folder: Path, names: Sequence[str]) -> None:
    for name in names:
        shutil.copytree(node.SHIPPED / TERMS, folder / name)
        file = folder / name / "profile.toml"
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace(f'name = "{TERMS}"', f'name = "{name}"'), encoding="utf-8")


def _officer_of_everything(names: Sequence[str]) -> "Officer":
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
    from django.utils import timezone

    from kakehashi.accounts.actions import add_officer
    from kakehashi.accounts.permissions import RoleKind

    made = add_officer(
        username="of-all",
        display_name="Of all",
        unit_id="isa",
        roles=[(name, role) for name in names for role in RoleKind],
        now=timezone.now(),
    )
    TOTP.activate(made, generate_totp_secret())
    return made


def fill(world: World, count: int) -> float:
    """Issue and receive until there are so many notices in cases; give the seconds."""
    started = time.perf_counter()
    each = max(count // len(world.agreements) // IN_A_CASE, 1)
    for agreement in world.agreements:
        known = world.cases[agreement]
        while len(known) < each:
            _fill_some(world, agreement, min(AT_ONCE, each - len(known)))
    return round(time.perf_counter() - started, 1)


def _fill_some(world: World, agreement: str, count: int) -> None:
    """Open cases and carry each on, have some answered; a meeting, a secret, a draft, an act."""
    from django.utils import timezone

    from kakehashi import dispatch
    from tests.make import links, notice
    from tests.web.desk.make import with_files

    proposal = with_files("consultation.proposed", links())
    world.meetings += [(agreement, jti) for jti in issued(agreement, [proposal])]
    known = world.cases[agreement]
    known += _issued_cases(agreement, count)
    other = world.counterparts[agreement]
    for jti in known[-count:][::3]:
        other.write(notice("inquiry.answered", links(answers=[jti])), "5(7)")
    secret, files = with_files("intermediary.reported", links())
    world.secrets.append((agreement, other.write(secret, "4(1)", files=files)))
    other.send()
    requested = _request_to_pass_on(world.secrets[-1][1])
    issued(agreement, [(requested, ())])
    _work_at_home(world, agreement)
    dispatch.catch_up(agreement, now=timezone.now())


def _issued_cases(agreement: str, count: int) -> list[str]:
    """Every third case is about misconduct, the others are inquiries with their reminders."""
    from tests.make import asked, links, notice
    from tests.web.desk.make import with_files

    informed = with_files("misconduct.informed", links())
    firsts = [informed if number % 3 == 2 else (asked(), ()) for number in range(count)]
    opened = issued(agreement, firsts)
    more = [
        (notice("inquiry.reminded", links(refers=[jti])), ())
        for jti, (first, _) in zip(opened, firsts, strict=True)
        if first.kind == "inquiry.asked"
        for _ in range(IN_A_CASE + 3)
    ]
    for first in range(0, len(more), 2 * AT_ONCE):
        issued(agreement, more[first : first + 2 * AT_ONCE])
    return opened


def _request_to_pass_on(item: str) -> "DisclosureRequested":
    from kakehashi.core.notices import disclosure as said
    from tests.web.desk import clause_3

    return said.DisclosureRequested(
        confidential=said.DisclosureRequest(
            items=clause_3.items(item),
            recipients=(clause_3.recipient(),),
            purpose=clause_3.words("To investigate"),
        )
    )


def _work_at_home(world: World, agreement: str) -> None:
    """Begin a draft, and record an act that is to be told of."""
    from django.utils import timezone

    from kakehashi.core.agreement import Act
    from kakehashi.desk.actions import open_draft
    from kakehashi.desk.duties import home
    from kakehashi.web.desk.duties.own import lives_now

    now, by = timezone.now(), world.officer.pk
    gained = home.New(Act.INFORMATION_GAINED, now.date())
    home.record_act(gained, lives=lives_now([agreement]), by=by, now=now)
    open_draft(
        agreement=agreement,
        kind="inquiry.asked",
        version=1,
        classification="restricted",
        typed={},
        by=by,
        now=now,
    )


def issued(agreement: str, notices: Sequence[tuple[Any, tuple[bytes, ...]]]) -> list[str]:
    """Issue our notices with their files under an agreement; give their ids."""
    from datetime import date

    from django.utils import timezone

    from kakehashi import dispatch
    from kakehashi.core.envelope import Decider
    from kakehashi.core.notices.payload import Decided
    from kakehashi.exchange.issuing import Outgoing

    party, terms = node.this().party, node.profile(agreement).on(date(2026, 10, 1))
    office = terms.contact_points[party].office
    outgoing = [
        Outgoing(
            one,
            terms.permits[one.kind, party][0].clause,
            one.classification,
            decided=Decided(on=date(2026, 1, 10)),
            by=Decider(office, "Director"),
            files=files,
        )
        for one, files in notices
    ]
    now = timezone.now()
    return [one.jti for one in dispatch.issue(outgoing, agreement=agreement, now=now)]

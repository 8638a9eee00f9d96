"""The desk's pages at 1, 10 and 100 times: statements and milliseconds of each.

    python -m benchmarks.desk [--notices 1000 10000 100000] [--agreements 20]
        [--database postgresql://…] [--page desk_cases …]

A node of Japan's with so many agreements (the same terms under invented names) and, at the most,
100,000 notices in 10,000 cases. Aims: every page under 100 ms, and as many statements at every
size. A new page is measured by a line in `PAGES`. `cpu` is what this process worked for it, on a
machine that does other things too. Prints one JSON object.
"""

import argparse
import json
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kakehashi import node
from kakehashi.cli.init import make_home

if TYPE_CHECKING:
    from django.test import Client

AIM_MILLISECONDS = 100.0
IN_A_CASE = 10
"""Notices of one case."""
AT_ONCE = 50
ROUNDS = 20
TERMS = "jp-kh-2019"


@dataclass
class World:
    """What there is: the agreements, and by each the first notices of its cases."""

    agreements: list[str]
    cases: dict[str, list[str]] = field(default_factory=dict)
    count: int = 0

    def some(self, count: int) -> Iterator[tuple[str, str]]:
        """Give some cases, from all agreements and all ages."""
        for number in range(count):
            agreement = self.agreements[number % len(self.agreements)]
            known = self.cases[agreement]
            yield agreement, known[number * 7919 % len(known)]


def _case_pages(world: World) -> list[str]:
    return [f"/desk/cases/{agreement}/{matter}/" for agreement, matter in world.some(ROUNDS)]


def _notice_pages(world: World) -> list[str]:
    from kakehashi.desk.models import Dealing

    found = Dealing.objects.filter(jti__in=[matter for _, matter in world.some(ROUNDS)])
    rows = found.values_list("edition__agreement", "party", "generation", "seq")
    return [f"/desk/notices/{'/'.join(map(str, row))}/" for row in rows]


def _of_each(address: str) -> Callable[[World], list[str]]:
    """Give a page once for each of some agreements, which its address asks for."""
    return lambda world: [f"{address}{name}" for name in world.agreements[:5]] * 4


PAGES: Mapping[str, Callable[[World], list[str]]] = {
    "desk": lambda _: ["/desk/"] * ROUNDS,
    "desk_cases": lambda _: [f"/desk/cases/?state={state}" for state in ("open", "", "closed")] * 7,
    "desk_cases of one side": lambda _: ["/desk/cases/?turn=theirs", "/desk/cases/?late=yes"] * 10,
    "desk_cases of one agreement": _of_each("/desk/cases/?agreement="),
    "desk_case": _case_pages,
    "desk_notice": _notice_pages,
    "desk_inbox": _of_each("/desk/inbox/?agreement="),
    "desk_outbox": _of_each("/desk/outbox/?agreement="),
    "desk_drafts": lambda _: ["/desk/drafts/"] * ROUNDS,
    "desk_duties": lambda _: ["/desk/duties/"] * ROUNDS,
    "desk_duties_kept": lambda _: ["/desk/duties/kept/"] * ROUNDS,
    "desk_own_duties": lambda _: ["/desk/duties/own/"] * ROUNDS,
    "desk_calendars": lambda _: ["/desk/duties/calendars/"] * ROUNDS,
    "desk_permissions": lambda _: ["/desk/permissions/"] * ROUNDS,
    "desk_search": lambda _: ["/desk/search/?q=question"] * ROUNDS,
    "desk_consultations": lambda _: ["/desk/consultations/"] * ROUNDS,
    "desk_disclosures": lambda _: ["/desk/disclosures/"] * ROUNDS,
    "desk_letters": lambda _: ["/desk/letters/"] * ROUNDS,
    "desk_agreements": lambda _: ["/desk/agreements/"] * ROUNDS,
    "desk_people": lambda _: ["/desk/people/"] * ROUNDS,
    "desk_record": lambda _: ["/desk/record/"] * ROUNDS,
}
"""Name of an address (and what is asked of it) to the addresses that are opened."""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notices", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--agreements", type=int, default=20)
    parser.add_argument("--database", help="a PostgreSQL address; SQLite without")
    parser.add_argument("--page", nargs="*", help="only pages whose name begins so")
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="kakehashi-benchmark-"))
    try:
        world = ready(folder, asked.agreements, asked.database)
        found: dict[str, Any] = {"load": os.getloadavg(), "aim": AIM_MILLISECONDS}
        for count in asked.notices:
            filled = fill(world, count)
            found[f"{count} notices"] = {"filled_in": filled} | measure(world, asked.page)
        print(json.dumps(found, indent=1))
    finally:
        shutil.rmtree(folder)


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
    os.environ |= {node.HOME: str(home), "DJANGO_SETTINGS_MODULE": "kakehashi.settings"}
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    settings.ALLOWED_HOSTS = ["*"]
    call_command("migrate", verbosity=0)
    from tests.core.authors import Author
    from tests.web.desk.make import Counterpart

    for name in names:
        author = Author(party="KH", counterpart="JP", name=f"{name}.example", agreement=name)
        Counterpart(author).meet()
    return World(names, {name: [] for name in names})


def _write_profiles(folder: Path, names: Sequence[str]) -> None:
    for name in names:
        shutil.copytree(node.SHIPPED / TERMS, folder / name)
        file = folder / name / "profile.toml"
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace(f'name = "{TERMS}"', f'name = "{name}"'), encoding="utf-8")


def fill(world: World, count: int) -> float:
    """Issue until there are so many notices; give the seconds."""
    started = time.perf_counter()
    each = count // len(world.agreements) // IN_A_CASE
    for agreement in world.agreements:
        known = world.cases[agreement]
        while len(known) < max(each, 1):
            known += _issue_cases(agreement, min(AT_ONCE // 2, max(each, 1) - len(known)))
    world.count = count
    return round(time.perf_counter() - started, 1)


def _issue_cases(agreement: str, count: int) -> list[str]:
    """Open cases and carry each on; every third is about misconduct."""
    from django.utils import timezone

    from kakehashi import dispatch
    from tests.make import asked, links, notice
    from tests.web.desk.make import with_files

    informed = with_files("misconduct.informed", links())
    firsts = [informed if number % 3 == 2 else (asked(), ()) for number in range(count)]
    opened = _issued(agreement, firsts)
    more = [
        (notice("inquiry.reminded", links(refers=[jti])), ())
        for jti, (first, _) in zip(opened, firsts, strict=True)
        if first.kind == "inquiry.asked"
        for _ in range(IN_A_CASE + 3)
    ]
    for first in range(0, len(more), AT_ONCE):
        _issued(agreement, more[first : first + AT_ONCE])
    dispatch.catch_up(agreement, now=timezone.now())
    return opened


def _issued(agreement: str, notices: Sequence[tuple[Any, tuple[bytes, ...]]]) -> list[str]:
    from datetime import date

    from django.utils import timezone

    from kakehashi import dispatch
    from kakehashi.core.envelope import Decider
    from kakehashi.core.notices.payload import Decided
    from kakehashi.exchange.issuing import Outgoing

    terms = node.profile(agreement).on(date(2026, 10, 1))
    outgoing = [
        Outgoing(
            one,
            terms.permits[one.kind, "JP"][0].clause,
            one.classification,
            decided=Decided(on=date(2026, 1, 10)),
            by=Decider("isa", "Director"),
            files=files,
        )
        for one, files in notices
    ]
    now = timezone.now()
    return [one.jti for one in dispatch.issue(outgoing, agreement=agreement, now=now)]


def measure(world: World, only: Sequence[str] | None) -> dict[str, Any]:
    """Open every page as an officer of all agreements does."""
    from django.urls import NoReverseMatch, get_resolver

    desk = _desk_of_everything(world)
    desk.raise_request_exception = False
    names = set(get_resolver().reverse_dict)
    found: dict[str, Any] = {}
    for name, addresses in PAGES.items():
        wanted = not only or any(name.startswith(begin) for begin in only)
        if wanted and name.split()[0] in names:
            try:
                found[name] = _page(desk, addresses(world))
            except NoReverseMatch:
                continue
    return found


def _desk_of_everything(world: World) -> "Client":
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
    from django.utils import timezone

    from kakehashi.accounts.actions import add_officer
    from kakehashi.accounts.permissions import RoleKind
    from tests.web.desk.make import desk_of

    made = add_officer(
        username=f"of-all-{world.count}",
        display_name="Of all",
        unit_id="isa",
        roles=[(name, role) for name in world.agreements for role in RoleKind],
        now=timezone.now(),
    )
    TOTP.activate(made, generate_totp_secret())
    return desk_of(made)


def _page(desk: "Client", addresses: Sequence[str]) -> dict[str, Any]:
    from django.db import connection, reset_queries

    answer = desk.get(addresses[0])
    if answer.status_code != 200:
        return {"status": answer.status_code}
    statements = set()
    connection.force_debug_cursor = True
    for address in addresses[:5]:
        reset_queries()
        desk.get(address)
        statements.add(len(connection.queries_log))
    connection.force_debug_cursor = False
    took, worked = [], []
    for address in addresses:
        started, before = time.perf_counter(), time.process_time()
        desk.get(address)
        took.append((time.perf_counter() - started) * 1000)
        worked.append((time.process_time() - before) * 1000)
    return {
        "statements": sorted(statements),
        "cpu": round(statistics.median(worked), 1),
        "p50": round(statistics.median(took), 1),
        "p95": round(statistics.quantiles(took, n=20)[18], 1),
    }


if __name__ == "__main__":
    main()

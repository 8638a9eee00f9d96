"""The desk's pages of a sending side at 1, 10 and 100 times: statements and milliseconds of each.

    python -m benchmarks.desk_sending [--notices 1000 10000 100000] [--page desk_candidate …]

Cambodia's node, where organizations apply and candidates are certified. For 100,000 notices (
inquiries with their reminders) there are 1,000 applications, a third decided, each of its own
applicant, and 10,000 candidates, half of them certified. Aims: every page under 100 ms, and as
many statements at every size. Prints a line of JSON for each size.
"""

import argparse
import json
import os
import shutil
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.desk import AIM_MILLISECONDS, ROUNDS, measured
from benchmarks.desk_world import begin, issued
from kakehashi.cli.init import make_home

if TYPE_CHECKING:
    from kakehashi.accounts.models import Officer
    from tests.approvals.make import Ministry

AGREEMENT = "jp-kh-2019"
IN_AN_APPLICATION, IN_A_CANDIDATE = 100, 10
"""Notices for which there is one of them."""
REMINDERS = 9
AT_ONCE = 50


@dataclass
class Side:
    """The ministry, the officer who looks, the organizations that were approved."""

    ministry: "Ministry"
    officer: "Officer"
    approved: list[str] = field(default_factory=list)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--notices", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--database", help="a PostgreSQL address; SQLite without")
    parser.add_argument("--page", nargs="*", help="only pages whose name begins so")
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="kakehashi-benchmark-"))
    try:
        side = ready(folder, asked.database)
        for count in asked.notices:
            told: dict[str, object] = {"notices": count, "filled_in": fill(side, count)}
            told |= {"load": os.getloadavg(), "aim": AIM_MILLISECONDS}
            pages = measured(side.officer, addresses(side), asked.page)
            print(json.dumps(told | pages), flush=True)
    finally:
        shutil.rmtree(folder)


def ready(folder: Path, database: str | None) -> Side:
    """Make the sending side's node in this process, with its standards and a key for today."""
    home = make_home(
        folder / "home", name="kh.example", party="KH", agreements=[AGREEMENT], database=database
    ).home
    begin(home)
    from django.conf import settings

    from kakehashi.accounts.permissions import RoleKind
    from kakehashi.certificates import keys
    from tests.approvals.make import Ministry
    from tests.certificates.make import certified
    from tests.web.desk import make as desks

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    ministry = Ministry(AGREEMENT, "KH")
    request = keys.make_keys(AGREEMENT, first=ministry.today, months=2)
    keys.take_keys(AGREEMENT, certified(request), now=ministry.now)
    return Side(ministry, desks.officer("of-all", *RoleKind, unit=ministry.unit))


def fill(side: Side, count: int) -> float:
    """Work on until there is so much of everything; give the seconds."""
    started = time.perf_counter()
    _ask(count)
    _apply(side, count // IN_AN_APPLICATION)
    _certify(side, count // IN_A_CANDIDATE)
    side.ministry.catch_up()
    return round(time.perf_counter() - started, 1)


def _ask(count: int) -> None:
    """Ask Japan, and remind it, until there are so many notices."""
    from kakehashi.journal.queries import journal
    from tests.make import asked, links, notice

    while (ours := journal(AGREEMENT, "KH")) is not None and ours.size < count:
        opened = issued(AGREEMENT, [(asked(), ())] * (AT_ONCE // REMINDERS))
        reminders = [notice("inquiry.reminded", links(refers=[one])) for one in opened]
        issued(AGREEMENT, [(one, ()) for one in reminders * REMINDERS])


def _apply(side: Side, count: int) -> None:
    """Let organizations apply: a third waits, a third is examined, a third approved."""
    from kakehashi.approvals.models import Application

    ministry = side.ministry
    for number in range(Application.objects.count(), count):
        applicant = ministry.applicant(f"{number}@mekong.example")
        submitted = ministry.submitted(applicant)
        if number % 3:
            examined = ministry.examined(submitted)
            if number % 3 == 2:
                side.approved.append(ministry.approved(examined).number)


def _certify(side: Side, count: int) -> None:
    """Approve candidates of an approved organization until there are so many; certify half."""
    from kakehashi.certificates.issuing import AT_ONCE as ISSUED_AT_ONCE
    from kakehashi.certificates.issuing import issue_approved
    from kakehashi.certificates.models import CandidateCase, Certificate
    from tests.certificates.make import approve_many

    def is_approved(_number: str, _day: date) -> bool:
        return True

    more = count - CandidateCase.objects.count()
    officers = (side.ministry.both.pk, side.ministry.decider.pk)
    approve_many(more, officers, now=side.ministry.now, organization=side.approved[0])
    while Certificate.objects.count() < count // 2:
        issue_approved(
            AGREEMENT, is_approved=is_approved, now=datetime.now(UTC), at_most=ISSUED_AT_ONCE
        )


def addresses(side: Side) -> Mapping[str, list[str]]:
    """Name of an address (and what is asked of it) to the addresses that are opened."""
    from kakehashi.approvals.models import Application
    from kakehashi.certificates.models import CandidateCase, Certificate

    room, people = "/desk/approvals/", "/desk/candidates/"
    applications = Application.objects.order_by("-serial").values_list("public_id", flat=True)
    cases = CandidateCase.objects.order_by("pk").values_list("public_id", flat=True)
    numbers = Certificate.objects.order_by("-pk").values_list("number", flat=True)[:ROUNDS]
    files = [f"{room}organizations/{AGREEMENT}/{one}/" for one in side.approved[-ROUNDS:]]
    last = -(-cases.count() // 50)
    return {
        "desk": ["/desk/"] * ROUNDS,
        "desk_approvals": [room] * ROUNDS,
        "desk_application": [f"{room}applications/{one}/" for one in applications[:ROUNDS]],
        "desk_organization": files,
        "desk_organization_find": [f"{room}find/?agreement={AGREEMENT}&number={side.approved[0]}"],
        "desk_standards": [f"{room}standards/{AGREEMENT}/"] * ROUNDS,
        "desk_candidates": [people] * ROUNDS,
        "desk_candidates all": [f"{people}?state=&page={last}"] * ROUNDS,
        "desk_candidate": [f"{people}{one}/" for one in cases[:ROUNDS]],
        "desk_candidate_new": [f"{people}new/{AGREEMENT}/"] * ROUNDS,
        "desk_candidates_find": [f"{people}find/?number={one}" for one in numbers],
        "desk_reckoning": [f"{people}reckoning/"] * ROUNDS,
        "desk_duties": ["/desk/duties/"] * ROUNDS,
        "desk_own_duties": ["/desk/duties/own/"] * ROUNDS,
        "desk_screening": ["/desk/screening/"] * ROUNDS,
        "desk_record": ["/desk/record/"] * ROUNDS,
    }


if __name__ == "__main__":
    main()

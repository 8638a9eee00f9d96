"""Everything that is derived, derived again: registers, cases, duties, disclosures and search.

    python -m benchmarks.rebuild [--notices 10000 100000] [--database postgresql://…]

A node of Japan's with both journals of one agreement, of so many notices in all: inquiries and
their answers, misconduct, measures, approvals with their publication, disclosures, receipts. Then,
in a process of its own, everything is judged again and derived anew from the sealed journals. Aims:
5,000 notices a second into all editions together, memory as at a tenth of the notices. Prints one
JSON object; `cpu` stands beside the seconds, for a machine that does other things meanwhile.
"""

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.desk_world import issued
from kakehashi import node
from kakehashi.cli.init import make_home

AGREEMENT = "jp-kh-2019"
AIM_A_SECOND = 5_000
CASES, APPROVALS = 40, 20
"""In one round: inquiries, each asked, reminded and answered; approvals, each published."""
OF_EACH = {
    "information.shared": 40,
    "accepting-organization.measure-ordered": 20,
    "misconduct.informed": 10,
    "disclosure.consented": 5,
}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notices", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--database", help="a PostgreSQL address; SQLite without")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.inside:
        print(json.dumps(rebuilt()))
        return
    folder = Path(tempfile.mkdtemp(prefix="kakehashi-benchmark-"))
    try:
        ready(folder, asked.database)
        found: dict[str, Any] = {"load": os.getloadavg(), "aim a second": AIM_A_SECOND}
        told = _Told()
        for count in asked.notices:
            seconds = told.until(count)
            found[f"{told.count} notices"] = {"filled in (s)": seconds} | again()
        print(json.dumps(found, indent=1))
    finally:
        shutil.rmtree(folder)


def ready(folder: Path, database: str | None) -> None:
    """Make a node in this process."""
    home = make_home(
        folder / "home", name="bench.example", party="JP", agreements=[AGREEMENT], database=database
    ).home
    os.environ |= {node.HOME: str(home), "DJANGO_SETTINGS_MODULE": "kakehashi.settings"}
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def again() -> dict[str, Any]:
    """Derive all again in a process of its own, whose memory is nobody else's."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.rebuild", "--inside"], stdout=subprocess.PIPE, check=True
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def rebuilt() -> dict[str, Any]:
    """Judge again, then derive all anew; give the seconds and the memory (MB) of each."""
    import django

    django.setup()
    from kakehashi.dispatch import verifying
    from kakehashi.exchange import parties

    count = sum(journal.size for journal in parties.sides(AGREEMENT).journals)
    found: dict[str, Any] = {"MB before": _most()}
    steps: dict[str, Callable[[], None]] = {
        "judged": lambda: verifying.judge_again(AGREEMENT),
        "derived": lambda: verifying.derive_anew(AGREEMENT),
    }
    for step, work in steps.items():
        started, worked = time.perf_counter(), time.process_time()
        work()
        took, used = time.perf_counter() - started, time.process_time() - worked
        found[step] = {
            "seconds": round(took, 2),
            "cpu": round(used, 2),
            "a second": round(count / took),
            "a second of cpu": round(count / used),
            "MB at most": _most(),
        }
    return found


def _most() -> float:
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000, 1)


class _Told:
    """Two sides that have told each other of so many notices so far."""

    def __init__(self) -> None:
        from tests.web.desk.make import Counterpart

        class Counted(Counterpart):
            """Sends when told to, so that a package has many."""

            def send(self) -> "Counted":
                return self

        self._met = Counterpart().meet()
        self._other = Counted(self._met.author)
        self._rounds = 0

    @property
    def count(self) -> int:
        from kakehashi.exchange import parties

        return sum(journal.size for journal in parties.sides(AGREEMENT).journals)

    def until(self, count: int) -> float:
        """Tell until there are so many; give the seconds."""
        started = time.perf_counter()
        while self.count < count:
            self._round()
        return round(time.perf_counter() - started, 1)

    def _round(self) -> None:
        from tests.make import approved, asked, links, notice
        from tests.web.desk.make import with_files

        self._rounds += 1
        cases = issued(AGREEMENT, [(asked(), ())] * CASES)
        issued(AGREEMENT, [(notice("inquiry.reminded", links(refers=[jti])), ()) for jti in cases])
        for kind, count in OF_EACH.items():
            issued(AGREEMENT, [with_files(kind, links())] * count)
        for jti in cases:
            self._other.issue(notice("inquiry.answered", links(answers=[jti])), "5(7)")
        for number in range(APPROVALS):
            one = approved(f"KHM{self._rounds * APPROVALS + number:06}")
            self._other.issue(one, "5(1)", effective_on=date(2026, 2, 1))
        self._other.receive()
        self._met.send()


if __name__ == "__main__":
    main()

"""Certificates: issued a second, verified a second, read from paper, and issuing that is killed.

    python -m benchmarks.certificates [--count 100000] [--kills 100] [--prints 200]
        [--database postgresql://…] [--only verify print issue kill]

Aims: 100 issued a second with durable storage; scanned text to claims at 0.6 of the bare ES256
verification of the same library in the same run; every print read at level Q; and after issuing was
killed at random all along its way, issued equals approved, no number twice, none missing without
its reason. Prints one JSON object.
"""

import argparse
import json
import os
import random
import shutil
import signal
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TextIO

from kakehashi import node
from kakehashi.cli.init import make_home
from tests import homes

ROUNDS, EACH = 300, 20
SENDER = "KHM900001"
COMMITS = "durable commits of SQLite, 1 kB"
LATEST_KILL = 0.02
"""Seconds after the word of a transaction within which the next one is killed."""
VOID_EVERY = 997
"""One number in so many is used up without a certificate, as spoiled forms are."""


def verification() -> dict[str, object]:
    """Scanned text to claims beside the bare verification, in turns, so that both meet the same."""
    from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

    from kakehashi.core.certificate import read, verify
    from kakehashi.core.certificate.cose import ES256, to_be_signed
    from tests.core.vectors_certificate import GOOD, KEYS, MARCH, NOW, list_of, status_lists

    signed, lists = read(GOOD).signed, status_lists(list_of({}))
    message = to_be_signed(signed.protected, signed.payload)
    halves = signed.signature[:32], signed.signature[32:]
    der = encode_dss_signature(*map(int.from_bytes, halves))
    public = MARCH.public.public
    bare = _times(
        lambda: public.verify(der, message, ES256),
        lambda: verify(GOOD, keys=KEYS, now=NOW, lists=lists),
    )
    least = [min(times) for times in bare]
    middle = [statistics.median(times) for times in bare]
    return {
        "bare ES256 verification, us": round(least[0] * 1e6, 1),
        "text to claims, us": round(least[1] * 1e6, 1),
        "ratio, least": round(least[0] / least[1], 3),
        "ratio, median": round(middle[0] / middle[1], 3),
        "aim": 0.6,
    }


def _times(*works: Callable[[], object]) -> list[list[float]]:
    """Measure several things in turns, in seconds of this process's own time."""
    found: list[list[float]] = [[] for _ in works]
    for _ in range(ROUNDS):
        for times, work in zip(found, works, strict=True):
            started = time.process_time()
            for _ in range(EACH):
                work()
            times.append((time.process_time() - started) / EACH)
    return found


def prints(count: int) -> dict[str, object]:
    """Read rendered, rotated, shrunken and blurred codes by zxing-cpp, at levels Q and M."""
    from tests.core.vectors_certificate import CLAIMS, text_of

    drawn = random.Random(2026)
    read = {"q": 0, "m": 0}
    versions: dict[str, set[int]] = {"q": set(), "m": set()}
    for _ in range(count):
        name = "".join(drawn.choice("AEIKMNORSTU ") for _ in range(drawn.randint(6, 38)))
        claims = CLAIMS._replace(name=f"A{name}", status_index=drawn.randrange(2**18))
        text = text_of(claims)
        for level in read:
            version, is_read = _shot(text, level, drawn)
            versions[level].add(version)
            read[level] += is_read
    return {
        f"level {level}": {"versions": sorted(versions[level]), "read": read[level], "of": count}
        for level in read
    }


def _shot(text: str, level: str, drawn: random.Random) -> tuple[int, bool]:
    """Take a poor picture of a print: askew, small, blurred, with little contrast."""
    from io import BytesIO

    import segno
    import zxingcpp
    from PIL import Image, ImageEnhance, ImageFilter

    code, picture = segno.make(text, error=level, boost_error=False), BytesIO()
    code.save(picture, kind="png", scale=8, border=4)
    shot = Image.open(picture).convert("L")
    shot = shot.rotate(
        drawn.uniform(0, 360), expand=True, fillcolor=255, resample=Image.Resampling.BICUBIC
    )
    scale = drawn.uniform(0.4, 0.6)
    size = int(shot.width * scale), int(shot.height * scale)
    shot = shot.resize(size, Image.Resampling.BILINEAR)
    shot = shot.filter(ImageFilter.GaussianBlur(drawn.uniform(0.4, 1.1)))
    shot = ImageEnhance.Contrast(shot).enhance(drawn.uniform(0.5, 1.0))
    found = zxingcpp.read_barcodes(shot)
    return int(code.version), [one.text for one in found] == [text]


def issuing(count: int) -> dict[str, object]:
    """Issue on approved cases, one at a time and as many at once as the node does.

    By the clock, and by what one core was busy, which other work on the machine does not change.
    """
    from benchmarks.limits import commits
    from kakehashi.certificates.issuing import AT_ONCE

    found: dict[str, object] = {}
    limits = commits(node.home())
    for at_once in (1, AT_ONCE):
        _approve(count)
        started, busy, done = time.perf_counter(), time.process_time(), 0
        while issued := _issue(at_once):
            done += issued
        took, used = time.perf_counter() - started, time.process_time() - busy
        found[f"{at_once} in a transaction"] = {
            "a second": round(done / took, 1),
            "a second of one core": round(done / used, 1),
            "ratio to durable commits": round(done / took / limits[COMMITS], 2),
        }
    return found | {"aim": 100, "load": os.getloadavg()[0]} | limits


def killed(count: int, kills: int) -> dict[str, object]:
    """Kill the process that issues, again and again from the first to the last; then count.

    Each kill has a stretch of its own of the certificates, and falls at random in it: once so many
    are issued, and then at any instruction.
    """
    started = time.perf_counter()
    _approve(count)
    approved = time.perf_counter()
    acknowledged = set[int]()
    at = [int((place + random.random()) * count / kills) for place in range(kills)]
    spread = []
    for many in at:
        acknowledged |= _issue_until(many, acknowledged)
        spread.append(len(acknowledged))
    acknowledged |= _issue_until(None, acknowledged)
    issued = time.perf_counter()
    found = _counted(acknowledged) | {"kills": len(spread), "acknowledged": len(acknowledged)}
    quarters = [
        sum(many * 4 // max(count, 1) == quarter for many in spread) for quarter in range(4)
    ]
    return found | {
        "kills in each quarter": quarters,
        "seconds": {
            "approving": round(approved - started),
            "issuing": round(issued - approved),
            "counting": round(time.perf_counter() - issued),
        },
    }


def _issue_until(many: int | None, before: set[int]) -> set[int]:
    """Have a process issue; kill it once so many are known to be issued, and give what it said."""
    from django.db import connections

    connections.close_all()
    said, saying = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(said)
        with os.fdopen(saying, "w", buffering=1) as out:
            issuer(out)
        os._exit(0)
    os.close(saying)
    heard = set[int]()
    with os.fdopen(said) as lines:
        lines.readline()
        is_killed = False
        while line := lines.readline():
            if line.endswith("\n"):
                heard |= {int(one) for one in line.split()}
            if many is not None and not is_killed and len(before | heard) >= many:
                time.sleep(random.uniform(0, LATEST_KILL))
                os.kill(child, signal.SIGKILL)
                is_killed = True
    os.waitpid(child, 0)
    return heard


def issuer(out: TextIO) -> None:
    """Issue until there is nothing left, and say each number once it is durable."""
    from kakehashi.certificates.issuing import AT_ONCE, void_number
    from kakehashi.core.notices.certificates import VoidWhy

    random.seed()
    out.write("ready\n")
    by = _officers()[0]
    while rows := _issued_rows(AT_ONCE):
        out.write(" ".join(str(row.sequence) for row in rows) + "\n")
        if random.randrange(VOID_EVERY) < AT_ONCE:
            row = void_number("jp-kh-2019", why=VoidWhy.SPOILED, by=by, now=datetime.now(UTC))
            out.write(f"{row.sequence}\n")


def _counted(acknowledged: set[int]) -> dict[str, object]:
    """Say how approved cases, certificates, numbers and acts stand to one another."""
    from kakehashi.certificates import comparing, keys
    from kakehashi.certificates.models import CandidateCase, CaseState, Certificate
    from kakehashi.dispatch.announcing import acts
    from kakehashi.dispatch.verifying import verify_journal
    from kakehashi.journal.queries import local_journal

    rows = Certificate.objects.filter(agreement="jp-kh-2019")
    numbers = list(rows.order_by("sequence").values_list("sequence", flat=True))
    voided = rows.filter(state="void").count()
    wanted = comparing.expected(acts("jp-kh-2019"))
    local = local_journal()
    assert local is not None
    decided = (CaseState.APPROVED, CaseState.CERTIFIED)
    return {
        "approved cases": CandidateCase.objects.filter(state__in=decided).count(),
        "approved by the record": wanted.approved,
        "issued": len(numbers) - voided,
        "void, each with its reason": rows.filter(state="void").exclude(why="").count(),
        "void": voided,
        "numbers twice": len(numbers) - len(set(numbers)),
        "numbers missing": len(set(range(1, max(numbers, default=0) + 1)) - set(numbers)),
        "acknowledged and not there": len(acknowledged - set(numbers)),
        "cases with two": _cases_with_two(),
        "differences from the record": len(
            list(comparing.differences("jp-kh-2019", wanted, keys=keys.our_keys("jp-kh-2019")))
        ),
        "findings in the record": len(list(verify_journal(local))),
    }


def _cases_with_two() -> int:
    from django.db.models import Count

    from kakehashi.certificates.models import Certificate

    live = Certificate.objects.filter(case__isnull=False).values("case")
    return live.annotate(count=Count("pk")).filter(count__gt=1).count()


def _issue(at_most: int) -> int:
    return len(_issued_rows(at_most))


def _issued_rows(at_most: int) -> tuple[Any, ...]:
    from kakehashi.certificates.issuing import issue_approved

    def is_approved(number: str, _day: date) -> bool:
        return number == SENDER

    return issue_approved(
        "jp-kh-2019", is_approved=is_approved, now=datetime.now(UTC), at_most=at_most
    ).issued


def _approve(count: int) -> None:
    from tests.certificates.make import approve_many

    approve_many(count, _officers(), now=datetime.now(UTC), organization=SENDER)


def _officers() -> tuple[int, int]:
    from tests.two_nodes.certifying import officers

    return officers()


def _prepare(database: str | None, folder: Path) -> None:
    """Make the certifying side's node, with a key for today."""
    home = make_home(
        folder / "home", name="kh.example", party="KH", agreements=("jp-kh-2019",),
        database=database,
    ).home  # fmt: skip
    if database is None:
        homes.lay_tables(home)
    os.environ[node.HOME] = str(home)
    os.environ["DJANGO_SETTINGS_MODULE"] = "kakehashi.settings"
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    from kakehashi.certificates import keys
    from kakehashi.journal.record import open_record
    from tests.certificates.make import certified

    now = datetime.now(UTC)
    open_record(now=now)
    request = keys.make_keys("jp-kh-2019", first=now.date(), months=2)
    keys.take_keys("jp-kh-2019", certified(request), now=now)


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--prints", type=int, default=200)
    parser.add_argument("--database")
    parser.add_argument("--only", nargs="+", default=["verify", "print", "issue", "kill"])
    asked = parser.parse_args()
    folder, found = Path(tempfile.mkdtemp(prefix="kakehashi-certificates-")), {}
    try:
        if "verify" in asked.only:
            found["verification"] = verification()
        if "print" in asked.only:
            found["prints"] = prints(asked.prints)
        if {"issue", "kill"} & set(asked.only):
            _prepare(asked.database, folder)
        if "issue" in asked.only:
            found["issuing"] = issuing(min(asked.count, 2_000))
        if "kill" in asked.only:
            found["killed"] = killed(asked.count, asked.kills)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()

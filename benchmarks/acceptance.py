"""10,000 applications from a spreadsheet to their verdicts, on one node.

    python -m benchmarks.acceptance [--applications 10000] [--database postgresql]

The sending side announces a certificate for each; the list states them, one in fifty damaged. Aim:
under 30 s. Prints one JSON object with the time and its ratio to the bare verifications of the
same signatures by the same library.
"""

import argparse
import json
import os
import shutil
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

AIM_SECONDS = 30.0
AGREEMENT = "jp-kh-2019"
BATCH = 2_000


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--applications", type=int, default=10_000)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="kakehashi-benchmark-"))
    with ExitStack() as run:
        run.callback(shutil.rmtree, folder, ignore_errors=True)
        url = None
        if asked.database == "postgresql":
            from tests import postgres

            url = run.enter_context(postgres.postgresql())
        _begin(folder, url)
        print(json.dumps(measure(asked.applications), indent=1))


def _begin(folder: Path, url: str | None) -> None:
    """Make a node's home and its database."""
    from kakehashi import node
    from kakehashi.cli.init import make_home

    home = make_home(
        folder / "home",
        name="kakehashi.jp.example",
        party="JP",
        agreements=(AGREEMENT,),
        database=url,
    ).home
    os.environ[node.HOME] = str(home)
    os.environ["DJANGO_SETTINGS_MODULE"] = "kakehashi.settings"
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def measure(count: int) -> dict[str, Any]:
    """Certify, list, check."""
    from django.utils import timezone

    from kakehashi.acceptance import queries, taking
    from kakehashi.acceptance.taking import Order
    from kakehashi.core.acceptance_check.reading import Usual
    from kakehashi.dispatch.checking import check_all
    from tests.acceptance.certified import Ministry, claims, stated
    from tests.acceptance.files import csv_file
    from tests.web.desk.make import Counterpart

    ministry = Ministry(Counterpart().meet()).begin()
    every = [claims(turn) for turn in range(1, count + 1)]
    for first in range(0, count, BATCH):
        ministry.announce(every[first : first + BATCH])
    rows = [stated(one) for one in every]
    for damaged in range(0, count, 50):
        rows[damaged]["born_on"] = "03/04/2001"
    content = csv_file(rows)
    started, busy = time.perf_counter(), time.process_time()
    usual = Usual(timezone.now().date())
    given = taking.given_file("list.csv", content, agreement=AGREEMENT)
    batch, _ = taking.take(given, Order(AGREEMENT, usual, None), now=timezone.now())
    taken = time.perf_counter() - started
    done = check_all(batch, now=timezone.now(), tell=lambda _counts: None)
    took, used = time.perf_counter() - started, time.process_time() - busy
    counts = queries.counts([done])[done.pk]
    bare = _bare(rows[1]["code"])
    return {
        "applications": count,
        "load": os.getloadavg(),
        "seconds until it is kept, durably": round(taken, 2),
        "seconds until all are checked": round(took, 2),
        "seconds of one core": round(used, 2),
        "under the aim": took < AIM_SECONDS,
        "under the aim, by processor time": used < AIM_SECONDS,
        "verdicts": {verdict.value: number for verdict, number in counts.by_verdict.items()},
        "applications a second": round(count / took),
        "bare ES256 verifications a second": round(bare),
        "ratio to bare verifications, by processor time": round(count / used / bare, 3),
    }


def _bare(text: str) -> float:
    """How many bare verifications of such a signature this library does a second of a core."""
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.hashes import SHA256

    from kakehashi.core.certificate import read
    from tests.core.vectors_certificate import MARCH

    message = read(text).data[:180]
    public, signature = MARCH.private.public_key(), MARCH.private.sign(message, ec.ECDSA(SHA256()))
    done, began = 0, time.process_time()
    while time.process_time() - began < 1:
        public.verify(signature, message, ec.ECDSA(SHA256()))
        done += 1
    return done / (time.process_time() - began)


if __name__ == "__main__":
    main()

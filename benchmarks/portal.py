"""The portal's pages with 12,000 and with 120,000 entries: statements, milliseconds, bytes.

    python -m benchmarks.portal [--db sqlite|postgresql] [--sizes 12000,120000]

Aims: the same number of statements at every size; a search page's p95 under 50 ms at 12,000 and
100 ms at 120,000, its markup compressed included.
"""

import argparse
import random
import statistics
import time
from collections.abc import Sequence
from urllib.parse import urlencode

from benchmarks.search import AGREEMENT, AIMS, SEED, a_node, measure, queries

REGISTER = f"/registers/{AGREEMENT}/supporting-organizations"


def opened(address: str) -> tuple[float, int, int]:
    """Open a page as a browser does: milliseconds, bytes on the wire, statements."""
    from django.db import connection, reset_queries
    from django.test import Client

    reset_queries()
    started = time.perf_counter()
    answer = Client(SERVER_NAME="localhost").get(address, headers={"accept-encoding": "gzip"})
    parts = answer if answer.streaming else (answer.content,)
    size = sum(len(bytes(part)) for part in parts)
    took = (time.perf_counter() - started) * 1000
    assert answer.status_code == 200, address
    return took, size, len(connection.queries_log)


def show(name: str, addresses: Sequence[str], aim: float | None = None) -> None:
    opened(addresses[0])
    seen = [opened(address) for address in addresses]
    took = [one[0] for one in seen]
    p95 = statistics.quantiles(took, n=100)[94] if len(took) > 1 else took[0]
    wanted = f" (aim {aim:.0f})" if aim else ""
    print(
        f"    {name:<22} statements {sorted({one[2] for one in seen})},"
        f" p50 {statistics.median(took):.1f} ms, p95 {p95:.1f} ms{wanted},"
        f" at most {max(one[1] for one in seen):,} bytes"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--db", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--sizes", default="12000,120000")
    chosen = parser.parse_args()
    with a_node(chosen.db):
        from django.db import connection

        for size in map(int, chosen.sizes.split(",")):
            measure(size)
            connection.force_debug_cursor = True
            typed = queries(size, random.Random(SEED))
            show(
                "search in a register",
                [f"{REGISTER}/?{urlencode({'q': one})}" for one in typed],
                AIMS.get(size),
            )
            show("search everywhere", [f"/find/?{urlencode({'q': one})}" for one in typed[:100]])
            show("register, page by page", [f"{REGISTER}/?page={n * 7}" for n in range(1, 50)])
            entries = [f"{REGISTER}/19登-{n * 101 % size:06d}/" for n in range(1, 50)]
            show("entry", entries)
            show("start", ["/"] * 20)
            show("whole register as CSV", [f"{REGISTER}.csv"])
            connection.force_debug_cursor = False


if __name__ == "__main__":
    main()

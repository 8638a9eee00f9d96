"""Real input over real nodes: lists, orders and a measure as they were published, then a case.

    python -m benchmarks.replay [--data ../shared/data]

Three nodes are made and served on loopback. What the public record shows is replayed with its
dates; what no record shows (misconduct, investigation, revocation) is played with an organization
that is marked as invented. At the end both nodes of each agreement must print the same digest.
"""

import argparse
import csv
import socket
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from kakehashi.cli.demo.stage import Role, Stage

KH, TJ = "jp-kh-2019", "jp-tj-2024"
STEPS = "benchmarks.replay_steps"
ORDERS = "japan-published-measures-2019-2024.csv"
SUSPENDED = "cambodia-sending-organizations-suspended-2023.csv"
LIST = "japan-supervising-organizations-2026-07.csv"
PATIENCE = 1_800.0
COMMENCED_ON = date(2025, 4, 1)
"""Tajikistan's commencement is not known to us: this day is invented."""


def main() -> int:
    """Replay; 0 where every count and digest is as it must be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    data = parser.parse_args().data.resolve()
    if not (data / LIST).exists():
        print(f"no data in {data}")
        return 2
    with ExitStack() as end:
        folder = Path(end.enter_context(tempfile.TemporaryDirectory(prefix="replay-")))
        stage = _stage(folder, end)
        return _replay(stage, data)


def _stage(folder: Path, end: ExitStack) -> Stage:
    ports = _free_ports(3)
    stage = Stage(
        folder,
        (
            Role("JP", "kakehashi.jp.example", (KH, TJ), ports[0]),
            Role("KH", "kakehashi.kh.example", (KH,), ports[1]),
            Role("TJ", "kakehashi.tj.example", (TJ,), ports[2]),
        ),
    )
    end.callback(stage.close)
    stage.build(is_demo=True)
    stage.raise_curtain()
    return stage


def _replay(stage: Stage, data: Path) -> int:
    say = _Teller(stage)
    say.until("both agreements announced", say.ready)
    began = time.monotonic()
    listed = say("JP", "share_list", agreement=KH, file=str(data / LIST))
    print(f"Japan issued a list of {listed} organizations")
    opening = list(_rows(data / SUSPENDED))
    opened = say("KH", "open_register", agreement=KH, rows=opening)
    print(f"Cambodia opened its register with {opened}")
    orders = [row for row in _rows(data / ORDERS) if row["measure"] == "改善命令"]
    told = say("JP", "order_measures", rows=orders)
    print(f"{len(orders)} improvement orders with their dates: notified {told}")
    shared = say("JP", "share_own_measure", agreement=KH, rows=opening)
    print(f"Japan shared its own published measure on {shared} organizations")
    _invented_case(say)
    _commence(say)
    later = [{**row, "date": _after_commencement(row["date"])} for row in orders]
    again = say("JP", "order_measures", rows=later, agreements=[TJ])
    print(f"dated after the (invented) commencement on {COMMENCED_ON}: notified {again}")
    say.until("everything crossed and published", say.settled)
    print(f"after {time.monotonic() - began:.1f} s all nodes are at rest")
    return _judge(stage, say, told, again)


def _judge(stage: Stage, say: "_Teller", told: object, again: object) -> int:
    faults = []
    for party, agreement, notified, published in (("KH", KH, 12, 4), ("TJ", TJ, 4, 4)):
        seen = say(party, "measures_received", agreement=agreement)
        print(f"{party}: notified of {seen['notified']}, published {seen['published']}")
        if seen != {"notified": notified, "published": published}:
            faults.append(f"{party}: {seen}")
    if told != {KH: 12, TJ: 0} or again != {TJ: 4}:
        faults.append(f"notified {told}, then {again}")
    for party in ("JP", "KH"):
        for line in say(party, "public_history", agreement=KH):
            print(f"    {party} portal: {line}")
    for party in ("JP", "KH", "TJ"):
        print(f"{party} registers: {say(party, 'register_counts')}")
    digests: dict[str, set[str]] = {}
    for role in stage.roles:
        done = stage.run(role.party, "verify")
        for line in done.said.splitlines():
            agreement, digest = line.split()[:2]
            digests.setdefault(agreement, set()).add(digest)
            print(f"{role.party}: {line}")
    faults += [f"{name}: digests differ" for name, found in digests.items() if len(found) != 1]
    print("as it must be" if not faults else f"NOT as it must be: {faults}")
    return 1 if faults else 0


def _invented_case(say: "_Teller") -> None:
    """Information, acknowledgement, investigation, report, revocation: all invented, and marked."""
    approved = say("KH", "approve_invented", agreement=KH)
    say.until("the approval is in Tokyo", lambda: say("JP", "knows", jti=approved))
    informed = say("JP", "say_example", agreement=KH, kind="misconduct.informed")
    say.until("the information is in Phnom Penh", lambda: say("KH", "knows", jti=informed))
    for kind in ("misconduct.acknowledged", "investigation.reported"):
        say("KH", "say_example", agreement=KH, kind=kind, answers=[informed])
    revoked = say("KH", "say_example", agreement=KH, kind="sending-organization.revoked")
    say.until("the revocation is in Tokyo", lambda: say("JP", "knows", jti=revoked))


def _commence(say: "_Teller") -> None:
    sent = say("TJ", "commence", agreement=TJ, on=COMMENCED_ON.isoformat())
    say.until("the notification is in Tokyo", lambda: say("JP", "knows", jti=sent))
    received = say("JP", "commence", agreement=TJ, on=COMMENCED_ON.isoformat(), answers=[sent])
    say.until("the receipt is in Dushanbe", lambda: say("TJ", "knows", jti=received))


def _after_commencement(said: str) -> str:
    """Move a published date behind the commencement, in the same order."""
    day = date.fromisoformat(said[:10])
    moved = COMMENCED_ON + timedelta(days=30 + (day - date(2021, 1, 1)).days)
    return moved.isoformat() + said[10:]


class _Teller:
    """Has actors do steps, and waits for what crosses."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def __call__(self, party: str, step: str, **facts: object) -> Any:  # noqa: ANN401 - each step gives its own
        return self._stage.actor(party).act(f"{STEPS}:{step}", **facts)

    def ready(self) -> bool:
        return all(self(role.party, "may_issue") for role in self._stage.roles)

    def settled(self) -> bool:
        """Say whether both sides of each agreement hold the same, with nothing left to do."""
        for agreement in (KH, TJ):
            sides = [r.party for r in self._stage.roles if agreement in r.agreements]
            sizes = [self(party, "sizes", agreement=agreement) for party in sides]
            if sizes[0] != sizes[1] or None in sizes:
                return False
        return True

    def until(self, what: str, done: Callable[[], object]) -> None:
        """Wait for something, at most half an hour."""
        deadline = time.monotonic() + PATIENCE
        while not done():
            if time.monotonic() > deadline:
                sys.exit(f"gave up waiting: {what}")
            time.sleep(0.2)


def _rows(file: Path) -> Sequence[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened))


def _free_ports(count: int) -> list[int]:
    taken = [socket.socket() for _ in range(count)]
    try:
        for opened in taken:
            opened.bind(("127.0.0.1", 0))
        return [opened.getsockname()[1] for opened in taken]
    finally:
        for opened in taken:
            opened.close()


if __name__ == "__main__":
    sys.exit(main())

"""Check applications for acceptance: a list, pictures of certificates, or a folder of them."""

import argparse
import csv
import os
import sys
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from kakehashi.cli import running
from kakehashi.cli.words import complain, ngettext
from kakehashi.cli.words import gettext as _

if TYPE_CHECKING:
    from kakehashi.acceptance.models import Batch
    from kakehashi.acceptance.queries import Counts
    from kakehashi.acceptance.taking import Given
    from kakehashi.node import Node


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    running.add_home(parser)
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    checking = acts.add_parser("check", help=_("check files or folders, one after another"))
    checking.add_argument("paths", nargs="+", type=Path, metavar="FILE|FOLDER")
    checking.add_argument("--agreement", help=_("where there are several"))
    checking.add_argument(
        "--applied-on", type=_day, help=_("the day of applications that name none (else today)")
    )
    checking.add_argument("--layout", default="applications", help=_("the layout of the columns"))
    checking.add_argument("--out", type=Path, help=_("a CSV file for the verdicts"))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(_("write the day as YYYY-MM-DD")) from None


def run(arguments: argparse.Namespace) -> int:
    """Take in what is named and check it to its end; 1 where something was not read."""
    this = running.begin(arguments)
    from django.utils import timezone

    agreement = arguments.agreement or _only_accepting(this)
    if agreement is None:
        complain(_("name the agreement: --agreement NAME"))
        return 2
    status, done = 0, []
    for path in arguments.paths:
        batch = _check(path, agreement, arguments, today=timezone.localdate())
        if batch is None:
            status = 1
        else:
            done.append(batch)
    if arguments.out and done:
        _write(arguments.out, done)
    return status or int(any(batch.state == "refused" for batch in done))


def _only_accepting(this: "Node") -> str | None:
    """The one agreement under which this node's side accepts."""
    from kakehashi import node
    from kakehashi.core.agreement import Side

    found = [
        name
        for name in this.agreements
        if node.profile(name).party_on(Side.ACCEPTING).code == this.party
    ]
    return found[0] if len(found) == 1 else None


def _check(
    path: Path, agreement: str, arguments: argparse.Namespace, *, today: date
) -> "Batch | None":
    from django.utils import timezone

    from kakehashi.acceptance import queries, taking
    from kakehashi.acceptance.taking import NotTaken, Order
    from kakehashi.acceptance.words import NOT_TAKEN
    from kakehashi.core.acceptance_check.reading import Usual
    from kakehashi.dispatch.checking import check_all

    try:
        given = _given(path, agreement)
        order = Order(agreement, Usual(arguments.applied_on or today), None, arguments.layout)
        batch, is_new = taking.take(given, order, now=timezone.now())
    except OSError as error:
        complain(f"{path}: {error.strerror}")
        return None
    except NotTaken as refused:
        complain(f"{path}: {_(NOT_TAKEN[refused.why])} {refused.name}".rstrip())
        return None
    if not is_new:
        print(_("{path}: taken in before; what came of it:").format(path=path))
    batch = check_all(batch, now=timezone.now(), tell=_tell)
    print(file=sys.stderr)
    _sum_up(path, batch, queries.counts([batch])[batch.pk])
    for flaw in _refusal(batch):
        complain(f"{path}: {flaw}")
    return batch


def _given(path: Path, agreement: str) -> "Given":
    from kakehashi.acceptance import taking

    if path.is_dir():
        return taking.given_folder(path.name, _files(path), agreement=agreement)
    return taking.given_file(path.name, path.read_bytes(), agreement=agreement)


def _files(folder: Path) -> Iterator[tuple[str, partial[bytes]]]:
    """The files under a folder by their paths in it; no link is followed out of it."""
    for where, _folders, names in os.walk(folder):
        for name in names:
            file = Path(where, name)
            if file.is_file() and not file.is_symlink() and not name.startswith("."):
                yield file.relative_to(folder).as_posix(), partial(file.read_bytes)


def _tell(counts: "Counts") -> None:
    if sys.stderr.isatty():
        print(f"\r{counts.checked} / {counts.total}", end="", file=sys.stderr, flush=True)


def _sum_up(path: Path, batch: "Batch", counts: "Counts") -> None:
    """Say at the end what was done and what was not."""
    from kakehashi.acceptance.words import VERDICTS

    text = ngettext(
        "{path}: {count} application checked", "{path}: {count} applications checked", counts.total
    )
    print(text.format(path=path, count=counts.total))
    for verdict, number in counts.by_verdict.items():
        if number:
            print(f"  {number:6}  {_(VERDICTS[verdict])}")
    print("  " + _("on the desk: /desk/acceptance/{id}/").format(id=batch.public_id))


def _refusal(batch: "Batch") -> list[str]:
    from kakehashi.acceptance import queries
    from kakehashi.registers.words import FLAWS

    return [
        _(FLAWS[one.flaw]).format(row=one.row, column=one.column, value=one.value)
        for one in queries.named(batch).refusal
    ]


def _write(out: Path, batches: "list[Batch]") -> None:
    """Write verdicts by row and application number, without anybody's name."""
    from kakehashi.acceptance import queries
    from kakehashi.acceptance.models import Application

    with out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["file", "row", "reference", "verdict", "counted", "findings"])
        for batch in batches:
            name = queries.named(batch).name
            rows = Application.objects.filter(batch=batch).order_by("line")
            for one in queries.opened(batch, rows):
                row, shown = one.row, one.stated.reference or one.texts.get("file", "")
                said = [name, row.line, _plain(shown), row.verdict, int(row.is_counted)]
                writer.writerow([*said, row.findings.strip()])


def _plain(cell: str) -> str:
    """Keep a spreadsheet from taking a cell for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@")) else cell

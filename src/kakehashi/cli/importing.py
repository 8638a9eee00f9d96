"""Look at a list in a spreadsheet, and take it as the current one."""

import argparse
import getpass
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kakehashi.cli import running
from kakehashi.cli.words import complain, ngettext
from kakehashi.cli.words import gettext as _

if TYPE_CHECKING:
    from kakehashi.core.listing import Finding, ListRefused
    from kakehashi.registers.importing import Preview

SHOWN: Final = 10
"""Lines of each kind that are printed; the counts are of all."""


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    running.add_home(parser)
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    for act, text in (
        ("preview", _("say what the list would add, change and take away")),
        ("import", _("take the list as the current one of its kind")),
    ):
        reading = acts.add_parser(act, help=text)
        reading.add_argument("file", type=Path, help=_("an XLSX or CSV file"))
        reading.add_argument("--source", required=True, help=_("the layout of its columns"))
        reading.add_argument(
            "--as-of", required=True, type=_day, help=_("the day of the list (YYYY-MM-DD)")
        )
        reading.add_argument("--country", help=_("of the addresses (else that of this node)"))
        reading.add_argument("--confirm", metavar="TOKEN", help=_("what the preview printed"))
    acts.add_parser("layouts", help=_("name the layouts there are"))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(_("write the day as YYYY-MM-DD")) from None


def run(arguments: argparse.Namespace) -> int:
    """Read the file, say what it would do; with `import`, do it."""
    this = running.begin(arguments)
    if arguments.act == "layouts":
        return _name_layouts()
    preview = _preview(arguments, this.party)
    if isinstance(preview, int):
        return preview
    _tell(preview)
    return 0 if arguments.act == "preview" else _take(preview, arguments.confirm)


def _name_layouts() -> int:
    from kakehashi.core.layout import LayoutRefused
    from kakehashi.registers.layouts import known

    try:
        layouts = known()
    except LayoutRefused as error:
        complain(_("refused: {what}").format(what=error))
        return 2
    for layout in layouts.values():
        print(f"{layout.id:32}{layout.title}")
    return 0


def _preview(arguments: argparse.Namespace, party: str) -> "Preview | int":
    """Give the preview, or the exit status after saying why there is none."""
    from kakehashi.core.layout import LayoutRefused
    from kakehashi.core.listing import ListRefused
    from kakehashi.registers import importing
    from kakehashi.registers.layouts import UnknownLayout, layout_named

    try:
        return importing.preview_list(
            arguments.file.read_bytes(),
            name=arguments.file.name,
            layout=layout_named(arguments.source),
            as_of=arguments.as_of,
            country=arguments.country or party[:2],
        )
    except UnknownLayout as error:
        complain(_("refused: there is no layout {what}").format(what=error))
        return 2
    except (OSError, LayoutRefused) as error:
        complain(_("refused: {what}").format(what=error))
        return 2
    except ListRefused as refusal:
        _tell_refusal(arguments.file, refusal)
        return 1


def _take(preview: "Preview", confirmed: str | None) -> int:
    from django.utils import timezone

    from kakehashi.registers import importing

    by = getpass.getuser()
    try:
        taken = importing.take_list(preview, confirmed=confirmed, by=by, now=timezone.now())
    except importing.ConfirmationNeeded:
        said = _("Not taken. If this is right, confirm it: --confirm {token}")
        complain(said.format(token=preview.token))
        return 1
    except importing.ConfirmedAnother:
        complain(
            _("Not taken: the token names another list, day or predecessor. Look at the preview.")
        )
        return 1
    print(_("Taken: {count} rows as of {day}.").format(count=taken.count, day=taken.as_of))
    return 0


def _tell_refusal(file: Path, refusal: "ListRefused") -> None:
    for problem in refusal.problems:
        complain(f"{file}: {_finding(problem)}")
    more = refusal.total - len(refusal.problems)
    if more > 0:
        complain(
            ngettext("{count} more like these.", "{count} more like these.", more).format(
                count=more
            )
        )
    complain(_("Nothing was changed."))


def _finding(finding: "Finding") -> str:
    from kakehashi.registers.words import FLAWS

    return _(FLAWS[finding.flaw]).format(
        row=finding.row, column=finding.column, value=finding.value
    )


def _tell(preview: "Preview") -> None:
    """Print what the list would do, and what an officer must confirm."""
    from kakehashi.registers.words import CONCERNS

    found = preview.comparison
    names = {row.number: row for row in preview.read.rows}
    print(_("{count} rows, {same} unchanged").format(count=len(names), same=found.unchanged))
    _tell_some(_("added"), found.additions)
    _tell_some(
        _("changed"),
        [f"{one.number} ({', '.join(one.fields)})" for one in found.alterations],
    )
    _tell_some(_("no longer listed"), found.departures)
    for finding in preview.read.noticed[:SHOWN]:
        print(f"  {_finding(finding)}")
    more = len(preview.read.noticed) - SHOWN
    if more > 0:
        print(_("  … and {count} more remarks").format(count=more))
    for concern in preview.concerns:
        print(
            "! "
            + _(CONCERNS[concern]).format(
                departed=len(found.departures),
                before=found.before,
                missing=", ".join(preview.read.missing),
                current=preview.current.as_of if preview.current else "",
            )
        )
    print(_("token: {token}").format(token=preview.token))


def _tell_some(what: str, numbers: Sequence[str] | Iterable[str]) -> None:
    listed = list(numbers)
    some = ", ".join(listed[:SHOWN]) + (" …" if len(listed) > SHOWN else "")
    print(f"{what}: {len(listed)}" + (f"  {some}" if listed else ""))

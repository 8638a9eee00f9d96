"""The storage key: begin a new one and wrap everything anew; later destroy the one before."""

import argparse
from datetime import UTC, date, datetime
from pathlib import Path

from kakehashi import node
from kakehashi.cli import running
from kakehashi.cli.two_officers import add_officers, entitled
from kakehashi.cli.words import complain, ngettext
from kakehashi.cli.words import gettext as _


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    steps = parser.add_subparsers(dest="step", required=True, metavar="STEP")
    rotate = steps.add_parser("rotate", help=_("make a new storage key and wrap everything anew"))
    rotate.add_argument("--copy", type=Path, help=_("where a second copy of the new key is kept"))
    destroy = steps.add_parser("destroy", help=_("destroy the storage key before the present one"))
    destroy.add_argument(
        "--restored-on",
        type=date.fromisoformat,
        required=True,
        help=_("the day on which a backup under the new key was restored and tried"),
    )
    for step in (rotate, destroy):
        add_officers(step)
        running.add_home(step)


def run(arguments: argparse.Namespace) -> int:
    """Take the step that two officers decided."""
    now = datetime.now(UTC)
    officers = entitled(arguments.officers, node.this().agreements, now=now)
    if officers is None:
        return 1
    if arguments.step == "rotate":
        return _rotate(arguments, officers, now)
    return _destroy(arguments, officers, now)


def _rotate(arguments: argparse.Namespace, officers: list[int], now: datetime) -> int:
    from kakehashi.dispatch import rewrapping

    if len(node.this().storage_keys) == 1 and not _begin(arguments, officers, now):
        return 1
    new, old = node.this().storage_keys
    count = sum(rewrapping.rewrap(old=old, new=new))
    said = ngettext("{count} key was wrapped anew.", "{count} keys were wrapped anew.", count)
    print(said.format(count=count))
    print(_("Make a backup, restore it elsewhere with the new key alone, and verify it there."))
    print(_("Then: kakehashi keys storage destroy --restored-on DAY --officers NAME NAME"))
    return 0


def _begin(arguments: argparse.Namespace, officers: list[int], now: datetime) -> bool:
    """Put a new key in the place of the present one, which stays beside it."""
    from django.db import transaction

    from kakehashi.desk import acts
    from kakehashi.journal import key_files

    if arguments.copy is None or arguments.copy.absolute().is_relative_to(node.home()):
        complain(_("refused: --copy names a file outside the home, for a second copy of the key"))
        return False
    try:
        with transaction.atomic():
            acts.note("storage-key.changed", by=None, now=now, officers=officers)
            key_files.replace_storage_key(copy=arguments.copy.absolute())
    except OSError as error:
        complain(_("refused: {what}").format(what=error))
        return False
    return True


def _destroy(arguments: argparse.Namespace, officers: list[int], now: datetime) -> int:
    from django.db import transaction

    from kakehashi.desk import acts
    from kakehashi.dispatch import rewrapping
    from kakehashi.journal import key_files

    if len(node.this().storage_keys) == 1:
        complain(_("refused: there is no storage key before the present one"))
        return 1
    made_on = key_files.storage_key_made_on()
    if not made_on <= arguments.restored_on <= now.date():
        complain(_("refused: the new key is of {day}: restore a later backup").format(day=made_on))
        return 1
    if left := rewrapping.left_under(node.this().storage_keys[1]):
        said = _("refused: {count} are still under it: run kakehashi keys storage rotate again")
        complain(said.format(count=left))
        return 1
    with transaction.atomic():
        restored = arguments.restored_on.isoformat()
        acts.note("storage-key.destroyed", by=None, now=now, officers=officers, restored=restored)
        key_files.destroy_previous_storage_key()
    print(
        _("The storage key before is destroyed here. Destroy its copies and the backups under it.")
    )
    return 0

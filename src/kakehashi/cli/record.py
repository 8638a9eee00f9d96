"""The node's own record: verify it from the first entry on, and say what anchors it."""

import argparse

from kakehashi.cli import running
from kakehashi.cli.words import complain
from kakehashi.cli.words import gettext as _


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    running.add_home(parser)
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    acts.add_parser("verify", help=_("verify chain, signatures, head and anchors"))


def run(arguments: argparse.Namespace) -> int:
    """Verify; 1 where anything does not agree."""
    running.begin(arguments)
    from kakehashi.core.text import b64url
    from kakehashi.desk import record
    from kakehashi.dispatch.own_record import verify_record
    from kakehashi.journal.queries import local_journal, of_kind
    from kakehashi.journal.rings import INSTEAD

    journal = local_journal()
    if journal is None:
        print(_("Nothing is recorded yet."))
        return 0
    found = 0
    for finding in verify_record(journal):
        found += 1
        where = "" if finding.index is None else f" #{finding.index}"
        complain(f"{finding.code}: {finding.origin}{where} {finding.detail}".rstrip())
    told = _("{origin}: {size} entries, root {root}")
    root = b64url(bytes(journal.root))
    print(told.format(origin=journal.origin, size=journal.size, root=root))
    for index, _token in of_kind(journal, INSTEAD):
        words = _("entry {number}: keys that were lost are replaced; none of them vouches for it")
        print(words.format(number=index + 1))
    for anchor in record.anchors():
        words = _(
            "{agreement}: the counterpart holds size {size}, root {root}, since {day} "
            "(entry {entry} of {origin})"
        )
        print(
            words.format(
                agreement=anchor.agreement,
                size=anchor.size,
                root=anchor.root,
                day=anchor.held_at.date().isoformat(),
                entry=anchor.entry,
                origin=anchor.origin,
            )
        )
    if found:
        words = _("{count} findings. Keep database and files as they are and ask for help.")
        complain(words.format(count=found))
        return 1
    print(_("Chain, signatures, parts, head and anchors agree."))
    return 0

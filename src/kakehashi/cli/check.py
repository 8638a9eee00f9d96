"""Check a proof from a public register, or a case with its proofs, offline and without a node."""

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from kakehashi.cli.case_check import check_case, is_case
from kakehashi.cli.words import complain
from kakehashi.cli.words import gettext as _
from kakehashi.core.proof import Fault, NotProved, Proved, Signer, check_proof


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "proof",
        type=Path,
        help=_("the file, or - for standard input; or a case: its folder or ZIP"),
    )
    parser.add_argument(
        "--words",
        nargs=8,
        action="append",
        default=[],
        metavar="WORD",
        help=_("the eight words that a ministry publishes; may be given twice"),
    )


def run(arguments: argparse.Namespace) -> int:
    """Check, and say what is proved, or what does not hold and what to do."""
    if str(arguments.proof) != "-" and is_case(arguments.proof):
        return _run_case(arguments)
    try:
        given = arguments.proof
        data = sys.stdin.buffer.read() if str(given) == "-" else given.read_bytes()
        proved = check_proof(data)
    except OSError as error:
        complain(_("refused: {what}").format(what=error))
        return 2
    except NotProved as fault:
        complain(_("NOT PROVED: {why}").format(why=_fault(fault.fault)))
        complain(_("Download the proof again; if it fails again, show both files to the ministry."))
        return 1
    _tell(proved)
    signers = (proved.author, proved.mirror)
    return _compare(signers, [tuple(words) for words in arguments.words])


def _run_case(arguments: argparse.Namespace) -> int:
    """Check a case: each notice by itself, then whose keys they are."""
    try:
        case, checked = check_case(arguments.proof)
    except (NotProved, OSError) as fault:
        complain(_("refused: {what}").format(what=fault))
        return 2
    print(f"{case.agreement} {case.family} {case.matter}")
    signers: dict[tuple[str, ...], Signer] = {}
    status = 0
    for notice, result in checked:
        print(f"{_verdict(result)}  {notice.folder}  {notice.reference}")
        if notice.left_out:
            print("    " + _("left out: {parts}").format(parts=", ".join(notice.left_out)))
        if isinstance(result, Proved):
            signers |= {one.words: one for one in (result.author, result.mirror)}
        status |= isinstance(result, NotProved)
    told = _(
        "{count} notices: {proved} proved, {waiting} not yet countersigned, {false} not proved"
    )
    print(
        told.format(
            count=len(checked),
            proved=sum(isinstance(result, Proved) for _notice, result in checked),
            waiting=sum(result is None for _notice, result in checked),
            false=sum(isinstance(result, NotProved) for _notice, result in checked),
        )
    )
    print(_("What is printed is an aid. Only what is proved here counts."))
    given = [tuple(words) for words in arguments.words]
    return status | _compare(list(signers.values()), given)


def _verdict(result: Proved | NotProved | None) -> str:
    match result:
        case Proved():
            return _("PROVED")
        case NotProved():
            return _("NOT PROVED: {why}").format(why=_fault(result.fault))
        case _:
            return _("NOT YET COUNTERSIGNED")


def _tell(proved: Proved) -> None:
    envelope = proved.envelope
    held = datetime.fromtimestamp(proved.held_at, UTC)
    print(
        _("PROVED: {author} signed this notice, and {mirror} holds it.").format(
            author=proved.author.name, mirror=proved.mirror.name
        )
    )
    print(f"{envelope.kind} {envelope.jti}")
    told = _(
        "Entry number {number} of {origin}; the other side held it on {held:%Y-%m-%d %H:%M} UTC."
    )
    print(told.format(number=envelope.seq + 1, origin=envelope.origin, held=held))
    for content in (*proved.contents.values(), *((proved.row,) if proved.row else ())):
        print(json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True))


def _compare(signers: Sequence[Signer], given: list[tuple[str, ...]]) -> int:
    status = 0
    for signer in signers:
        if signer.words in given:
            print(_("The keys of {name} are those of the words you gave.").format(name=signer.name))
        elif given and len(given) > 1:
            complain(
                _("The keys of {name} are not those of the words you gave.").format(
                    name=signer.name
                )
            )
            status = 1
        else:
            _ask(signer)
    if len(given) == 1 and not any(s.words in given for s in signers):
        complain(_("The words you gave are those of neither side."))
        status = 1
    return status


def _ask(signer: Signer) -> None:
    print(
        _("Compare with the words that the ministry of {name} publishes: {words}").format(
            name=signer.name, words=" ".join(signer.words)
        )
    )


def _fault(fault: Fault) -> str:
    return {
        Fault.UNREADABLE: _("the file is no proof, or was altered"),
        Fault.NOT_PUBLIC: _("it speaks of a notice that is not public"),
        Fault.KEYS: _("a key in it is missing or weak"),
        Fault.SIGNATURE: _("the notice is not signed by its author's key"),
        Fault.PART: _("the content is not what was signed"),
        Fault.ROW: _("the row is not one of the signed list"),
        Fault.CHECKPOINT: _("the checkpoint is not signed by the author's key"),
        Fault.COSIGNATURE: _("the other side's cosignature does not hold"),
        Fault.INCLUSION: _("the notice is not in the journal that was signed"),
        Fault.ANOTHER_JOURNAL: _("its parts belong to different journals"),
    }[fault]

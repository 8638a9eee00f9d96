"""Prove that journals, judgments and registers agree, and print the digest both sides compare."""

import argparse

from kakehashi.cli import running
from kakehashi.cli.words import complain
from kakehashi.cli.words import gettext as _


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    running.add_home(parser)
    parser.add_argument("--quick", action="store_true", help=_("only print the digests"))


def run(arguments: argparse.Namespace) -> int:
    """Verify; 1 where anything does not agree."""
    this = running.begin(arguments)
    from kakehashi.dispatch import verifying
    from kakehashi.dispatch.certificates_verified import verify_certificates
    from kakehashi.journal.queries import local_journal

    found = 0
    local = local_journal()
    if local is not None and not arguments.quick:
        for finding in verifying.verify_journal(local):
            found += _tell(finding)
    for agreement in this.agreements:
        if not arguments.quick:
            for finding in verifying.verify_agreement(agreement):
                found += _tell(finding)
            for finding in verify_certificates(agreement):
                found += _tell(finding)
        state = verifying.shared_state(agreement)
        sizes = " ".join(f"{end.origin}:{end.size}" for end in state.reached)
        print(
            _("{agreement} {digest} projection {version} vocabulary {words} {sizes}").format(
                agreement=agreement,
                digest=state.digest,
                version=state.projection,
                words=state.vocabularies[:16],
                sizes=sizes,
            )
        )
    if found:
        told = _("{count} findings. Keep database and files as they are and ask for help.")
        complain(told.format(count=found))
    return 1 if found else 0


def _tell(finding: object) -> int:
    from kakehashi.dispatch.finding import Finding

    if isinstance(finding, Finding):
        where = "" if finding.index is None else f" #{finding.index}"
        complain(f"{finding.code}: {finding.origin}{where} {finding.detail}".rstrip())
    return 1

"""Adopt the version of an agreement's profile on which both sides agreed by notice."""

import argparse
import os
from datetime import UTC, datetime
from pathlib import Path

from kakehashi import node
from kakehashi.cli import running
from kakehashi.cli.agreement_words import refusal
from kakehashi.cli.words import complain
from kakehashi.cli.words import gettext as _
from kakehashi.core.agreement import Profile, ProfileRefused, load
from kakehashi.core.amendment import Amended, NoSuccessor, succeed
from kakehashi.core.notices import KIND_FACTS


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    running.add_home(parser)
    parser.add_argument("agreement", help=_("the agreement's name"))
    parser.add_argument("file", type=Path, help=_("the new profile.toml"))


def run(arguments: argparse.Namespace) -> int:
    """Check the file against what both sides agreed on, and put it in its place."""
    running.begin(arguments)
    from kakehashi.exchange import versions

    agreed = versions.agreed(arguments.agreement)
    if agreed is None or not agreed.lacking:
        print(_("{agreement}: nothing to adopt").format(agreement=arguments.agreement))
        return 0
    text = _read(arguments.file)
    if text is None:
        return 1
    change = agreed.lacking[0]
    if not _fits(text, node.profile(arguments.agreement), change, arguments.file):
        return 1
    path = _keep(arguments.agreement, change, text)
    print(_("{agreement}: adopted as {path}").format(agreement=arguments.agreement, path=path))
    print(_("Start serve and work anew; the terms hold from {day}.").format(day=change.from_on))
    _clear(arguments.agreement)
    return 0


def _read(file: Path) -> str | None:
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        complain(f"{file}: {error}")
        return None


def _fits(text: str, held: Profile, change: Amended, file: Path) -> bool:
    """Say whether a text is what was agreed on, and leaves the past as it was; complain if not."""
    try:
        offered = load(text, kinds=KIND_FACTS)
    except ProfileRefused as refused:
        for problem in refused.problems:
            complain(f"{file}:{problem.line}: {refusal(problem)}")
        return False
    if offered.digest != change.profile:
        said = _("its digest is {digest}; both sides agreed on {agreed}")
        complain(f"{file}: " + said.format(digest=offered.digest, agreed=change.profile))
        return False
    try:
        succeed(held, offered, from_on=change.from_on)
    except NoSuccessor as other:
        said = _("it changes what held before {day}: {places}")
        complain(f"{file}: " + said.format(day=change.from_on, places=", ".join(other.places)))
        return False
    return True


def _keep(agreement: str, change: Amended, text: str) -> Path:
    """Write the version down durably, under the day from which it holds."""
    folder = node.adopted(agreement) / change.from_on.isoformat()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path, fresh = folder / "profile.toml", folder / "profile.toml.new"
    with fresh.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    return path


def _clear(agreement: str) -> None:
    from kakehashi.exchange import versions

    node.profile.cache_clear()
    versions.note_version(agreement, now=datetime.now(UTC))

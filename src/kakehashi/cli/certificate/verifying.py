"""Verify certificates without a network: code texts, photographs, scans and PDFs."""

import argparse
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from kakehashi.cli.words import complain
from kakehashi.cli.words import gettext as _
from kakehashi.core.certificate import (
    ADVICE,
    PREFIX,
    Keys,
    Lists,
    Outcome,
    PublishedKeys,
    Refused,
    Verdict,
    read_list,
    read_published,
    verify,
)
from kakehashi.scanning import NotRead, read_apart

NOT_ALL: Final = 1


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "what", nargs="+", help=_("the text of a code, or a file: text, picture or PDF")
    )
    parser.add_argument(
        "--keys", type=Path, action="append", required=True, help=_("a file of published keys")
    )
    parser.add_argument("--root", help=_("the words of the root, as they stand on paper"))
    parser.add_argument("--status", type=Path, action="append", default=[], help=_("a status list"))
    parser.add_argument("--json", action="store_true", help=_("print one JSON object a line"))


def run(arguments: argparse.Namespace) -> int:
    """Verify each; 0 where all are valid."""
    now = datetime.now(UTC)
    try:
        published = [read_published(file.read_bytes()) for file in arguments.keys]
        if not _is_root(published, arguments.root):
            return NOT_ALL
        trusted = Keys.of(key for one in published for key in one.keys.by_kid.values())
        lists = Lists.of(read_list(file.read_bytes(), keys=trusted) for file in arguments.status)
    except (OSError, ValueError) as error:
        why = _(error.reason.label) if isinstance(error, Refused) else str(error)
        complain(_("refused: {what}").format(what=why))
        return NOT_ALL
    are_valid = True
    for name, text in _texts(arguments.what):
        verdict = verify(text, keys=trusted, lists=lists, now=now) if text else None
        are_valid = are_valid and verdict is not None and verdict.outcome is Outcome.VALID
        print(_as_json(name, verdict) if arguments.json else _in_words(name, verdict))
    return 0 if are_valid else NOT_ALL


def _is_root(published: list[PublishedKeys], words: str | None) -> bool:
    """Compare the words on paper with each file's root; without any, say what to compare."""
    for one in published:
        said = " ".join(one.fingerprint)
        if words is None:
            told = _("{issuer}: compare the root with the paper: {words}")
            complain(told.format(issuer=one.issuer, words=said))
        elif words.split() != list(one.fingerprint):
            told = _("refused: the root of {issuer} is {words}")
            complain(told.format(issuer=one.issuer, words=said))
            return False
    return True


def _texts(given: list[str]) -> Iterator[tuple[str, str]]:
    """Give what each argument holds: (its name, the text of a code); empty where nothing is."""
    for one in given:
        if one.startswith(PREFIX):
            yield one[:20] + "…", one
            continue
        try:
            content = Path(one).read_bytes()
        except OSError as error:
            complain(_("refused: {what}").format(what=error))
            yield one, ""
            continue
        if content.lstrip().startswith(PREFIX.encode()):
            lines = content.decode(errors="replace").splitlines()
            yield from ((one, line) for line in lines if line.strip())
            continue
        try:
            texts = [text for text in read_apart(content).texts if text.startswith(PREFIX)]
        except NotRead:
            texts = []
        yield from ((one, text) for text in texts or [""])


def _in_words(name: str, verdict: Verdict | None) -> str:
    if verdict is None:
        return f"{name}\t{_('No code of a certificate was found in it.')}"
    lines = [f"{name}\t{_(verdict.outcome.label)}"]
    if claims := verdict.claims:
        stated = (claims.number, claims.name, claims.born_on, claims.passport, claims.organization)
        lines.append("  " + "\t".join(map(str, stated)))
        lines.append(f"  {claims.field}\t{claims.issued_on} – {claims.valid_until_on}")
    if verdict.status_at:
        told = _("status as of {at}").format(at=verdict.status_at.isoformat(timespec="minutes"))
        lines.append(f"  {told}")
    lines += [f"  {_(one.label)}. {_(ADVICE[one].label)}" for one in verdict.reasons]
    return "\n".join(lines)


def _as_json(name: str, verdict: Verdict | None) -> str:
    said: dict[str, object] = {"file": name, "outcome": "no-code", "reasons": []}
    if verdict is not None:
        said |= {"outcome": verdict.outcome, "reasons": list(verdict.reasons)}
        if claims := verdict.claims:
            said["claims"] = {name: str(value) for name, value in claims._asdict().items()}
        if verdict.status_at:
            said["status"] = verdict.status
            said["status_at"] = verdict.status_at.isoformat()
    return json.dumps(said, ensure_ascii=False)

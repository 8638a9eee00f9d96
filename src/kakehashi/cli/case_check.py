"""Check the file of a case, a folder or a ZIP, without a network and without a node."""

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

from kakehashi.core.case_file import (
    INDEX,
    PROOF,
    CaseFile,
    NoticeOf,
    check_notice,
    read_index,
)
from kakehashi.core.parts import MAX_ATTACHMENT_BYTES
from kakehashi.core.proof import Fault, NotProved, Proved

LARGEST: Final = MAX_ATTACHMENT_BYTES
"""Bytes of one file in a case; a ZIP that says more is not unpacked."""

Read = Callable[[str], bytes]


def is_case(path: Path) -> bool:
    """Say whether a path is a case and not a single proof."""
    return path.is_dir() or (path.is_file() and zipfile.is_zipfile(path))


def check_case(path: Path) -> tuple[CaseFile, list[tuple[NoticeOf, Proved | NotProved | None]]]:
    """Check every notice of a case; None stands for one that was not countersigned yet.

    Raises:
        NotProved: it is no case of ours.
        OSError: it cannot be read.

    """
    if path.is_dir():
        return _checked(lambda name: _from_folder(path, name))
    try:
        with zipfile.ZipFile(path) as archive:
            return _checked(lambda name: _from_zip(archive, name))
    except zipfile.BadZipFile as error:
        raise NotProved(Fault.UNREADABLE, str(error)) from error


def _checked(
    read: Read,
) -> tuple[CaseFile, list[tuple[NoticeOf, Proved | NotProved | None]]]:
    case = read_index(read(INDEX))
    return case, [(notice, _check(notice, read)) for notice in case.notices]


def _check(notice: NoticeOf, read: Read) -> Proved | NotProved | None:
    if not notice.is_proved:
        return None
    try:
        files = [read(f"{notice.folder}/{one.name}") for one in notice.files]
        return check_notice(notice, read(f"{notice.folder}/{PROOF}"), files)
    except NotProved as fault:
        return fault


def _from_folder(folder: Path, name: str) -> bytes:
    path = folder / name
    try:
        if path.stat().st_size > LARGEST:
            raise NotProved(Fault.UNREADABLE, name)
        return path.read_bytes()
    except OSError as error:
        raise NotProved(Fault.UNREADABLE, name) from error


def _from_zip(archive: zipfile.ZipFile, name: str) -> bytes:
    try:
        if archive.getinfo(name).file_size > LARGEST:
            raise NotProved(Fault.UNREADABLE, name)
        return archive.read(name)
    except (KeyError, RuntimeError, zipfile.BadZipFile, NotImplementedError) as error:
        raise NotProved(Fault.UNREADABLE, name) from error

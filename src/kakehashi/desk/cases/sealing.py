"""What a working note says, and its file: sealed at rest, opened on view."""

import json
from dataclasses import asdict, dataclass
from typing import Final

from kakehashi import node
from kakehashi.desk.models import CaseNote, CaseNotePart
from kakehashi.journal.at_rest import Sealed, decrypt_part, encrypt_part

CONTENT: Final = "content"
FILE: Final = "file"


@dataclass(frozen=True, slots=True)
class Noted:
    """The words of a note, and the name and media type of its file, where it has one."""

    words: str
    file_name: str = ""
    media_type: str = ""


def seal_note(note: CaseNote, noted: Noted, data: bytes | None) -> None:
    """Keep what a note says, and its file, each under a key of its own."""
    _seal(note, CONTENT, json.dumps(asdict(noted), ensure_ascii=False).encode())
    if data is not None:
        _seal(note, FILE, data)


def read_notes(notes: list[CaseNote]) -> dict[int, Noted]:
    """Read what some notes say, by their keys: one query. One that is gone is left out."""
    parts = CaseNotePart.objects.filter(note__in=notes, name=CONTENT).select_related("note")
    return {part.note_id: Noted(**json.loads(_open(part))) for part in parts}


def read_file(note: CaseNote) -> bytes | None:
    """Read a note's file; None where there is none."""
    part = CaseNotePart.objects.filter(note=note, name=FILE).select_related("note").first()
    return None if part is None else _open(part)


def _bound_to(note: CaseNote, name: str) -> bytes:
    return f"kakehashi/case-note/1/{note.public_id}/{name}".encode()


def _seal(note: CaseNote, name: str, data: bytes) -> None:
    made = encrypt_part(data, commitment=_bound_to(note, name), storage_key=node.this().storage_key)
    CaseNotePart.objects.create(
        note=note, name=name, sealed=made.sealed, wrapped=made.wrapped, storage=made.storage
    )


def _open(part: CaseNotePart) -> bytes:
    sealed = Sealed(
        _bound_to(part.note, part.name),
        bytes(part.sealed),
        bytes(part.wrapped),
        bytes(part.storage),
    )
    return decrypt_part(sealed, storage_keys=node.this().storage_keys)

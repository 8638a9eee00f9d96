"""What a draft holds, sealed at rest: never in a column that can be read or searched."""

import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from kakehashi import node
from kakehashi.desk.models import Draft, DraftContent, DraftKey
from kakehashi.journal.at_rest import Sealed, decrypt_part, encrypt_part

CONTENT: Final = "content"


class Gone(LookupError):
    """The content or file is not there, or its key was deleted."""


@dataclass(slots=True)
class Content:
    """What a draft holds.

    `typed` is the form as it was filled in, name to values; `said` the notice made of it with
    what its envelope is to say (JSON values), None while it has mistakes or was never checked;
    `reason` why it was sent back; `files` what is known of each file (`file_name`, `media_type`,
    `length`, `digest`), by the name it is kept under.
    """

    typed: dict[str, list[str]] = field(default_factory=dict)
    said: dict[str, Any] | None = None
    reason: str = ""
    files: dict[str, dict[str, Any]] = field(default_factory=dict)


def seal_content(draft: Draft, content: Content) -> None:
    """Keep a draft's content under a fresh key, in place of what was there."""
    told = {"typed": content.typed, "said": content.said, "reason": content.reason}
    data = json.dumps(told | {"files": content.files}, ensure_ascii=False).encode()
    _seal(draft, CONTENT, data)


def open_content(draft: Draft) -> Content:
    """Read a draft's content. Gone where it was deleted."""
    return Content(**json.loads(_open(draft, CONTENT)))


def seal_file(draft: Draft, data: bytes) -> str:
    """Keep a file with a draft; give the random name it is kept under."""
    name = uuid.uuid4().hex
    _seal(draft, name, data)
    return name


def open_file(draft: Draft, name: str) -> bytes:
    """Read a file of a draft. Gone where there is none of that name."""
    if name == CONTENT:
        raise Gone(name)
    return _open(draft, name)


def erase(draft: Draft, *names: str, but: Iterable[str] = ()) -> None:
    """Delete keys and contents: all of a draft `but` some, or those named."""
    keys, contents = DraftKey.objects.filter(draft=draft), DraftContent.objects.filter(draft=draft)
    if names:
        keys, contents = keys.filter(name__in=names), contents.filter(name__in=names)
    if kept := list(but):
        keys, contents = keys.exclude(name__in=kept), contents.exclude(name__in=kept)
    keys.delete()
    contents.delete()


def _bound_to(draft: Draft, name: str) -> bytes:
    return f"kakehashi/draft/1/{draft.public_id}/{name}".encode()


def _seal(draft: Draft, name: str, data: bytes) -> None:
    made = encrypt_part(
        data, commitment=_bound_to(draft, name), storage_key=node.this().storage_key
    )
    DraftKey.objects.update_or_create(
        draft=draft, name=name, defaults={"wrapped": made.wrapped, "storage": made.storage}
    )
    DraftContent.objects.update_or_create(draft=draft, name=name, defaults={"sealed": made.sealed})


def _open(draft: Draft, name: str) -> bytes:
    key = DraftKey.objects.filter(draft=draft, name=name).first()
    content = DraftContent.objects.filter(draft=draft, name=name).first()
    if key is None or content is None:
        raise Gone(name)
    sealed = Sealed(
        _bound_to(draft, name), bytes(content.sealed), bytes(key.wrapped), bytes(key.storage)
    )
    return decrypt_part(sealed, storage_keys=node.this().storage_keys)

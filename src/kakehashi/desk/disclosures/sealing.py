"""To whom and why, of what this side did alone: sealed at rest, opened on view."""

import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Final

from kakehashi import node
from kakehashi.core.disclosure_records import Recipient, Whom
from kakehashi.core.notices.disclosure import ItemForm
from kakehashi.desk.models import LocalDisclosure, LocalDisclosurePart
from kakehashi.journal.at_rest import Sealed, decrypt_part, encrypt_part

CONTENT: Final = "content"
FILE: Final = "file"


@dataclass(frozen=True, slots=True)
class Told:
    """What an officer wrote of a local disclosure.

    `whom`, `party`, `name` and `country` are the recipient's; `kind` a code of RecipientKind;
    `law`, `authority` and `may_tell` belong to a compulsion; `person` and `means` say who
    received what was handed over, and how. `file_name` is the officer's own paper's, where it
    was not the notice itself. `salt` lets nobody guess the rest from its digest.
    """

    whom: str
    party: str | None
    name: str | None
    country: str | None
    kind: str = ""
    form: str = ItemForm.WHOLE.value
    points: tuple[int, ...] = ()
    purpose: str = ""
    law: str = ""
    authority: str = ""
    may_tell: bool = True
    person: str = ""
    means: str = ""
    file_name: str = ""
    language: str = "en"
    reason: str = ""
    salt: str = field(default_factory=lambda: os.urandom(16).hex())

    @property
    def recipient(self) -> Recipient:
        """The recipient as the gate knows it."""
        return Recipient(Whom(self.whom), self.party, self.name, self.country)

    @property
    def item_form(self) -> ItemForm:
        """How much of the item it is about."""
        return ItemForm(self.form)

    def encoded(self) -> bytes:
        """Write it as JSON."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True).encode()

    @property
    def digest(self) -> str:
        """The SHA-256 (hex) by which the record holds to it."""
        return hashlib.sha256(self.encoded()).hexdigest()


def seal(local: LocalDisclosure, name: str, data: bytes) -> None:
    """Keep a part under a fresh key, in place of what was there."""
    made = encrypt_part(
        data, commitment=_bound_to(local, name), storage_key=node.this().storage_key
    )
    LocalDisclosurePart.objects.update_or_create(
        disclosure=local,
        name=name,
        defaults={"sealed": made.sealed, "wrapped": made.wrapped, "storage": made.storage},
    )


def open_all(locals_: Iterable[LocalDisclosure]) -> dict[int, Told]:
    """Read what is told of some, by their keys: one query. Erased ones are left out."""
    by_key = {one.pk: one for one in locals_}
    found = LocalDisclosurePart.objects.filter(disclosure__in=list(by_key), name=CONTENT)
    return {part.disclosure_id: _told(_opened(by_key[part.disclosure_id], part)) for part in found}


def open_file(local: LocalDisclosure) -> bytes | None:
    """Read the paper that was put in place of the notice; None where there is none."""
    part = LocalDisclosurePart.objects.filter(disclosure=local, name=FILE).first()
    return None if part is None else _opened(local, part)


def _told(data: bytes) -> Told:
    said = json.loads(data)
    return Told(**(said | {"points": tuple(said["points"])}))


def _bound_to(local: LocalDisclosure, name: str) -> bytes:
    return f"kakehashi/disclosure/1/{local.public_id}/{name}".encode()


def _opened(local: LocalDisclosure, part: LocalDisclosurePart) -> bytes:
    sealed = Sealed(
        _bound_to(local, part.name), bytes(part.sealed), bytes(part.wrapped), bytes(part.storage)
    )
    return decrypt_part(sealed, storage_keys=node.this().storage_keys)

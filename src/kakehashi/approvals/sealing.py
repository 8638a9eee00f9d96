"""What applicants and officers write, sealed at rest: never in a column that can be searched."""

import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from kakehashi import node
from kakehashi.approvals.models import SealedPart
from kakehashi.core.approving.asks import Answers
from kakehashi.journal.at_rest import Sealed, decrypt_part, encrypt_part

CONTENT: Final = "content"
TERMS: Final = "terms"


class Gone(LookupError):
    """There is no such part, or it was erased."""


@dataclass(frozen=True, slots=True)
class KeptPaper:
    """A file of an application: which paper it is, its name, type, bytes and SHA-256 (hex)."""

    paper: str
    file_name: str
    media_type: str
    length: int
    digest: str


@dataclass(slots=True)
class Content:
    """What an application says: answers by step, and its papers by the name they are kept under."""

    answers: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    papers: dict[str, KeptPaper] = field(default_factory=dict)

    @property
    def said(self) -> Answers:
        """The answers as the rules read them."""
        return self.answers

    @property
    def sorts(self) -> set[str]:
        """Which papers are there."""
        return {one.paper for one in self.papers.values()}


def seal(about: uuid.UUID, name: str, data: bytes) -> None:
    """Keep a part under a fresh key, in place of what was there."""
    made = encrypt_part(
        data, commitment=_bound_to(about, name), storage_key=node.this().storage_key
    )
    SealedPart.objects.update_or_create(
        about=about,
        name=name,
        defaults={"sealed": made.sealed, "wrapped": made.wrapped, "storage": made.storage},
    )


def open_part(about: uuid.UUID, name: str) -> bytes:
    """Read a part. Gone where there is none."""
    found = SealedPart.objects.filter(about=about, name=name).first()
    if found is None:
        raise Gone(name)
    return _opened(found)


def open_parts(about: Iterable[uuid.UUID], names: Iterable[str]) -> dict[tuple[Any, str], bytes]:
    """Read those of some parts that are there, by (about, name): one query."""
    found = SealedPart.objects.filter(about__in=list(about), name__in=list(names))
    return {(one.about, one.name): _opened(one) for one in found}


def erase(about: uuid.UUID, *names: str) -> None:
    """Delete parts with their keys: those named, or all."""
    found = SealedPart.objects.filter(about=about)
    (found.filter(name__in=names) if names else found).delete()


def seal_told(about: uuid.UUID, name: str, told: Mapping[str, Any]) -> None:
    """Keep JSON values."""
    seal(about, name, json.dumps(told, ensure_ascii=False).encode())


def open_told(about: uuid.UUID, name: str) -> dict[str, Any]:
    """Read JSON values. Gone where there are none."""
    told: dict[str, Any] = json.loads(open_part(about, name))
    return told


def seal_content(about: uuid.UUID, content: Content) -> None:
    """Keep what an application says."""
    seal_told(about, CONTENT, asdict(content))


def open_content(about: uuid.UUID) -> Content:
    """Read what an application says."""
    return read_content(open_part(about, CONTENT))


def read_content(data: bytes) -> Content:
    """Read what `seal_content` wrote."""
    told = json.loads(data)
    papers = {name: KeptPaper(**one) for name, one in told["papers"].items()}
    return Content(told["answers"], papers)


def file_part(kept_as: str) -> str:
    """Name the part of a file."""
    return f"file-{kept_as}"


def _bound_to(about: uuid.UUID, name: str) -> bytes:
    return f"kakehashi/approvals/1/{about}/{name}".encode()


def _opened(part: SealedPart) -> bytes:
    sealed = Sealed(
        _bound_to(part.about, part.name),
        bytes(part.sealed),
        bytes(part.wrapped),
        bytes(part.storage),
    )
    return decrypt_part(sealed, storage_keys=node.this().storage_keys)

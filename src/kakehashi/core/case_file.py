"""A case as it is handed to officers: a folder with a proof for each notice, checked offline.

`case.json` names the notices; each has a folder with `proof.json` and its files under their
numbers. A notice that the other side has not countersigned yet has `notice.jws` in its place.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kakehashi.core.canonical import NotCanonical, decode, encode
from kakehashi.core.parts import PartRole, fits
from kakehashi.core.proof import Fault, NotProved, Proved, check_proof
from kakehashi.core.strict import count, items, mapping, text, version
from kakehashi.core.text import b64url, unb64url

VERSION: Final = 1
INDEX: Final = "case.json"
PROOF: Final = "proof.json"
UNPROVED: Final = "notice.jws"
MAX_NOTICES: Final = 10_000
MAX_FILES: Final = 64


@dataclass(frozen=True, slots=True)
class FileOf:
    """A file of a notice: its part's number in the envelope, the part's salt, its name here."""

    part: int
    salt: bytes
    name: str


@dataclass(frozen=True, slots=True)
class NoticeOf:
    """A notice in the folder: `left_out` are the roles of parts that its reader may not see."""

    folder: str
    reference: str
    kind: str
    is_proved: bool
    files: tuple[FileOf, ...] = ()
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseFile:
    """What `case.json` says; `about` are further facts of the case, as words and days."""

    agreement: str
    matter: str
    family: str
    notices: tuple[NoticeOf, ...]
    about: Mapping[str, str]


def write_index(case: CaseFile) -> bytes:
    """Write `case.json`, as canonical JSON."""
    return encode(
        {
            "about": dict(case.about),
            "agreement": case.agreement,
            "family": case.family,
            "kakehashi_case": VERSION,
            "matter": case.matter,
            "notices": [
                {
                    "files": [
                        {"name": one.name, "part": one.part, "salt": b64url(one.salt)}
                        for one in notice.files
                    ],
                    "folder": notice.folder,
                    "kind": notice.kind,
                    "left_out": list(notice.left_out),
                    "proved": notice.is_proved,
                    "reference": notice.reference,
                }
                for notice in case.notices
            ],
        }
    )


def read_index(data: bytes) -> CaseFile:
    """Read `case.json`; NotProved where it is none of ours."""
    try:
        said = mapping(decode(data.strip()))
        version(said, "kakehashi_case", VERSION)
        about = {name: text(value, 2000) for name, value in mapping(said["about"]).items()}
        return CaseFile(
            agreement=text(said["agreement"], 100),
            matter=text(said["matter"], 36),
            family=text(said["family"], 40),
            notices=tuple(map(_notice, items(said["notices"], MAX_NOTICES))),
            about=about,
        )
    except (KeyError, ValueError, NotCanonical) as error:
        raise NotProved(Fault.UNREADABLE, str(error)[:200]) from error


def _notice(value: object) -> NoticeOf:
    said = mapping(value)
    is_proved = said["proved"]
    if not isinstance(is_proved, bool):
        raise ValueError("proved: true or false")  # noqa: TRY004 - one kind of fault for the file
    files = tuple(
        FileOf(count(one["part"]), unb64url(text(one["salt"], 100)), _name(one["name"]))
        for one in map(mapping, items(said["files"], MAX_FILES))
    )
    left_out = tuple(text(role, 40) for role in items(said["left_out"], MAX_FILES))
    reference, kind = text(said["reference"], 36), text(said["kind"], 100)
    return NoticeOf(_name(said["folder"]), reference, kind, is_proved, files, left_out)


def _name(value: object) -> str:
    """Read a name in the folder: one step, never out of it."""
    name = text(value, 200)
    if name in {"", ".", ".."} or "/" in name or "\\" in name or "\0" in name:
        raise ValueError(f"no name of a file: {name!r}")
    return name


def check_notice(notice: NoticeOf, proof: bytes, files: Sequence[bytes]) -> Proved:
    """Check one notice of a case: its proof, that it is the one named, and its files in order.

    Raises:
        NotProved: with the first thing that does not hold.

    """
    proved = check_proof(proof, is_for_officers=True)
    if (proved.envelope.jti, proved.envelope.kind) != (notice.reference, notice.kind):
        raise NotProved(Fault.ANOTHER_JOURNAL, proved.envelope.jti)
    for named, data in zip(notice.files, files, strict=True):
        if named.part >= len(proved.envelope.parts):
            raise NotProved(Fault.PART, named.name)
        ref = proved.envelope.parts[named.part]
        if ref.role != PartRole.ATTACHMENT or not fits(ref, named.salt + data):
            raise NotProved(Fault.PART, named.name)
    return proved

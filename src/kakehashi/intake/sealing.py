"""What a report holds, sealed: to the office's key or to the reporter's, then at rest.

The inner seal needs a private key that the node does not have in the clear. The outer one makes
erasing real: with the 40 bytes of the wrapped key gone, the part is gone from every copy whose
storage key is destroyed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kakehashi import node
from kakehashi.core.keys import Algorithm, thumbprint
from kakehashi.core.package import Unreadable
from kakehashi.core.reporting.code import WayBack
from kakehashi.core.reporting.letter import LETTER, open_letter, seal_letter
from kakehashi.core.sealing import recipient_of
from kakehashi.intake.models import IntakeKey, Part, Report
from kakehashi.journal.at_rest import Sealed, decrypt_part, encrypt_part


@dataclass(frozen=True, slots=True)
class OpenKeys:
    """The office's private keys while an officer has them unlocked, by thumbprint."""

    halves: Mapping[str, tuple[bytes, bytes]] = field(repr=False)

    def open(self, letter: bytes) -> bytes:
        """Open a letter to the office; Unreadable where none of the keys does."""
        try:
            public, private = self.halves[recipient_of(letter, form=LETTER)]
        except KeyError:
            raise Unreadable("sealed to a key that is not open here") from None
        return open_letter(letter, public=public, private=private)


def to_office(plain: bytes, key: IntakeKey) -> bytes:
    """Seal something to the office."""
    return seal_letter(plain, to=bytes(key.public), kid=key.kid)


def to_reporter(plain: bytes, report: Report) -> bytes:
    """Seal something to whoever has the report's code."""
    public = bytes(report.way_back)
    return seal_letter(plain, to=public, kid=thumbprint(public, Algorithm.X25519))


def open_with_code(part: Part, way: WayBack) -> bytes:
    """Open a part that is sealed to the reporter."""
    return open_letter(letter_of(part), public=way.public, private=way.private)


def at_rest(report: Report, name: str, reader: str, letter: bytes) -> dict[str, bytes]:
    """Give the columns under which a letter is kept."""
    made = encrypt_part(
        letter, commitment=_bound_to(report, name, reader), storage_key=node.this().storage_key
    )
    return {"sealed": made.sealed, "wrapped": made.wrapped, "storage": made.storage}


def letter_of(part: Part) -> bytes:
    """Give the letter that a part keeps."""
    sealed = Sealed(
        _bound_to(part.report, part.name, part.reader),
        bytes(part.sealed),
        bytes(part.wrapped),
        bytes(part.storage),
    )
    return decrypt_part(sealed, storage_keys=node.this().storage_keys)


def _bound_to(report: Report, name: str, reader: str) -> bytes:
    return f"kakehashi/intake/1/{report.public_id}/{name}/{reader}".encode()

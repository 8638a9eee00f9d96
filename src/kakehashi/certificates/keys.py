"""The issuing keys of this node: made here, certified by the root elsewhere, taken back in.

A private half stands in `keys/<agreement>/certificates/` of the home, a file a key; the root never
does. Only `signer` gives something that signs, and only for a key that the root certified.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Final

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from django.db import transaction

from kakehashi import node
from kakehashi.certificates.models import IssuingKey as Row
from kakehashi.core import canonical
from kakehashi.core.certificate import (
    IssuingKey,
    Keys,
    Sign,
    VerifyingKey,
    raw_signature,
    read_certified,
    read_published,
    verifying_key,
    write_published,
)
from kakehashi.core.certificate.issuing_keys import certified_in
from kakehashi.core.target_days import day_at
from kakehashi.core.text import b64url
from kakehashi.database.direct import read
from kakehashi.journal.key_files import sync_folder, write_new

FOLDER: Final = "certificates"
_DETERMINISTIC = ec.ECDSA(SHA256(), deterministic_signing=True)


class NoKey(LookupError):
    """No certified key of ours signs on that day."""


class NotOurs(ValueError):
    """What was brought from the root is not for a key of ours."""


@dataclass(frozen=True, slots=True)
class Signer:
    """A key of ours that may sign today, with what is published of it."""

    key: IssuingKey
    sign: Sign


def issuer(agreement: str, party: str = "") -> str:
    """Name a side, this node's without `party`, as certificates do: `<agreement>/<party>`."""
    return f"{agreement}/{party or node.this().party}"


def time_zone(agreement: str) -> str:
    """The zone of our days under an agreement."""
    return node.profile(agreement).parties[node.this().party].time_zone


def today(agreement: str, now: datetime) -> date:
    """The day it is for our side."""
    return day_at(int(now.timestamp()), time_zone(agreement))


def make_keys(agreement: str, *, first: date, months: int) -> bytes:
    """Make monthly keys from a month on and give the request that the root certifies (JSON).

    The private halves are on the disk before the request is; a month that has a key waiting gets
    another one.
    """
    folder = _folder(agreement)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    asked = []
    for from_on, until_on in _months(first, months):
        private = ec.generate_private_key(ec.SECP256R1())
        public = public_half(private)
        pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        write_new(folder / f"{public.kid.hex()}.key", pem)
        asked.append(
            {
                "from_on": from_on.isoformat(),
                "until_on": until_on.isoformat(),
                "x": b64url(public.x),
                "y": b64url(public.y),
            }
        )
    sync_folder(folder)
    return canonical.encode(
        {
            "issuer": issuer(agreement),
            "keys": asked,
            "kakehashi_key_request": 1,
            "time_zone": time_zone(agreement),
        }
    )


def public_half(private: ec.EllipticCurvePrivateKey) -> VerifyingKey:
    """Give the public half of a P-256 key, ready to verify."""
    point = private.public_key().public_numbers()
    return verifying_key(point.x.to_bytes(32), point.y.to_bytes(32))


def signing(private: ec.EllipticCurvePrivateKey) -> Sign:
    """Give what signs with a private half (ES256, r and s)."""
    return lambda data: raw_signature(private.sign(data, _DETERMINISTIC))


def take_keys(agreement: str, published: bytes, *, now: datetime) -> list[IssuingKey]:
    """Take in a file of keys that our root certified; gives those that are new or changed.

    Raises:
        NotOurs: another agreement's or party's, another root than before, or a key whose private
            half is not here.
        Refused: a key is not certified by the root in the file.
        ValueError: it is no such file.

    """
    said = read_published(published)
    if said.issuer != issuer(agreement):
        raise NotOurs(f"keys of {said.issuer}")
    fresh = []
    with transaction.atomic():
        before = Row.objects.filter(agreement=agreement).first()
        if before is not None and bytes(before.root_x) != said.root.x:
            raise NotOurs("another root than that of the keys before")
        known = {bytes(row.kid): row for row in Row.objects.filter(agreement=agreement)}
        for token in certified_in(published):
            key = read_certified(token, root=said.root)
            row = known.get(key.key.kid)
            if row is not None and (row.is_revoked or row.is_revoked == key.revoked):
                continue
            if row is None and not _file(agreement, key.key).exists():
                raise NotOurs(f"no private half for {key.key.kid.hex()}")
            Row.objects.update_or_create(
                agreement=agreement,
                kid=key.key.kid,
                defaults={
                    "from_on": key.from_on,
                    "until_on": key.until_on,
                    "certified": token,
                    "root_x": said.root.x,
                    "root_y": said.root.y,
                    "is_revoked": key.revoked,
                    "taken_at": now,
                },
            )
            fresh.append(key)
    return fresh


_SIGNING: Final = """
SELECT "certified", "root_x", "root_y" FROM "certificates_issuingkey"
WHERE "agreement" = %s AND "from_on" <= %s AND "until_on" >= %s AND NOT "is_revoked"
ORDER BY "taken_at" DESC, "id" DESC LIMIT 1
"""


def signer(agreement: str, day: date) -> Signer:
    """Give the key that signs certificates of a day; NoKey where there is none."""
    rows = read(_SIGNING, (agreement, day.isoformat(), day.isoformat()))
    if not rows:
        raise NoKey(f"no certified key for {day.isoformat()}")
    key = _certified(*map(bytes, rows[0]))
    return Signer(key, signing(_private(_file(agreement, key.key))))


@lru_cache(maxsize=64)
def _certified(token: bytes, root_x: bytes, root_y: bytes) -> IssuingKey:
    return read_certified(token, root=verifying_key(root_x, root_y))


def our_keys(agreement: str) -> Keys:
    """Give all our certified keys, as verifiers know them."""
    return Keys.of(
        _certified(bytes(row.certified), bytes(row.root_x), bytes(row.root_y))
        for row in Row.objects.filter(agreement=agreement)
    )


def published(agreement: str) -> bytes | None:
    """Write the file of our published keys; None before the first key."""
    rows = list(Row.objects.filter(agreement=agreement).order_by("from_on", "pk"))
    if not rows:
        return None
    root = verifying_key(bytes(rows[0].root_x), bytes(rows[0].root_y))
    certified = [bytes(row.certified) for row in rows]
    return write_published(agreement, node.this().party, root=root, certified=certified)


def _months(first: date, count: int) -> Iterable[tuple[date, date]]:
    start = first.replace(day=1)
    for _ in range(count):
        after = (start + timedelta(days=32)).replace(day=1)
        yield start, after - timedelta(days=1)
        start = after


def _folder(agreement: str) -> Path:
    return node.home() / "keys" / agreement / FOLDER


def _file(agreement: str, key: VerifyingKey) -> Path:
    return _folder(agreement) / f"{key.kid.hex()}.key"


@lru_cache(maxsize=64)
def _private(file: Path) -> ec.EllipticCurvePrivateKey:
    try:
        found = load_pem_private_key(file.read_bytes(), password=None)
    except (OSError, TypeError, ValueError, UnsupportedAlgorithm) as error:
        raise NoKey(f"the private half in {os.fspath(file)} cannot be read") from error
    if not isinstance(found, ec.EllipticCurvePrivateKey):
        raise NoKey(f"{os.fspath(file)} holds another sort of key")
    return found

"""Who can open reports: the office's key, its holders, their passphrases, and unlocking.

The private half of the office's key is never on the disk in the clear: it is sealed to each
holder's own key, and that one is locked by the holder's passphrase. Unlocked, it stands for half a
working day in the database under a key that only the officer's browser has.
"""

import hashlib
import json
import os
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import transaction

from kakehashi.accounts.models import Officer
from kakehashi.core.keys import Algorithm, thumbprint
from kakehashi.core.reporting.letter import open_letter, seal_letter
from kakehashi.core.text import b64url, unb64url
from kakehashi.intake.models import IntakeKey, KeyGrant, Keyholder, Unlocking
from kakehashi.intake.sealing import OpenKeys

SHORTEST: Final = 12
"""Characters of a passphrase."""
LASTS: Final = timedelta(hours=4)
TOKEN: Final = 32
_SALT: Final = 16
_NONCE: Final = 12
COST: Final = 2**16
_BLOCK: Final = 8


class TooShort(ValueError):
    """A passphrase has fewer characters than it must have."""


class WrongPassphrase(Exception):
    """The passphrase does not unlock, or the officer holds no key."""


class AlreadyMade(Exception):
    """The office has a key already."""


def make_first_key(holders: Sequence[tuple[Officer, str]], *, now: datetime) -> IntakeKey:
    """Make the office's first key and give it to officers, each with a passphrase.

    Raises:
        AlreadyMade: there is one; `add_holder` gives it to more officers, `change_key` renews it.
        TooShort: a passphrase is.

    """
    made = [_locked(officer, passphrase, now) for officer, passphrase in holders]
    private = X25519PrivateKey.generate()
    with transaction.atomic():
        if IntakeKey.objects.exists():
            raise AlreadyMade
        for holder in made:
            holder.save()
        return _grant_new(private, made, now)


def add_holder(officer: Officer, passphrase: str, *, keys: OpenKeys, now: datetime) -> Keyholder:
    """Give the office's keys, as somebody has them open, to one more officer.

    An officer who holds them already gets a new passphrase this way.
    """
    made = _locked(officer, passphrase, now)
    with transaction.atomic():
        Keyholder.objects.filter(officer=officer).delete()
        made.save()
        for key in IntakeKey.objects.filter(kid__in=keys.halves):
            _grant(key, made, keys.halves[key.kid][1])
    return made


def remove_holder(officer: Officer) -> bool:
    """Take the keys back from an officer; change the key if they could have kept a copy."""
    return Keyholder.objects.filter(officer=officer).delete()[0] > 0


def change_key(*, now: datetime) -> IntakeKey:
    """Make a new key for what comes from now on; every holder gets it, and keeps the old ones."""
    private = X25519PrivateKey.generate()
    with transaction.atomic():
        IntakeKey.objects.filter(is_in_force=True).update(is_in_force=False)
        return _grant_new(private, list(Keyholder.objects.all()), now)


def change_passphrase(officer: Officer, *, old: str, new: str) -> None:
    """Lock an officer's own key by another passphrase.

    Raises:
        WrongPassphrase: the old one does not unlock.
        TooShort: the new one is.

    """
    holder, private = _unlocked(officer, old)
    locked = _lock(private, new)
    with transaction.atomic():
        Keyholder.objects.filter(pk=holder.pk).update(locked=locked)
        Unlocking.objects.filter(holder=holder).delete()


def open_keys(officer: Officer, passphrase: str) -> OpenKeys:
    """Open the office's keys with an officer's passphrase; slow on purpose. WrongPassphrase."""
    holder, private = _unlocked(officer, passphrase)
    halves = {}
    for grant in KeyGrant.objects.filter(holder=holder).select_related("key"):
        half = open_letter(bytes(grant.sealed), public=bytes(holder.public), private=private)
        halves[grant.key.kid] = (bytes(grant.key.public), half)
    return OpenKeys(halves)


def unlock(officer: Officer, passphrase: str, *, now: datetime) -> str:
    """Open the office's keys for a browser; give the token that it keeps and shows again.

    Raises:
        WrongPassphrase: the passphrase does not unlock, or the officer holds no key.

    """
    keys = open_keys(officer, passphrase)
    token = os.urandom(TOKEN)
    halves = {kid: [b64url(half) for half in pair] for kid, pair in keys.halves.items()}
    nonce = os.urandom(_NONCE)
    sealed = nonce + AESGCM(_seal_key(token)).encrypt(nonce, json.dumps(halves).encode(), None)
    with transaction.atomic():
        end_unlockings(now=now)
        Unlocking.objects.create(
            token_digest=_digest(token),
            holder=Keyholder.objects.get(officer=officer),
            sealed=sealed,
            until_at=now + LASTS,
        )
    return b64url(token)


def unlocked_keys(officer: Officer, token: str, *, now: datetime) -> OpenKeys | None:
    """Give the keys that this officer has unlocked in this browser; None where none are open."""
    try:
        raw = unb64url(token)
    except ValueError:
        return None
    found = Unlocking.objects.filter(
        token_digest=_digest(raw), holder__officer=officer, until_at__gt=now
    ).first()
    if found is None:
        return None
    sealed = bytes(found.sealed)
    plain = AESGCM(_seal_key(raw)).decrypt(sealed[:_NONCE], sealed[_NONCE:], None)
    return OpenKeys(
        {
            kid: (unb64url(public), unb64url(private))
            for kid, (public, private) in json.loads(plain).items()
        }
    )


def lock(officer: Officer) -> None:
    """Close the keys in every browser of an officer."""
    Unlocking.objects.filter(holder__officer=officer).delete()


def end_unlockings(*, now: datetime) -> None:
    """Destroy what was unlocked and is over: a stolen browser opens it no more."""
    over = Unlocking.objects.filter(until_at__lte=now)
    if over.exists():
        with transaction.atomic():
            over.delete()


def _grant_new(private: X25519PrivateKey, holders: Sequence[Keyholder], now: datetime) -> IntakeKey:
    public = private.public_key().public_bytes_raw()
    key = IntakeKey.objects.create(
        kid=thumbprint(public, Algorithm.X25519), public=public, made_at=now
    )
    for holder in holders:
        _grant(key, holder, private.private_bytes_raw())
    return key


def _grant(key: IntakeKey, holder: Keyholder, private: bytes) -> None:
    own = bytes(holder.public)
    sealed = seal_letter(private, to=own, kid=thumbprint(own, Algorithm.X25519))
    KeyGrant.objects.create(key=key, holder=holder, sealed=sealed)


def _locked(officer: Officer, passphrase: str, now: datetime) -> Keyholder:
    private = X25519PrivateKey.generate()
    return Keyholder(
        officer=officer,
        public=private.public_key().public_bytes_raw(),
        locked=_lock(private.private_bytes_raw(), passphrase),
        since=now,
    )


def _lock(private: bytes, passphrase: str) -> bytes:
    if len(passphrase) < SHORTEST:
        raise TooShort
    salt, nonce = os.urandom(_SALT), os.urandom(_NONCE)
    return salt + nonce + AESGCM(_stretched(passphrase, salt)).encrypt(nonce, private, None)


def _unlocked(officer: Officer, passphrase: str) -> tuple[Keyholder, bytes]:
    holder = Keyholder.objects.filter(officer=officer).first()
    if holder is None:
        raise WrongPassphrase
    locked = bytes(holder.locked)
    salt, nonce, sealed = locked[:_SALT], locked[_SALT : _SALT + _NONCE], locked[_SALT + _NONCE :]
    try:
        return holder, AESGCM(_stretched(passphrase, salt)).decrypt(nonce, sealed, None)
    except InvalidTag:
        raise WrongPassphrase from None


def _stretched(passphrase: str, salt: bytes) -> bytes:
    return hashlib.scrypt(
        passphrase.encode(),
        salt=b"kakehashi/intake-officer/1\0" + salt,
        n=COST,
        r=_BLOCK,
        p=1,
        maxmem=2 * 128 * COST * _BLOCK,
        dklen=32,
    )


def _digest(token: bytes) -> bytes:
    return hashlib.sha256(b"kakehashi/unlocking/shown/1\0" + token).digest()


def _seal_key(token: bytes) -> bytes:
    return hashlib.sha256(b"kakehashi/unlocking/sealed/1\0" + token).digest()

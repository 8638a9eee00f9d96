"""Which key of a journal's author was valid where: by index, never by time."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from kakehashi.core.envelope import VerifyingKey
from kakehashi.core.keys import PublicKey, Role
from kakehashi.core.text import unb64url


@dataclass(frozen=True, slots=True)
class Pinned:
    """A key, valid from an index of its journal until before another (None: still)."""

    key: PublicKey
    first: int = 0
    until: int | None = None

    def is_valid_at(self, index: int) -> bool:
        """Say whether the key was in use for the entry at `index`."""
        return self.first <= index and (self.until is None or index < self.until)


@dataclass(frozen=True, slots=True)
class KeyRing:
    """All keys an author ever had in one generation of its journal."""

    pinned: tuple[Pinned, ...] = ()

    @classmethod
    def of(cls, keys: Iterable[PublicKey]) -> "KeyRing":
        """Pin keys from entry 0 on."""
        return cls(tuple(Pinned(key) for key in keys))

    def at(self, role: Role, index: int) -> PublicKey | None:
        """Name the one key of a role for the entry at `index`."""
        for pinned in reversed(self.pinned):
            if pinned.key.role == role and pinned.is_valid_at(index):
                return pinned.key
        return None

    def checkpoint_key(self, size: int) -> PublicKey | None:
        """Name the log key for a checkpoint of `size` entries: that of its last entry."""
        return self.at(Role.LOG, max(size - 1, 0))

    def changed(self, keys: Iterable[PublicKey], *, first: int) -> "KeyRing":
        """Replace keys, role by role, from index `first` on."""
        replaced = {key.role: key for key in keys}
        old = tuple(
            Pinned(p.key, p.first, first) if p.key.role in replaced and p.until is None else p
            for p in self.pinned
        )
        return KeyRing((*old, *(Pinned(key, first) for key in replaced.values())))

    def current(self) -> tuple[PublicKey, ...]:
        """List the keys in use now."""
        return tuple(p.key for p in self.pinned if p.until is None)


@lru_cache(maxsize=1024)
def verifying_key(x: str) -> VerifyingKey:
    """Prepare a pinned Ed25519 key (its `x`) for verification, once."""
    return VerifyingKey.of(unb64url(x))

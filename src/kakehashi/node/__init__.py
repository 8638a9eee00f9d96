"""Who we are: node.toml and the keys of one node, read once, frozen.

A node's home is a folder that only its owner may read: `node.toml`, `keys/`, `head/`, `run/` and,
with SQLite, the database. Where it is stands in the environment: KAKEHASHI_HOME.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from kakehashi.core.agreement import Profile, load
from kakehashi.core.amendment import succeed
from kakehashi.core.keys import fingerprint
from kakehashi.core.notices import KIND_FACTS
from kakehashi.node.folder import HOME, home, inside, refuse_open_doors, text_of
from kakehashi.node.identity import SETTINGS, Identity, Mail, Web, parse
from kakehashi.node.keys import (
    AGREEMENT_ROLES,
    LOCAL,
    LOCAL_ROLES,
    PREVIOUS_STORAGE,
    STORAGE,
    STORAGE_KEY_BYTES,
    Keys,
    LocalKeys,
    ReceivingKey,
    SigningKey,
    StorageKey,
    key_files,
    log_keys,
    newest_keys,
    public_file,
    read_keys,
    read_local_keys,
    receiving_half,
    signing_half,
    storage_keys,
)
from kakehashi.node.refusal import NodeRefused, Problem, Reason

__all__ = [
    "AGREEMENT_ROLES",
    "HOME",
    "LOCAL",
    "LOCAL_ROLES",
    "PREVIOUS_STORAGE",
    "SETTINGS",
    "SHIPPED",
    "STORAGE",
    "STORAGE_KEY_BYTES",
    "Identity",
    "Keys",
    "LocalKeys",
    "Mail",
    "Node",
    "NodeRefused",
    "Problem",
    "Reason",
    "ReceivingKey",
    "SigningKey",
    "StorageKey",
    "Web",
    "adopted",
    "home",
    "inside",
    "key_files",
    "log_keys",
    "newest_keys",
    "parse",
    "profile",
    "public_file",
    "read",
    "receiving_half",
    "refuse_strange",
    "signing_half",
    "this",
]

SHIPPED: Final = Path(__file__).parent.parent / "agreements"


@dataclass(frozen=True, slots=True)
class Node:
    """Our node: what node.toml says, and its keys."""

    home: Path
    identity: Identity
    local_keys: LocalKeys
    secret: str = field(repr=False)
    agreement_keys: Mapping[str, Keys] = field(repr=False)

    @property
    def name(self) -> str:
        """The node's name, which begins the origin of each of its journals."""
        return self.identity.name

    @property
    def party(self) -> str:
        """The code of the party that we are."""
        return self.identity.party

    @property
    def agreements(self) -> tuple[str, ...]:
        """The names of the agreements that we are party to."""
        return self.identity.agreements

    @property
    def profiles(self) -> Path | None:
        """The folder with profiles of our own; None where the package's serve."""
        folder = self.identity.profiles
        return None if folder is None else self.home / folder

    @property
    def storage_keys(self) -> tuple[StorageKey, ...]:
        """The present storage key, and the one before while parts may still be wrapped under it.

        A process that runs while the key changes sees the change.
        """
        return storage_keys(inside(self.home, "keys"))

    @property
    def storage_key(self) -> StorageKey:
        """The key under which new parts are wrapped."""
        return self.storage_keys[0]

    def keys(self, agreement: str) -> Keys:
        """Give our keys under an agreement; KeyError where we are no party."""
        return self.agreement_keys[agreement]

    def origin(self, agreement: str, generation: int) -> str:
        """Name our journal: `<name>/<agreement>/<party>/<generation>`."""
        return f"{self.name}/{agreement}/{self.party}/{generation}"

    def mirror(self, agreement: str) -> str:
        """Name ourselves as cosigner of the counterpart's journal."""
        return f"{self.name}/{agreement}/{self.party}/mirror"

    def fingerprint(self, agreement: str) -> bytes:
        """Digest our name and keys under an agreement (32 bytes): what two people compare."""
        whose = f"{self.name}/{agreement}/{self.party}"
        return fingerprint(whose, self.keys(agreement).public)


@cache
def this() -> Node:
    """Give the node that this process runs, read once; NodeRefused where it cannot be."""
    return read(home())


@cache
def profile(agreement: str) -> Profile:
    """Read an agreement's profile with the versions that were adopted since, once.

    Raises:
        NodeRefused: there is no such profile, or a version changes what held before its day.
        ProfileRefused: it is refused, with every problem in it.

    """
    folder = (this().profiles or SHIPPED) / agreement
    held = load(text_of(folder / "profile.toml"), kinds=KIND_FACTS)
    for later in sorted(adopted(agreement).glob("*/profile.toml")):
        held = _successor(held, later)
    return held


def refuse_strange(party: str, profile: Profile) -> None:
    """Refuse, with NodeRefused, a party that the profile does not know."""
    if party not in profile.parties:
        wanted = " / ".join(profile.parties)
        where = f"party = {party}, {profile.name}"
        raise NodeRefused(Problem("node.toml", 0, where, Reason.WRONG_VALUE, wanted))


def adopted(agreement: str) -> Path:
    """Say where the versions of a profile stand that were adopted, a folder for each by its day."""
    return this().home / "agreements" / agreement


def _successor(before: Profile, file: Path) -> Profile:
    try:
        from_on = date.fromisoformat(file.parent.name)
        return succeed(before, load(text_of(file), kinds=KIND_FACTS), from_on=from_on)
    except ValueError as error:
        where = f"{file.parent.name}: {error}"
        raise NodeRefused(Problem(file.name, 0, where, Reason.WRONG_VALUE)) from error


def read(folder: Path) -> Node:
    """Read a node from its home; NodeRefused with all that is wrong in node.toml, or one key."""
    refuse_open_doors(folder)
    identity = parse(text_of(folder / "node.toml"))
    keys = folder / "keys"
    made = Node(
        home=folder,
        identity=identity,
        local_keys=read_local_keys(keys / LOCAL),
        secret=text_of(keys / "secret.key").strip(),
        agreement_keys={name: read_keys(keys / name) for name in identity.agreements},
    )
    if made.storage_keys:
        return made
    raise NodeRefused(Problem(STORAGE, 0, str(keys / STORAGE), Reason.MISSING_FILE))

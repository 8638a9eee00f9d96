"""Every kind of notice there is, by name."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import get_args

from kakehashi.core.notices.catalogue import OrdinaryNotice
from kakehashi.core.notices.letters import (
    LetterConfirmed,
    LetterRegistered,
    NoticeCorrected,
    NoticeWithdrawn,
)
from kakehashi.core.notices.notice import KindFacts, Notice, facts_of
from kakehashi.core.notices.protocol import (
    EntriesReceived,
    JournalOpened,
    KeysChanged,
    NoticeSetAside,
    PartExcused,
    ProtocolAnnounced,
)

AnyNotice = (
    OrdinaryNotice
    | NoticeCorrected
    | NoticeWithdrawn
    | LetterRegistered
    | LetterConfirmed
    | JournalOpened
    | KeysChanged
    | ProtocolAnnounced
    | EntriesReceived
    | NoticeSetAside
    | PartExcused
)
"""One union of all kinds."""

KINDS: Mapping[str, type[Notice]] = MappingProxyType(
    {kind.kind: kind for kind in get_args(AnyNotice)}
)
"""Every kind by its name, in the order in which kinds are shown."""

KIND_FACTS: Mapping[str, KindFacts] = MappingProxyType(
    {name: facts_of(kind) for name, kind in KINDS.items()}
)
"""What a profile must know of each kind."""

PROTOCOL_KINDS = frozenset(name for name, facts in KIND_FACTS.items() if facts.is_protocol)
"""Kinds between the nodes, which no clause covers."""

AUTOMATIC_KINDS = frozenset(name for name, facts in KIND_FACTS.items() if not facts.needs_decider)
"""Kinds that a node issues by itself; every other is decided by two officers."""

"""Cambodia's node as our node meets it: a journal of its own, packages, and what it may do to them.

It is written by hand, so that it may also do what no honest node does.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from django.test import Client

from kakehashi import dispatch, node
from kakehashi.core.answer import Answer, unpack_answer
from kakehashi.core.canonical import encode
from kakehashi.core.envelope import Decider, Envelope, Position
from kakehashi.core.keys import Algorithm, Role, thumbprint
from kakehashi.core.note import Checkpoint, cosign, with_cosignature
from kakehashi.core.notices import KINDS
from kakehashi.core.notices.organizations import SendingOrganizationApproved
from kakehashi.core.notices.payload import Classification, Decided
from kakehashi.core.package import Package, pack
from kakehashi.core.parts import Part, PartRole
from kakehashi.core.pull import Pull, sign_pull
from kakehashi.core.sealing import MEDIA_TYPE, seal_package
from kakehashi.exchange.actions import introduce
from kakehashi.exchange.introductions import Card
from kakehashi.exchange.models import Alarm, Aside, Peer
from kakehashi.journal import queries as journals
from kakehashi.journal.models import Journal
from tests.core.authors import AGREEMENT, Author, Keys, part
from tests.two_nodes.outgoing import approval

NOW = datetime(2026, 9, 21, 12, 0, tzinfo=UTC)
RESTRICTED = Classification.RESTRICTED
KEYS = Keys("cambodia")


def cambodia() -> Author:
    """Introduce Cambodia's node to ours; its journal is opened and announced in one package."""
    dispatch.open_journals(now=NOW)
    author = Author("KH", "JP", "kakehashi.kh.example", word=KEYS.word)
    introduce(Card(AGREEMENT, "KH", author.name, "", author.pinned()), now=NOW)
    open_journal(author)
    announce(author, {kind: [declared.version] for kind, declared in KINDS.items()})
    return author


def post(package: Package) -> tuple[int, Answer]:
    """Post a package at our node's door; give the status and the answer."""
    found = Client().post(
        f"/exchange/{AGREEMENT}/package", sealed(package), content_type=MEDIA_TYPE
    )
    return found.status_code, unpack_answer(found.content)


def ask(request: bytes) -> tuple[int, bytes]:
    """Post a pull at our node's door; give the status and what came."""
    found = Client().post(f"/exchange/{AGREEMENT}/pull", request, content_type="application/jose")
    return found.status_code, found.content


def alarms() -> set[str]:
    """The alarms that our node shows."""
    return set(Alarm.objects.filter(cleared_at=None).values_list("code", flat=True))


def asides() -> list[tuple[int, str]]:
    """What our node set aside, by index and reason."""
    return list(Aside.objects.order_by("journal", "index").values_list("index", "reason"))


def peer() -> Peer:
    """Our node's record of it."""
    return Peer.objects.get(agreement=AGREEMENT)


def copy() -> Journal:
    """Our node's copy of its journal."""
    return Journal.objects.get(party="KH")


def ours() -> Journal:
    """Our node's own journal."""
    found = journals.journal(AGREEMENT, "JP")
    assert found is not None
    return found


def write(
    author: Author,
    kind: str,
    contents: Iterable[Part] = (),
    *,
    statement: Mapping[str, object] | None = None,
    **changes: Any,
) -> Envelope:
    """Write an entry; without `statement` it is one that two officers decided."""
    contents = tuple(contents)
    plain = replace(
        author.envelope(kind),
        parts=tuple(one.ref for one in contents),
        seen=Position(1, ours().size),
        by=Decider("dem", "director"),
        clause="4(1)",
    )
    if statement is not None:
        plain = replace(
            plain,
            statement=statement,
            clause="protocol",
            classification=RESTRICTED,
            decided=None,
            by=None,
        )
    envelope = replace(plain, **changes)
    author.parts.update({(author.size, number): one for number, one in enumerate(contents)})
    author.append(author.sign(envelope))
    return envelope


def open_journal(author: Author) -> Envelope:
    """Write entry 0."""
    said = {
        "agreement": AGREEMENT,
        "generation": author.generation,
        "keys": [key.model_dump(mode="json") for key in author.pinned()],
        "party": author.party,
        "profile": node.profile(AGREEMENT).digest,
        "protocol": 1,
    }
    return write(
        author,
        "journal.opened",
        statement=said,
        seen=Position(),
        decided=Decided(on=NOW.date()),
        by=Decider("dem", "administers"),
    )


def announce(author: Author, kinds: Mapping[str, list[int]]) -> Envelope:
    """Say which kinds it understands."""
    said = {"kinds": dict(sorted(kinds.items())), "protocols": [1]}
    has_seen = Position(1, ours().size) if author.size > 1 else Position()
    return write(author, "protocol.announced", statement=said, seen=has_seen)


def inform(
    author: Author,
    words: str = "Deposits are taken.",
    *,
    refers: str | None = None,
    **changes: Any,
) -> Envelope:
    """Share confidential information: a notice that counts."""
    said = {
        "headline": {"lang": "en", "text": "An invented report"},
        "information": {"lang": "en", "text": words},
        "source": "public-source",
        "subjects": ["fees"],
    }
    contents = (_links(refers=refers), part(PartRole.CONFIDENTIAL, encode(said)))
    return write(author, "information.shared", contents, **changes)


def withdraw(author: Author, jti: str, **changes: Any) -> Envelope:
    """Withdraw a notice."""
    said = {"reason": "entered-in-error"}
    contents = (_links(corrects=jti), part(PartRole.PUBLIC, encode(said)))
    plain: dict[str, Any] = {"clause": "3", "classification": RESTRICTED}
    return write(author, "notice.withdrawn", contents, **(plain | changes))


def approve(
    author: Author, number: str = "KHM900001", *, particulars: bytes = b"", **changes: Any
) -> Envelope:
    """Approve an organization, which our side publishes too."""
    public = approval(number).notice
    assert isinstance(public, SendingOrganizationApproved)
    said = public.public.model_dump(mode="json", exclude_none=True)
    plain: dict[str, Any] = {
        "clause": "5(1)",
        "classification": Classification.PUBLIC,
        "effective_on": date(2026, 4, 15),
    }
    contents = [_links(), part(PartRole.PUBLIC, encode(said))]
    if particulars:
        contents.append(part(PartRole.PARTICULARS, particulars))
    return write(author, "sending-organization.approved", contents, **(plain | changes))


def _links(*, refers: str | None = None, corrects: str | None = None) -> Part:
    said: dict[str, object] = {"answers": [], "refers": [refers] if refers else []}
    if corrects:
        said["corrects"] = corrects
    return replace_class(part(PartRole.LINKS, encode(said)), RESTRICTED)


def replace_class(one: Part, classification: Classification) -> Part:
    """Give a part of another class; its commitment is the same."""
    return replace(one, ref=replace(one.ref, classification=classification))


def sealed(package: Package) -> bytes:
    """Seal a package to our node."""
    to = node.this().keys(AGREEMENT).receiving.public
    return seal_package(pack(package), to=to, kid=thumbprint(to, Algorithm.X25519))


def answer_of(author: Author, *, wanted: tuple[tuple[int, int, int], ...] = ()) -> Answer:
    """Say, truthfully, that it holds all of our journal; our checkpoint with its cosignature."""
    journal = ours()
    kept = journals.checkpoint(journal)
    assert kept is not None
    return Answer(1, journal.size, cosigned(author, bytes(kept.note), journal), wanted)


def cosigned(author: Author, note: bytes, journal: Journal, *, keys: Keys | None = None) -> bytes:
    """Cosign a checkpoint of our journal, with its own keys or others."""
    pair = keys or author.keys[Role.MIRROR]
    line = cosign(
        Checkpoint(journal.origin, journal.size, bytes(journal.root)),
        name=f"{author.name}/{AGREEMENT}/KH/mirror",
        public_key=pair.raw(Role.MIRROR),
        signer=pair.signing(Role.MIRROR).sign,
        at=int(NOW.timestamp()),
    )
    return with_cosignature(note, line)


def pull(
    author: Author,
    held: Answer,
    *,
    at: datetime,
    origin: str | None = None,
    keys: Keys | None = None,
) -> bytes:
    """Ask our node for its next package, or by `origin` for its own back."""
    pair = keys or author.keys[Role.ENVELOPE]
    request = Pull(AGREEMENT, origin or ours().origin, held, int(at.timestamp()))
    return sign_pull(
        request, public_key=pair.raw(Role.ENVELOPE), sign=pair.signing(Role.ENVELOPE).sign
    )

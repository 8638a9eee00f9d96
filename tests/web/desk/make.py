"""A desk with officers of two agreements, and a counterpart that writes what a test asks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client
from django.utils import timezone

from kakehashi import dispatch, node
from kakehashi.accounts.actions import add_officer
from kakehashi.accounts.models import Officer
from kakehashi.accounts.permissions import RoleKind
from kakehashi.core.canonical import decode
from kakehashi.core.envelope import Decider, Position
from kakehashi.core.ids import uuid7
from kakehashi.core.notices import (
    KIND_FACTS,
    KINDS,
    Links,
    Notice,
    attachments,
    contents,
    example,
    statement_of,
)
from kakehashi.core.notices.contents import versions_read
from kakehashi.core.notices.payload import Classification, Decided
from kakehashi.core.notices.upcast import versions_saying
from kakehashi.core.parts import Part, PartRole, make_part
from kakehashi.core.text import b64url
from kakehashi.desk import concurrences
from kakehashi.desk.models import Draft
from kakehashi.exchange.actions import introduce
from kakehashi.exchange.holding import receive_package
from kakehashi.exchange.introductions import Card
from kakehashi.exchange.issuing import Outgoing
from kakehashi.journal import queries as journals
from tests.core.authors import Author, Keys, seed

AGREEMENT = "jp-kh-2019"
OTHER = "jp-tj-2024"
ASKED = "inquiry.asked"
PAPER = b"%PDF-"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
DRAFTS, DECIDES = RoleKind.DRAFTS, RoleKind.DECIDES
CONFIDENTIAL, AUDITS = RoleKind.READS_CONFIDENTIAL, RoleKind.AUDITS


def officer(name: str, *roles: RoleKind, agreement: str = AGREEMENT, unit: str = "isa") -> Officer:
    """An officer with a second factor."""
    made = add_officer(
        username=name,
        display_name=name.capitalize(),
        unit_id=unit,
        roles=[(agreement, role) for role in roles],
        now=timezone.now(),
    )
    TOTP.activate(made, generate_totp_secret())
    return made


def desk_of(who: Officer) -> Client:
    """A browser without scripts in which the officer is signed in."""
    client = Client()
    client.force_login(who, backend=BACKEND)
    return client


def let_signatories_concur(draft: Draft, *signatories: str) -> None:
    """Have officers of these signatories (all that are asked, where none are named) concur."""
    draft.refresh_from_db()
    for name in signatories or concurrences.asked_for(draft, now=timezone.now()):
        speaker = Officer.objects.filter(username=f"of-{name}").first()
        desk = desk_of(speaker or officer(f"of-{name}", DECIDES, CONFIDENTIAL, unit=name))
        desk.post(f"/desk/drafts/{draft.public_id}/concur/", {"revision": str(draft.revision)})


@dataclass
class Counterpart:
    """The other node as far as this one sees it (Cambodia's, to Japan): a journal, sent at once."""

    author: Author = field(
        default_factory=lambda: Author(party="KH", counterpart="JP", name="phnompenh.example")
    )

    @property
    def agreement(self) -> str:
        """The agreement under which it writes."""
        return self.author.agreement

    @property
    def office(self) -> str:
        """Its contact point under the agreement."""
        points = node.profile(self.agreement).contact_points
        return next(point.office for point in points if point.party == self.author.party)

    def meet(self) -> "Counterpart":
        """Be introduced to this node, open a journal and say what is understood."""
        now = timezone.now()
        dispatch.open_journals(now=now)
        card = Card(self.agreement, self.author.party, self.author.name, "", self.author.pinned())
        introduce(card, now=now)
        keys = [one.model_dump(mode="json") for one in Keys(self.author.word).public()]
        opened = {
            "agreement": self.agreement,
            "party": self.author.party,
            "generation": 1,
            "protocol": 1,
            "profile": node.profile(self.agreement).digest,
            "keys": keys,
        }
        self._say("journal.opened", statement=opened)
        return self.understand()

    def understand(self, **read: list[int]) -> "Counterpart":
        """Say what is understood: every version of a kind, but of those that `read` names."""
        kinds = {kind: list(versions_read(kind)) for kind in sorted(KINDS)}
        kinds |= {name.replace("_", "."): versions for name, versions in read.items()}
        self._say(
            "protocol.announced", statement={"protocols": [1], "kinds": kinds}, is_automatic=True
        )
        return self.send()

    def issue(
        self,
        notice: Notice,
        clause: str,
        *,
        effective_on: date | None = None,
        files: tuple[bytes, ...] = (),
    ) -> str:
        """Issue a notice and send it; give its reference."""
        jti = self.write(notice, clause, effective_on=effective_on, files=files)
        self.send()
        return jti

    def write(
        self,
        notice: Notice,
        clause: str,
        *,
        effective_on: date | None = None,
        files: tuple[bytes, ...] = (),
    ) -> str:
        """Issue a notice that is not sent yet; give its reference."""
        parts = [
            make_part(
                PartRole(c.role),
                c.classification,
                c.data if c.rows is None else b"".join(row + b"\n" for row in c.rows),
                seed(c.role, self.author.size),
            )
            for c in contents(notice)
        ]
        parts += [
            make_part(PartRole.ATTACHMENT, classification, data, seed(data, self.author.size))
            for (_, classification), data in zip(attachments(notice), files, strict=True)
        ]
        return self._say(
            notice.kind,
            parts=parts,
            statement=statement_of(notice),
            clause=clause,
            classification=notice.classification,
            is_automatic=notice.automatic,
            effective_on=effective_on,
        )

    def send(self) -> "Counterpart":
        """Let this node receive what was written, and read it through."""
        theirs = journals.journal(self.agreement, self.author.party)
        receive_package(self.author.package(theirs.size if theirs else 0), now=timezone.now())
        dispatch.catch_up(self.agreement, now=timezone.now())
        return self

    def receive(self) -> "Counterpart":
        """Receive all that this node has issued, and say so."""
        ours = journals.journal(self.agreement, self.author.counterpart)
        assert ours is not None
        statement = {
            "journal": ours.origin,
            "held": [{"size": ours.size, "held_at": int(datetime.now(UTC).timestamp())}],
            "root": b64url(bytes(ours.root)),
        }
        self._say("entries.received", statement=statement, is_automatic=True)
        return self.send()

    def _say(
        self,
        kind: str,
        *,
        parts: list[Part] | None = None,
        statement: Mapping[str, object] | None = None,
        clause: str = "protocol",
        classification: Classification = Classification.RESTRICTED,
        is_automatic: bool = False,
        effective_on: date | None = None,
    ) -> str:
        now = datetime.now(UTC)
        ours = journals.journal(self.agreement, self.author.counterpart)
        jti = uuid7(
            int(now.timestamp() * 1000), sha256(str(self.author.size).encode()).digest()[:10]
        )
        changes = {
            "jti": jti,
            "issued_at": int(now.timestamp()),
            "clause": clause,
            "classification": classification,
            "seen": Position(1, ours.size if ours and self.author.size > 1 else 0),
            "statement": statement,
            "version": versions_saying(kind, statement or {}, newest=KINDS[kind].version)[0],
            "decided": None if is_automatic else Decided(on=date(2026, 1, 15)),
            "by": None if is_automatic else Decider(self.office, "Director"),
        }
        if effective_on:
            changes["effective_on"] = effective_on
        self.author.write(kind, parts or (), **changes)  # type: ignore[arg-type]  # members of an envelope
        return jti


def our_notice(seq: int) -> dict[str, object]:
    """The links part of our notice at an index, as it was issued."""
    ours = journals.journal(AGREEMENT, "JP")
    assert ours is not None
    storage = node.this().storage_keys
    for part, content in journals.part_contents(ours, seq, seq + 1, storage_keys=storage):
        if part.role == "links" and content is not None:
            found = decode(content[32:])
            assert isinstance(found, dict)
            return found
    return {}


def links_for(counterpart: Counterpart, kind: str) -> Links:
    """Links as a kind needs them, to notices that are issued for it."""
    facts = KIND_FACTS[kind]
    given: dict[str, object] = {}
    for name, rule in (("answers", facts.answers), ("refers", facts.refers)):
        if rule.is_required:
            given[name] = (known(counterpart, rule.required[0] if rule.required else ASKED),)
    if facts.corrects:
        given["corrects"] = issue_ours(counterpart, ASKED)
    return Links.model_validate(given)


def known(counterpart: Counterpart, kind: str) -> str:
    """Have a notice of a kind issued, by whichever side may; give its reference."""
    terms = node.profile(AGREEMENT).on(date(2026, 10, 1))
    if (kind, "KH") not in terms.permits:
        return issue_ours(counterpart, kind)
    given, files = with_files(kind, links_for(counterpart, kind))
    day = date(2026, 2, 1) if KIND_FACTS[kind].takes_effect else None
    clause = terms.permits[kind, "KH"][0].clause
    return counterpart.issue(given, clause, files=files, effective_on=day)


def issue_ours(counterpart: Counterpart, kind: str) -> str:
    """Issue a notice of ours without the desk; give its reference."""
    given, files = with_files(kind, links_for(counterpart, kind))
    terms = node.profile(AGREEMENT).on(date(2026, 10, 1))
    outgoing = Outgoing(
        given,
        terms.permits[kind, "JP"][0].clause,
        given.classification,
        decided=Decided(on=date(2026, 1, 10)),
        by=Decider("isa", "Director"),
        effective_on=date(2026, 2, 1) if KIND_FACTS[kind].takes_effect else None,
        files=files,
    )
    (issued,) = dispatch.issue((outgoing,), agreement=AGREEMENT, now=timezone.now())
    return issued.jti


def issue_notice(notice: Notice, clause: str, *, files: tuple[bytes, ...] = ()) -> str:
    """Issue this very notice of ours without the desk; give its reference."""
    outgoing = Outgoing(
        notice,
        clause,
        notice.classification,
        decided=Decided(on=date(2026, 1, 10)),
        by=Decider("isa", "Director"),
        files=files,
    )
    (issued,) = dispatch.issue((outgoing,), agreement=AGREEMENT, now=timezone.now())
    dispatch.catch_up(AGREEMENT, now=timezone.now())
    return issued.jti


def with_files(kind: str, links: Links) -> tuple[Notice, tuple[bytes, ...]]:
    """An example with files that are really there."""
    given = example(kind)
    told = _holding(given.model_dump(mode="json", exclude_none=True))
    made = KINDS[kind].model_validate(told | {"links": links})
    return made, tuple(PAPER for _ in attachments(made))


def _holding(told: Any) -> Any:
    if isinstance(told, dict):
        inner = {name: _holding(value) for name, value in told.items()}
        held = {"length": len(PAPER), "digest": sha256(PAPER).hexdigest()}
        return inner | held if "media_type" in told else inner
    return [_holding(value) for value in told] if isinstance(told, list) else told

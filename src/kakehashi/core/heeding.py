"""Whether a held notice counts: a pure function of its author's declared view (`core.view`).

Never the receiver's clock, release or later arrivals: so both nodes judge alike, live and on
rebuild (design, section 4).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kakehashi.core.agreement import Permit, Profile
from kakehashi.core.envelope import Envelope
from kakehashi.core.exchange import Entry
from kakehashi.core.heard import Heard, as_heard
from kakehashi.core.heeded import Heeded, Reason, SetAside
from kakehashi.core.life import admits, live
from kakehashi.core.notices import (
    AUTOMATIC_KINDS,
    KIND_FACTS,
    PROTOCOL_KINDS,
    Compartments,
    KindFacts,
    read,
)
from kakehashi.core.notices.payload import Classification, Links
from kakehashi.core.notices.restated import Restated
from kakehashi.core.parts import JUDGED, PartRole, may_be_stored, split_rows
from kakehashi.core.protocol import opened_keys, replaced_keys
from kakehashi.core.strict import Unexpected
from kakehashi.core.target_days import day_at
from kakehashi.core.view import (
    ProfileNotHeld,
    View,
    agreed_profile,
    profile_for,
    received_position,
)

_ROLE_CLASS = {
    PartRole.LINKS: Classification.RESTRICTED,
    PartRole.PUBLIC: Classification.PUBLIC,
    PartRole.PARTICULARS: Classification.PUBLIC,
    PartRole.ROWS: Classification.PUBLIC,
    PartRole.RESTRICTED: Classification.RESTRICTED,
    PartRole.CONFIDENTIAL: Classification.CONFIDENTIAL,
}
LETTER = "letter.registered"


@dataclass(frozen=True, slots=True)
class Known:
    """A heeded notice that the author had before it: what a link may name, as which kinds."""

    kinds: tuple[str, ...]
    party: str


def heed(
    entry: Entry,
    view: View,
    *,
    profile: Profile,
    parts: Mapping[int, bytes],
    known: Mapping[str, Known],
    is_repeated: bool,
    written: Compartments | None = None,
) -> Heeded | SetAside:
    """Judge the entry at `view.size`; `view` must have observed the counterpart up to its `seen`.

    `parts` are the contents of its parts by number, as far as they are there; `known` the heeded
    notices, by id, among those it links, that stand before it in either journal as its author
    had them; `is_repeated` says that a signed entry before it there bears the same id. `written` is
    what the parts say, where their author has just written them and need not read them again.

    Raises:
        ProfileNotHeld: it is to be judged by a version of the profile that is not here.

    """
    envelope = entry.envelope
    if envelope is None:
        return SetAside(Reason.MALFORMED, entry.reason or "")
    if not entry.is_signed:
        return SetAside(Reason.SIGNATURE)
    held, profile = profile, profile_for(envelope, view, profile)
    if aside := _in_its_place(envelope, view, is_repeated=is_repeated):
        return aside
    if aside := _may_be_said(envelope, view, profile):
        return aside
    if aside := _parts_as_classed(envelope):
        return aside
    content = _content(envelope, parts, written)
    if not isinstance(content, SetAside):
        content = _pins(envelope, view, held) or content
    if isinstance(content, SetAside):
        return content
    if aside := _links_hold(envelope, content.links or Links(), known):
        return aside
    if aside := _mends_its_kind(content, known):
        return aside
    return Heeded(_heard(envelope, view, content))


def counts_as(envelope: Envelope) -> tuple[str, ...]:
    """Name the kinds as which a link may name this notice: a letter is also what it stands for."""
    stands_for = (envelope.statement or {}).get("stands_for")
    if envelope.kind == LETTER and isinstance(stands_for, str):
        return (LETTER, stands_for)
    return (envelope.kind,)


def _in_its_place(envelope: Envelope, view: View, *, is_repeated: bool) -> SetAside | None:
    if envelope.origin != view.origin:
        return SetAside(Reason.ANOTHER_JOURNAL, envelope.origin)
    if envelope.seq != view.size:
        return SetAside(Reason.SEQUENCE, str(envelope.seq))
    if (envelope.kind == "journal.opened") is view.is_open or (view.size > 0 and not view.is_open):
        return SetAside(Reason.NOT_OPENED)
    if is_repeated:
        return SetAside(Reason.REPEATED_ID, envelope.jti)
    if envelope.issued_at < view.issued_at:
        return SetAside(Reason.CLOCK, str(envelope.issued_at))
    if envelope.seen < max(view.seen, view.received):
        return SetAside(Reason.SEEN)
    try:
        if envelope.kind == "entries.received" and received_position(envelope) > envelope.seen:
            return SetAside(Reason.SEEN)
    except Unexpected as error:
        return SetAside(Reason.CONTENT, str(error))
    return None


def _may_be_said(envelope: Envelope, view: View, profile: Profile) -> SetAside | None:
    if envelope.audience != profile.counterpart(view.party).code:
        return SetAside(Reason.ANOTHER_JOURNAL, envelope.audience)
    if envelope.kind == "entries.received":
        acknowledged = str((envelope.statement or {}).get("journal"))
        if acknowledged.split("/")[1:3] != [view.agreement, envelope.audience]:
            return SetAside(Reason.ANOTHER_JOURNAL, acknowledged)
    is_protocol = envelope.kind in PROTOCOL_KINDS
    if not is_protocol and (envelope.kind, envelope.version) not in view.vocabulary:
        return SetAside(Reason.UNANNOUNCED, f"{envelope.kind}/{envelope.version}")
    day = day_at(envelope.issued_at, profile.parties[view.party].time_zone)
    permit = permitted(profile, day, kind=envelope.kind, party=view.party, clause=envelope.clause)
    if permit is None or envelope.classification not in permit.classes:
        return SetAside(Reason.NOT_PERMITTED, f"{envelope.kind} {envelope.clause}")
    stage = live(profile, view.life).stage(day)
    if not admits(profile.on(day), envelope.kind, stage):
        return SetAside(Reason.NOT_IN_FORCE, stage)
    if envelope.kind in AUTOMATIC_KINDS:
        return SetAside(Reason.UNDECIDED) if envelope.decided or envelope.by else None
    if envelope.decided is None or envelope.by is None:
        return SetAside(Reason.UNDECIDED)
    if envelope.by.office not in profile.parties[view.party].offices:
        return SetAside(Reason.OFFICE, envelope.by.office)
    return None


def permitted(profile: Profile, day: date, *, kind: str, party: str, clause: str) -> Permit | None:
    """Give what lets `party` issue `kind` under `clause` on a day; some kinds follow any clause."""
    terms = profile.on(day)
    if permit := terms.permit(kind, party, clause):
        return permit
    anywhere = terms.permit(kind, party)
    known = clause in profile.clauses
    return anywhere if anywhere and anywhere.is_everywhere and known else None


def _parts_as_classed(envelope: Envelope) -> SetAside | None:
    roles = [ref.role for ref in envelope.parts if ref.role != PartRole.ATTACHMENT]
    order = [role for role in PartRole if role in roles]
    ordered = [ref.role for ref in envelope.parts]
    if roles != order or ordered[: len(roles)] != roles:
        return SetAside(Reason.PARTS, "order")
    for number, ref in enumerate(envelope.parts):
        wanted = _ROLE_CLASS.get(ref.role)
        if wanted is not None and ref.classification != wanted:
            return SetAside(Reason.PARTS, f"{number} class")
        if not may_be_stored(ref):
            return SetAside(Reason.PARTS, f"{number} length")
    return None


def _content(
    envelope: Envelope, parts: Mapping[int, bytes], written: Compartments | None
) -> Compartments | SetAside:
    """Read statement, links, public content and rows; what is erased elsewhere has no say."""
    listed = {ref.role for ref in envelope.parts}
    there = {ref.role: parts[n] for n, ref in enumerate(envelope.parts) if n in parts}
    if lost := [role for role in JUDGED if role in listed and role not in there]:
        return SetAside(Reason.CONTENT, f"{lost[0]} is not there")
    facts = KIND_FACTS.get(envelope.kind)
    if facts is None:
        return SetAside(Reason.UNANNOUNCED, envelope.kind)
    if lacking := _lacking(facts, envelope, listed):
        return SetAside(Reason.CONTENT, lacking)
    if written is not None:
        return written
    rows = there.get(PartRole.ROWS)
    try:
        content = read(
            envelope.kind,
            envelope.version,
            statement=envelope.statement,
            parts={str(r): there[r] for r in (PartRole.LINKS, PartRole.PUBLIC) if r in there},
            rows=None if rows is None else split_rows(rows),
        )
    except ValueError as error:
        return SetAside(Reason.CONTENT, str(error)[:200])
    if isinstance(content, Compartments):
        return content
    return SetAside(Reason.UNANNOUNCED, f"{envelope.kind}/{envelope.version}")


def _lacking(facts: KindFacts, envelope: Envelope, listed: set[PartRole]) -> str:
    """Name what a kind needs and its envelope does not list, or lists and the kind has not."""
    has = {str(role) for role in listed} - {PartRole.ATTACHMENT}
    if envelope.statement is not None:
        has.add("statement")
    if stray := has - set(facts.compartments):
        return f"{min(stray)} does not belong"
    if missing := set(facts.needs) - has:
        return f"{min(missing)} is missing"
    return "effective_on is missing" if facts.takes_effect and not envelope.effective_on else ""


def _links_hold(envelope: Envelope, links: Links, known: Mapping[str, Known]) -> SetAside | None:
    facts = KIND_FACTS[envelope.kind]
    for rule, ids in ((facts.answers, links.answers), (facts.refers, links.refers)):
        if rule.is_required and not ids:
            return SetAside(Reason.LINKS, "names nothing that it answers")
        for jti in ids:
            if jti not in known:
                return SetAside(Reason.LINKS, f"{jti} is not known")
            if not any(map(rule.permits, known[jti].kinds)):
                return SetAside(Reason.LINKS, f"{jti} is a {known[jti].kinds[-1]}")
    if links.corrects is None:
        return SetAside(Reason.LINKS, "names nothing that it mends") if facts.corrects else None
    mended = known.get(links.corrects)
    if mended is None or mended.party != _author(envelope):
        return SetAside(Reason.LINKS, f"{links.corrects} is not the author's")
    return None


def _mends_its_kind(content: Compartments, known: Mapping[str, Known]) -> SetAside | None:
    """Set a correction aside that restates another kind than that of the notice it corrects."""
    mended = content.links.corrects if content.links else None
    restated = getattr(content.public, "now", None)
    if mended is None or not isinstance(restated, Restated) or restated.kind in known[mended].kinds:
        return None
    return SetAside(Reason.LINKS, f"{mended} is a {known[mended].kinds[-1]}")


def _pins(envelope: Envelope, view: View, profile: Profile) -> SetAside | None:
    """Judge what `journal.opened` and `keys.changed` put in force."""
    statement = envelope.statement or {}
    if envelope.kind == "journal.opened":
        if opened_keys(envelope) is None:
            return SetAside(Reason.KEYS)
        said = (statement.get("agreement"), statement.get("party"), statement.get("generation"))
        if said != (view.agreement, view.party, view.generation):
            return SetAside(Reason.ANOTHER_JOURNAL)
        if not _is_held(str(statement.get("profile")), view, profile):
            return SetAside(Reason.ANOTHER_PROFILE, str(statement.get("profile")))
    if envelope.kind == "keys.changed" and statement.get("keys") and not replaced_keys(envelope):
        return SetAside(Reason.KEYS)
    return None


def _is_held(digest: str, view: View, profile: Profile) -> bool:
    """Say whether a journal may open with this digest; one of those that are held, or agreed on."""
    if profile.version(digest) is None and digest == agreed_profile(view, profile):
        raise ProfileNotHeld(digest)
    return profile.version(digest) is not None


def _author(envelope: Envelope) -> str:
    return envelope.origin.split("/")[-2]


def _heard(envelope: Envelope, view: View, content: Compartments) -> Heard:
    return as_heard(
        envelope,
        content,
        agreement=view.agreement,
        party=view.party,
        generation=view.generation,
    )

"""Whether a held notice counts: each reason why not; and whatever an author says is judged."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakehashi.core.canonical import encode
from kakehashi.core.envelope import Decider, Malformed, Position
from kakehashi.core.exchange import Entry, read_entry
from kakehashi.core.heeded import Heeded, Reason, SetAside
from kakehashi.core.heeding import Known, counts_as, heed
from kakehashi.core.keys import Role, public_key
from kakehashi.core.notices import KINDS, PROTOCOL_KINDS, example, statement_of
from kakehashi.core.notices.payload import Classification
from kakehashi.core.parts import MAX_PART_BYTES, Part, PartRef, PartRole
from kakehashi.core.text import b64url
from kakehashi.core.view import View, advance, observe
from tests.core.authors import AGREEMENT, NOON, Author, Keys, Said, part, seed
from tests.core.hearing import profile
from tests.core.vectors_envelope import NAMES, links

PUBLIC, CONFIDENTIAL = Classification.PUBLIC, Classification.CONFIDENTIAL
PROFILE = profile(AGREEMENT)
REVOKED = {"grounds": ["improper-fees"], "names": NAMES, "number": "KHM900001"}
COUNTERPART = "tokyo.example/jp-kh-2019/JP/1"
INFORMED = "019a0000-0000-7000-8000-000000000001"
RIGHT = Said(
    clause="5(4)",
    classification=PUBLIC,
    effective_on=date(2026, 10, 1),
    seen=Position(1, 5),
    by=Decider("molvt", "director"),
)
OPENED = {
    "agreement": AGREEMENT,
    "generation": 1,
    "party": "KH",
    "profile": PROFILE.digest,
    "protocol": 1,
}


def author() -> Author:
    writes = Author("KH", "JP", "phnompenh.example")
    keys = [key.model_dump(mode="json") for key in writes.pinned()]
    writes.say("journal.opened", {**OPENED, "keys": keys}, by=Decider("molvt", "director"))
    return writes


def view(**changes: object) -> View:
    plain = View(
        agreement=AGREEMENT,
        party="KH",
        origin=author().origin,
        size=1,
        is_open=True,
        profile=PROFILE.digest,
        issued_at=NOON,
        seen=Position(1, 3),
        received=Position(1, 4),
        vocabulary=frozenset((kind, 1) for kind in KINDS),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def entry(writes: Author) -> Entry:
    key = public_key(Role.ENVELOPE, Keys(writes.word).raw(Role.ENVELOPE))
    return read_entry(writes.entries[-1], key)


def judged(
    writes: Author,
    before: View | None = None,
    *,
    known: Mapping[str, Known] | None = None,
    is_repeated: bool = False,
    there: bool = True,
) -> Heeded | SetAside:
    """Judge the author's last entry as its counterpart would."""
    index = writes.size - 1
    parts = {number: one.data for (at, number), one in writes.parts.items() if at == index}
    return heed(
        entry(writes),
        before or (view() if index else View(AGREEMENT, "KH", writes.origin)),
        profile=PROFILE,
        parts=parts if there else {},
        known=known or {},
        is_repeated=is_repeated,
    )


def revoked(*contents: Part, **changes: object) -> Author:
    writes = author()
    said = Said(**{**RIGHT, **changes})  # type: ignore[typeddict-item]
    writes.write(
        "sending-organization.revoked",
        contents or (links(), part(PartRole.PUBLIC, encode(REVOKED))),
        **said,
    )
    return writes


def reason(verdict: Heeded | SetAside) -> Reason | None:
    return verdict.reason if isinstance(verdict, SetAside) else None


def test_a_notice_that_keeps_all_rules_counts() -> None:
    verdict = judged(revoked())
    assert isinstance(verdict, Heeded), verdict
    assert verdict.heard.kind == "sending-organization.revoked"
    assert verdict.heard.effective_on == date(2026, 10, 1)


def test_an_opening_with_the_pinned_keys_and_profile_counts() -> None:
    writes = author()
    verdict = judged(writes)
    assert isinstance(verdict, Heeded), verdict
    after = advance(View(AGREEMENT, "KH", writes.origin), entry(writes), verdict)
    assert (after.is_open, after.profile, after.size) == (True, PROFILE.digest, 1)


OTHERWISE: dict[str, tuple[dict[str, object], Reason]] = {
    "another journal": ({"origin": COUNTERPART}, Reason.ANOTHER_JOURNAL),
    "another generation": ({"origin": "phnompenh.example/jp-kh-2019/KH/2"}, Reason.ANOTHER_JOURNAL),
    "another audience": ({"audience": "TJ"}, Reason.ANOTHER_JOURNAL),
    "another number": ({"seq": 2}, Reason.SEQUENCE),
    "an earlier time": ({"issued_at": NOON - 1}, Reason.CLOCK),
    "seen less than before": ({"seen": Position(1, 2)}, Reason.SEEN),
    "seen less than acknowledged": ({"seen": Position(1, 3)}, Reason.SEEN),
    "another clause": ({"clause": "7"}, Reason.NOT_PERMITTED),
    "no clause": ({"clause": "protocol"}, Reason.NOT_PERMITTED),
    "another class": ({"classification": CONFIDENTIAL}, Reason.NOT_PERMITTED),
    "nobody decided": ({"decided": None}, Reason.UNDECIDED),
    "nobody is named": ({"by": None}, Reason.UNDECIDED),
    "an office of the other side": ({"by": Decider("moj", "director")}, Reason.OFFICE),
    "no effective day": ({"effective_on": None}, Reason.CONTENT),
    "a statement": ({"statement": {}}, Reason.CONTENT),
    "an unknown version": ({"version": 2}, Reason.UNANNOUNCED),
}


@pytest.mark.parametrize("name", OTHERWISE)
def test_a_notice_that_says_otherwise_is_set_aside(name: str) -> None:
    changes, expected = OTHERWISE[name]
    assert reason(judged(revoked(**changes))) == expected


def test_rubbish_and_forged_entries_are_set_aside() -> None:
    writes = author()
    writes.append(b"rubbish")
    assert reason(judged(writes)) == Reason.MALFORMED
    writes = author()
    writes.append(writes.sign(writes.envelope(), keys=Keys("a thief's keys")))
    assert reason(judged(writes)) == Reason.SIGNATURE


def test_a_second_opening_and_a_journal_that_was_not_opened_are_set_aside() -> None:
    writes = author()
    writes.say("journal.opened", OPENED)
    assert reason(judged(writes)) == Reason.NOT_OPENED
    assert reason(judged(revoked(), view(is_open=False))) == Reason.NOT_OPENED


def test_a_repeated_id_is_set_aside() -> None:
    assert reason(judged(revoked(), is_repeated=True)) == Reason.REPEATED_ID


def test_a_kind_that_the_counterpart_did_not_announce_is_set_aside() -> None:
    none = view(vocabulary=frozenset())
    assert reason(judged(revoked(), none)) == Reason.UNANNOUNCED
    writes = author()
    writes.announce({"kinds": {"x.y": [1]}, "protocols": [1]}, seen=Position(1, 4))
    verdict = judged(writes, none)
    assert isinstance(verdict, Heeded), "kinds of the protocol always are"
    envelope = entry(writes).envelope
    assert envelope is not None
    assert observe(none, verdict.heard, envelope).vocabulary == {("x.y", 1)}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"profile": seed("another").hex()}, Reason.ANOTHER_PROFILE),
        ({"party": "JP"}, Reason.ANOTHER_JOURNAL),
        ({"generation": 2}, Reason.CONTENT),
        ({"keys": []}, Reason.CONTENT),
    ],
)
def test_an_opening_that_says_otherwise_is_set_aside(
    change: dict[str, object], expected: Reason
) -> None:
    writes = Author("KH", "JP", "phnompenh.example")
    keys = [key.model_dump(mode="json") for key in writes.pinned()]
    said = {**OPENED, "keys": keys, **change}
    writes.say("journal.opened", said, by=Decider("molvt", "director"))
    assert reason(judged(writes)) == expected


def test_weak_keys_are_set_aside() -> None:
    writes = author()
    weak = {"alg": "Ed25519", "role": "log", "x": b64url(bytes(32))}
    said = Said(by=Decider("molvt", "director"), seen=Position(1, 4))
    writes.say("keys.changed", {"certificate_keys": [], "keys": [weak], "why": "regular"}, **said)
    assert reason(judged(writes)) == Reason.KEYS


def test_parts_of_another_class_or_over_the_bounds_are_set_aside() -> None:
    public = part(PartRole.PUBLIC, encode(REVOKED))
    for ref in (
        replace(public.ref, classification=CONFIDENTIAL),
        replace(public.ref, length=MAX_PART_BYTES + 1),
    ):
        writes = revoked(links(), Part(ref, public.salt, public.data))
        assert reason(judged(writes)) == Reason.PARTS


@pytest.mark.parametrize(
    "content",
    [b"{}", b"[]", b"x", b"", encode({**REVOKED, "secret": 1}), b"[" * 1000, b"\xff"],
)
def test_content_that_its_kind_does_not_have_is_set_aside(content: bytes) -> None:
    writes = revoked(links(), part(PartRole.PUBLIC, content))
    assert reason(judged(writes)) == Reason.CONTENT
    without = revoked(links())
    assert reason(judged(without)) == Reason.CONTENT
    assert reason(judged(revoked(), there=False)) == Reason.CONTENT, "a part that was lost"


def test_a_link_to_what_its_author_did_not_have_is_set_aside() -> None:
    linked = encode({"act": b64url(bytes(32)), "answers": [INFORMED], "refers": []})
    contents = (part(PartRole.LINKS, linked), part(PartRole.PUBLIC, encode(REVOKED)))
    bent = tuple(
        Part(replace(one.ref, classification=Classification.RESTRICTED), one.salt, one.data)
        if one.ref.role == PartRole.LINKS
        else one
        for one in contents
    )
    assert reason(judged(revoked(*bent))) == Reason.LINKS
    asked = {INFORMED: Known(("inquiry.asked",), "JP")}
    assert reason(judged(revoked(*bent), known=asked)) == Reason.LINKS
    informed = {INFORMED: Known(("misconduct.informed",), "JP")}
    assert isinstance(judged(revoked(*bent), known=informed), Heeded)
    by_letter = {INFORMED: Known(("letter.registered", "misconduct.informed"), "JP")}
    assert isinstance(judged(revoked(*bent), known=by_letter), Heeded)


def test_a_letter_may_be_named_as_itself_and_as_what_it_stands_for() -> None:
    envelope = entry(revoked()).envelope
    assert envelope is not None
    letter = replace(envelope, kind="letter.registered")
    assert counts_as(letter) == ("letter.registered",)
    stands_for = replace(letter, statement={"stands_for": "misconduct.informed"})
    assert counts_as(stands_for) == ("letter.registered", "misconduct.informed")
    pretends = replace(envelope, statement={"stands_for": "misconduct.informed"})
    assert counts_as(pretends) == ("sending-organization.revoked",)


def test_one_bad_notice_never_blocks_the_next() -> None:
    before = view()
    writes = revoked(clause="7")
    after = advance(before, entry(writes), judged(writes))
    assert after == replace(before, size=2)


words = st.text(max_size=6) | st.sampled_from(
    [COUNTERPART, "x/1", "x/\u0661", INFORMED, "2026-01-01"]
)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner),
    max_leaves=4,
)


@given(st.sampled_from(sorted(PROTOCOL_KINDS)), st.data())
def test_whatever_a_protocol_kind_says_is_judged(kind: str, data: st.DataObject) -> None:
    statement = dict(statement_of(example(kind)) or {})
    for name in data.draw(st.sets(st.sampled_from(sorted(statement)), min_size=1)):
        statement[name] = data.draw(values)
    nested = [one for one in statement.values() if isinstance(one, dict) and one]
    if nested:
        inner = nested[0]
        inner[data.draw(st.sampled_from(sorted(inner)))] = data.draw(values)
    writes = author()
    try:
        writes.say(kind, statement, seen=Position(1, 4))
    except Malformed:
        return
    before = view()
    verdict = judged(writes, before)
    assert advance(before, entry(writes), verdict).size == 2


@given(st.sampled_from(sorted(KINDS)), st.lists(st.sampled_from(PartRole), max_size=4), st.binary())
def test_whatever_a_notice_carries_is_judged(kind: str, roles: list[PartRole], data: bytes) -> None:
    writes = author()
    given_parts = [
        part(role, data + b"\n" if role == PartRole.ROWS else data)
        for role in sorted(set(roles), key=tuple(PartRole).index)
    ]
    writes.write(kind, given_parts, seen=Position(1, 4), by=Decider("molvt", "director"))
    assert isinstance(judged(writes), Heeded | SetAside)


def test_a_part_reference_is_judged_without_its_part() -> None:
    writes = revoked()
    lost = PartRef(PartRole.PUBLIC, PUBLIC, 2, bytes(32))
    said = Said(**{**RIGHT, "parts": (lost,)})
    writes.append(writes.sign(writes.envelope("sending-organization.revoked", **said)))
    assert reason(judged(writes, view(size=2))) == Reason.CONTENT

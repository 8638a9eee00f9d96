"""After an amendment each notice is judged by the version that held, as its author had it."""

from datetime import UTC, date, datetime

import pytest

from kakehashi.core.agreement import Profile, load
from kakehashi.core.amendment import succeed
from kakehashi.core.envelope import Decider, Position
from kakehashi.core.exchange import read_entry
from kakehashi.core.heeded import Heeded, Reason, SetAside
from kakehashi.core.heeding import heed
from kakehashi.core.keys import Role, public_key
from kakehashi.core.notices import KIND_FACTS, KINDS
from kakehashi.core.notices.life import ConsentedProfile, Consenting, NewProfile
from kakehashi.core.notices.payload import Classification
from kakehashi.core.view import ProfileNotHeld, View, agreed_profile
from tests.core.authors import AGREEMENT, Author, Keys
from tests.core.hearing import Journals, profile, profile_text

OLD = profile(AGREEMENT)
FROM = date(2027, 4, 1)
PERMIT = 'kinds = ["contact-point.changed"]'
NEW = succeed(
    OLD,
    load(
        profile_text(AGREEMENT).replace(PERMIT, f"{PERMIT}\nuntil = 2027-04-01", 1),
        kinds=KIND_FACTS,
    ),
    from_on=FROM,
)
SIGNED = {"JP": ("moj", "mofa", "mhlw", "npa"), "KH": ("molvt",)}


def agreed(digest: str = NEW.digest) -> Journals:
    """Both sides consented to a version in which nobody may change contact points any more."""
    journals = Journals(AGREEMENT)
    stated = NewProfile(profile=digest)
    on = date(2026, 9, 1)
    proposal = journals.issue("JP", "amendment.proposed", on, statement=stated, effective_on=FROM)
    for party, names in SIGNED.items():
        every = tuple(Consenting(signatory=name, consented_on=on) for name in names)
        consented = ConsentedProfile(profile=digest, signatories=every)
        journals.issue(
            party,
            "amendment.consented",
            on,
            answers=(proposal,),
            statement=consented,
            effective_on=FROM,
        )
    return journals


def view(journals: Journals | None) -> View:
    return View(
        agreement=AGREEMENT,
        party="KH",
        origin="phnompenh.example/jp-kh-2019/KH/1",
        size=1,
        is_open=True,
        profile=OLD.digest,
        vocabulary=frozenset((kind, 1) for kind in KINDS),
        life=tuple(journals.heard) if journals else (),
    )


def judged(
    day: date, before: View, held: Profile = NEW, *, kind: str = "contact-point.changed"
) -> Heeded | SetAside:
    """Judge a change of contact points that Cambodia issued on a day."""
    writes = Author("KH", "JP", "phnompenh.example")
    writes.say("journal.opened", {}, by=Decider("molvt", "director"))
    writes.write(
        kind,
        (),
        clause="2",
        classification=Classification.RESTRICTED,
        by=Decider("molvt", "director"),
        seen=Position(1, 3),
        issued_at=int(datetime(day.year, day.month, day.day, 5, tzinfo=UTC).timestamp()),
    )
    key = public_key(Role.ENVELOPE, Keys(writes.word).raw(Role.ENVELOPE))
    entry = read_entry(writes.entries[-1], key)
    return heed(
        entry,
        before,
        profile=held,
        parts={},
        known={},
        is_repeated=False,
    )


def reason(verdict: Heeded | SetAside) -> Reason | None:
    return verdict.reason if isinstance(verdict, SetAside) else None


def test_the_new_terms_hold_from_their_day() -> None:
    assert reason(judged(date(2027, 3, 31), view(agreed()))) is not Reason.NOT_PERMITTED
    assert reason(judged(FROM, view(agreed()))) is Reason.NOT_PERMITTED


def test_an_author_that_had_not_heard_of_a_consent_is_judged_by_the_old_terms() -> None:
    journals = agreed()
    journals.heard.pop()
    assert reason(judged(FROM, view(journals))) is not Reason.NOT_PERMITTED


def test_what_an_agreed_version_judges_waits_where_that_is_not_held() -> None:
    assert reason(judged(date(2027, 3, 31), view(agreed()), OLD)) is not Reason.NOT_PERMITTED
    with pytest.raises(ProfileNotHeld) as lacking:
        judged(FROM, view(agreed()), OLD)
    assert lacking.value.digest == NEW.digest


def test_what_nodes_tell_each_other_waits_for_no_version() -> None:
    verdict = judged(FROM, view(agreed()), OLD, kind="part.excused")
    assert reason(verdict) is not Reason.ANOTHER_PROFILE


def test_both_sides_agreed_on_the_last_version_however_far_off_its_day_is() -> None:
    assert agreed_profile(view(None), OLD) == OLD.digest
    assert agreed_profile(view(agreed()), OLD) == NEW.digest

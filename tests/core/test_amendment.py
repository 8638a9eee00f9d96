import random
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakehashi.core.agreement import Profile, load
from kakehashi.core.amendment import (
    Amended,
    NoSuccessor,
    amendments,
    consents,
    pinned,
    succeed,
)
from kakehashi.core.notices import KIND_FACTS
from kakehashi.core.notices.life import ConsentedProfile, Consenting, NewProfile
from tests.core.hearing import Journals, profile, profile_text

KH = profile("jp-kh-2019")
FROM = date(2027, 4, 1)
NEW, OTHER = "a" * 64, "b" * 64
JAPAN = ("moj", "mofa", "mhlw", "npa")


def proposed(journals: Journals, digest: str = NEW) -> str:
    stated = NewProfile(profile=digest)
    on = date(2026, 9, 1)
    return journals.issue("JP", "amendment.proposed", on, statement=stated, effective_on=FROM)


def consent(
    journals: Journals,
    party: str,
    to: str,
    *signatories: str,
    digest: str = NEW,
    from_on: date = FROM,
) -> str:
    on = date(2026, 12, 1)
    stated = ConsentedProfile(
        profile=digest,
        signatories=tuple(Consenting(signatory=name, consented_on=on) for name in signatories),
    )
    return journals.issue(
        party, "amendment.consented", on, answers=(to,), statement=stated, effective_on=from_on
    )


def test_it_changes_when_every_signatory_of_both_sides_consented() -> None:
    journals = Journals(KH.name)
    proposal = proposed(journals)
    consent(journals, "JP", proposal, *JAPAN)
    assert amendments(KH, journals.heard) == ()
    consent(journals, "KH", proposal, "molvt")
    assert amendments(KH, journals.heard) == (Amended(FROM, NEW, proposal),)


def test_signatories_may_consent_one_after_the_other() -> None:
    journals = Journals(KH.name)
    proposal = proposed(journals)
    consent(journals, "KH", proposal, "molvt")
    consent(journals, "JP", proposal, "moj", "mofa", "mhlw")
    assert amendments(KH, journals.heard) == ()
    consent(journals, "JP", proposal, "npa")
    assert len(amendments(KH, journals.heard)) == 1


@pytest.mark.parametrize(
    ("signatories", "digest", "from_on"),
    [
        (("moj", "mofa", "mhlw"), NEW, FROM),
        (("moj", "mofa", "mhlw", "molvt"), NEW, FROM),
        (JAPAN, OTHER, FROM),
        (JAPAN, NEW, date(2027, 4, 2)),
    ],
)
def test_a_consent_to_something_else_is_none(
    signatories: tuple[str, ...], digest: str, from_on: date
) -> None:
    journals = Journals(KH.name)
    proposal = proposed(journals)
    consent(journals, "KH", proposal, "molvt")
    consent(journals, "JP", proposal, *signatories, digest=digest, from_on=from_on)
    assert amendments(KH, journals.heard) == ()


def test_a_withdrawn_consent_is_none() -> None:
    journals = Journals(KH.name)
    proposal = proposed(journals)
    consent(journals, "JP", proposal, *JAPAN)
    given = consent(journals, "KH", proposal, "molvt")
    journals.issue("KH", "notice.withdrawn", date(2026, 12, 2), corrects=given)
    assert amendments(KH, journals.heard) == ()


@given(st.randoms(use_true_random=False))
def test_the_order_of_arrival_changes_nothing(chance: random.Random) -> None:
    journals = Journals(KH.name)
    for digest in (NEW, OTHER):
        proposal = proposed(journals, digest)
        consent(journals, "JP", proposal, *JAPAN, digest=digest)
        consent(journals, "KH", proposal, "molvt", digest=digest)
    expected = amendments(KH, journals.heard)
    assert [amended.profile for amended in expected] == [NEW, OTHER]
    chance.shuffle(journals.heard)
    assert amendments(KH, journals.heard) == expected


CHANGED = date(2027, 4, 1)


def later(*changes: tuple[str, str]) -> Profile:
    """The agreement with Cambodia as it is after some changes of its text."""
    text = profile_text(KH.name)
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return load(text, kinds=KIND_FACTS)


RULE = '[[rules]]\nname = "review"\nclause = "9"\n'
YEARLY = (
    RULE,
    '[[rules]]\nname = "letters"\nclause = "3"\nvalue = "not-required"\nfrom = 2027-04-01\n\n'
    + RULE,
)
LETTERS = (
    'name = "letters"\nclause = "3"\n',
    'name = "letters"\nclause = "3"\nuntil = 2027-04-01\n',
)


def test_a_version_takes_the_place_of_another_from_its_day() -> None:
    after = succeed(KH, later(LETTERS, YEARLY), from_on=CHANGED)
    assert after.on(date(2027, 3, 31)).needs_letter
    assert not after.on(CHANGED).needs_letter
    assert after.version(KH.digest) is KH
    assert after.version(after.digest) is after
    assert after.version("a" * 64) is None


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (('value = "required"\nnote.en', 'value = "not-required"\nnote.en'), "rules"),
        (('circle = ["moj", "mofa", "mhlw", "npa"]', 'circle = ["moj", "mofa"]'), "parties.JP"),
        (("on = 2019-03-25", "on = 2019-03-26"), "signed"),
        (('source = "agreed"', 'source = "memorandum"'), "duties"),
    ],
)
def test_a_version_that_would_change_the_past_is_none(change: tuple[str, str], place: str) -> None:
    with pytest.raises(NoSuccessor) as refused:
        succeed(KH, later(change), from_on=CHANGED)
    assert place in refused.value.places


def test_texts_for_people_may_be_mended_by_a_version() -> None:
    mended = later(('note.en = "Until both', 'note.en = "As long as both'))
    assert succeed(KH, mended, from_on=CHANGED).on(CHANGED).needs_letter


def test_the_pinned_profile_changes_only_when_everybody_consented() -> None:
    journals = Journals(KH.name)
    proposal = proposed(journals)
    consent(journals, "KH", proposal, "molvt")
    consent(journals, "JP", proposal, "moj", "mofa", "mhlw")
    assert pinned(KH, KH.digest, journals.heard) == KH.digest
    consent(journals, "JP", proposal, "npa")
    assert pinned(KH, KH.digest, journals.heard) == NEW
    assert pinned(KH, KH.digest, journals.heard, until=date(2027, 3, 31)) == KH.digest
    assert pinned(KH, KH.digest, journals.heard, until=FROM) == NEW


def test_of_every_proposal_is_said_who_consented_and_who_did_not_yet() -> None:
    journals = Journals(KH.name)
    proposal = proposed(journals)
    consent(journals, "KH", proposal, "molvt")
    consent(journals, "JP", proposal, "mofa", "moj")
    journals.issue("JP", "amendment.declined", date(2026, 12, 3), answers=(proposal,))
    (found,) = consents(KH, journals.heard)
    assert dict(found.signed) == {"JP": ("moj", "mofa"), "KH": ("molvt",)}
    assert dict(found.missing) == {"JP": ("mhlw", "npa"), "KH": ()}
    assert found.declined_by == ("JP",)
    assert not found.is_complete

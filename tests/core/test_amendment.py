import random
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakehashi.core.amendment import Amended, amendments
from kakehashi.core.notices.life import ConsentedProfile, Consenting, NewProfile
from tests.core.hearing import Journals, profile

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

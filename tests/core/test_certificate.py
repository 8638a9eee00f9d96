"""A certificate verifies offline; whatever was done to it, the verdict says what."""

import json
import zlib
from datetime import UTC, date, datetime, timedelta
from typing import Any

import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakehashi.core.certificate import (
    ADVICE,
    PREFIX,
    Claims,
    Keys,
    Lists,
    Outcome,
    Reason,
    Refused,
    Shown,
    Status,
    Unfit,
    certify,
    commitment,
    read,
    read_certified,
    read_list,
    read_published,
    seal,
    verify,
)
from kakehashi.core.certificate.base45 import NotBase45, decode, encode
from kakehashi.core.certificate.claims import FIELD_NUMBERS, MAX_BYTES
from kakehashi.core.certificate.cose import sign1
from kakehashi.core.certificate.status import LIST_TYPE, SLOTS
from kakehashi.core.notices.fields import CODES
from tests.core.vectors import published
from tests.core.vectors_certificate import (
    APRIL,
    CLAIMS,
    GOOD,
    ISSUER,
    KEYS,
    MARCH,
    MARCH_DATA,
    NOW,
    REFUSED,
    ROOT,
    STRANGER,
    key,
    list_of,
    status_lists,
    text_of,
)

LISTS = status_lists(list_of({}))


@pytest.mark.parametrize("case", published("certificate")["refused"], ids=lambda case: case["why"])
def test_what_was_done_to_a_certificate_is_the_reason(case: dict[str, str]) -> None:
    verdict = verify(case["text"], keys=KEYS, now=NOW, lists=LISTS)
    assert verdict.outcome is Outcome.REFUSED
    assert verdict.reasons[0] == case["reason"]


def test_every_way_of_refusing_is_published() -> None:
    assert {case["why"] for case in published("certificate")["refused"]} == set(REFUSED)


@pytest.mark.parametrize("case", published("certificate")["lists"], ids=lambda case: case["why"])
def test_a_published_list_says_what_is_published_of_it(case: dict[str, Any]) -> None:
    lists = status_lists(bytes.fromhex(case["token"]))
    verdict = verify(GOOD, keys=KEYS, now=NOW, lists=lists)
    assert (verdict.outcome, list(verdict.reasons)) == (case["outcome"], case["reasons"])


def test_a_good_certificate_is_valid_and_says_how_old_its_status_is() -> None:
    verdict = verify(f" {GOOD}\n", keys=KEYS, now=NOW, lists=LISTS)
    assert (verdict.outcome, verdict.reasons, verdict.claims) == (Outcome.VALID, (), CLAIMS)
    assert (verdict.status, verdict.status_at) == (
        Status.VALID,
        datetime(2026, 3, 2, 3, tzinfo=UTC),
    )
    assert verdict.commitment == commitment(MARCH_DATA)


def test_the_published_file_of_keys_verifies_it_under_the_root_on_paper() -> None:
    data = published("certificate")["published"].encode()
    keys = read_published(data, root=ROOT.public.thumbprint)
    assert keys.issuer == ISSUER
    assert verify(GOOD, keys=keys.keys, now=NOW, lists=LISTS).outcome is Outcome.VALID
    assert " ".join(keys.fingerprint) == published("certificate")["root"]["words"]


def test_a_file_of_keys_under_another_root_or_with_a_foreign_key_is_refused() -> None:
    data = published("certificate")["published"].encode()
    with pytest.raises(Refused, match="unknown-key"):
        read_published(data, root=STRANGER.public.thumbprint)
    said = json.loads(data)
    with pytest.raises(Refused, match="issuer"):
        read_published(data.replace(b'"party":"KH"', b'"party":"JP"'))
    said["root"]["x"], said["root"]["y"] = said["root"]["y"], said["root"]["x"]
    with pytest.raises(ValueError, match="curve"):
        read_published(json.dumps(said, separators=(",", ":"), sort_keys=True).encode())


def test_a_key_certified_by_a_stranger_is_none() -> None:
    token = certify(key(MARCH, 3), root=ROOT.public, sign=STRANGER.sign)
    with pytest.raises(Refused, match="signature"):
        read_certified(token, root=ROOT.public)
    token = certify(key(MARCH, 3), root=STRANGER.public, sign=STRANGER.sign)
    with pytest.raises(Refused, match="unknown-key"):
        read_certified(token, root=ROOT.public)


def test_a_key_revoked_anywhere_shows_nothing_any_more() -> None:
    for order in ((False, True), (True, False)):
        keys = Keys.of(key(MARCH, 3, revoked=revoked) for revoked in order)
        verdict = verify(GOOD, keys=keys, now=NOW, lists=LISTS)
        assert (verdict.outcome, verdict.reasons) == (Outcome.REFUSED, (Reason.KEY_REVOKED,))


def test_another_country_is_told_from_a_forgery() -> None:
    verdict = verify(GOOD, keys=KEYS, now=NOW, lists=LISTS, issuer="jp-tj-2024/TJ")
    assert verdict.reasons == (Reason.OTHER_AGREEMENT,)
    verdict = verify(GOOD, keys=Keys.of(()), now=NOW, issuer="jp-tj-2024/TJ")
    assert (verdict.reasons, verdict.claims) == ((Reason.OTHER_AGREEMENT,), None)


@pytest.mark.parametrize(
    ("at", "reasons"),
    [
        (datetime(2026, 3, 1, 16, 59, tzinfo=UTC), (Reason.NOT_YET, Reason.STATUS_AHEAD)),
        (datetime(2026, 3, 1, 17, tzinfo=UTC), (Reason.STATUS_AHEAD,)),
        (datetime(2026, 3, 2, 3, tzinfo=UTC), ()),
        (datetime(2026, 3, 3, 2, 59, tzinfo=UTC), ()),
        (datetime(2026, 3, 3, 3, tzinfo=UTC), (Reason.STATUS_OLD,)),
        (datetime(2026, 3, 16, 3, tzinfo=UTC), (Reason.STATUS_EXPIRED,)),
        (datetime(2026, 8, 31, 16, 59, 59, tzinfo=UTC), (Reason.STATUS_EXPIRED,)),
        (datetime(2026, 8, 31, 17, tzinfo=UTC), (Reason.EXPIRED, Reason.STATUS_EXPIRED)),
    ],
)
def test_days_are_those_of_the_issuers_zone(at: datetime, reasons: tuple[Reason, ...]) -> None:
    assert verify(GOOD, keys=KEYS, now=at, lists=LISTS).reasons == reasons


def test_what_was_revoked_stays_so_however_old_the_list() -> None:
    lists = status_lists(list_of({CLAIMS.status_index: Status.REVOKED}))
    verdict = verify(GOOD, keys=KEYS, now=NOW + timedelta(days=60), lists=lists)
    assert verdict.reasons == (Reason.REVOKED, Reason.STATUS_EXPIRED)
    assert verdict.outcome is Outcome.NOT_VALID


def test_the_newest_list_counts_in_whatever_order_they_come() -> None:
    older = list_of({}, at=NOW - timedelta(hours=3))
    newer = list_of({CLAIMS.status_index: Status.SUSPENDED}, at=NOW - timedelta(hours=1))
    for tokens in ((older, newer), (newer, older)):
        verdict = verify(GOOD, keys=KEYS, now=NOW, lists=status_lists(*tokens))
        assert verdict.reasons == (Reason.SUSPENDED,)


@pytest.mark.parametrize(
    ("token", "reason"),
    [
        (list_of({}, pair=STRANGER), Reason.UNKNOWN_KEY),
        (list_of({}, pair=APRIL), Reason.KEY_PERIOD),
        (MARCH_DATA, Reason.HEADER),
        (list_of({})[:-1], Reason.CUT),
        (list_of({})[:-1] + b"\0", Reason.SIGNATURE),
        (b"\0" * 140_000, Reason.OVERSIZED),
    ],
)
def test_a_forged_list_is_refused(token: bytes, reason: Reason) -> None:
    with pytest.raises(Refused) as refused:
        read_list(token, keys=KEYS)
    assert refused.value.reason is reason


def test_a_list_that_unpacks_without_end_is_refused() -> None:
    payload = cbor2.loads(cbor2.loads(list_of({})).value[2])
    payload[65533]["lst"] = zlib.compress(bytes(50_000_000), 9)
    token = sign1(
        cbor2.dumps(payload, canonical=True),
        kid=MARCH.public.kid,
        sign=MARCH.sign,
        typ=LIST_TYPE,
    )
    with pytest.raises(Refused, match="size of the list"):
        read_list(token, keys=KEYS)


def test_a_hundred_thousand_certificates_with_one_in_a_hundred_revoked_make_a_small_list() -> None:
    token = list_of({place * 131 % SLOTS: Status.REVOKED for place in range(1_000)})
    assert len(token) < 4_000


def test_the_announcement_tells_a_copy_from_another_under_its_number() -> None:
    said = commitment(MARCH_DATA)
    for announced, reasons in (
        ({CLAIMS.number: said}, ()),
        ({}, (Reason.NOT_ANNOUNCED,)),
        ({CLAIMS.number: "A" * 43}, (Reason.ANNOUNCED_OTHERWISE,)),
    ):
        verdict = verify(GOOD, keys=KEYS, now=NOW, lists=LISTS, announced=announced)
        assert verdict.reasons == reasons


@pytest.mark.parametrize(
    ("shown", "fits"),
    [
        (Shown(), True),
        (Shown("KH-0000123", date(1999, 4, 5), "N01234321"), True),
        (Shown(passport="n0123 4321"), True),
        (Shown(passport="N01234322"), False),
        (Shown(born_on=date(1999, 5, 4)), False),
        (Shown(number="KH-0000124"), False),
    ],
)
def test_a_certificate_shown_for_another_person_is_not_valid(shown: Shown, *, fits: bool) -> None:
    verdict = verify(GOOD, keys=KEYS, now=NOW, lists=LISTS, shown=shown)
    assert verdict.reasons == (() if fits else (Reason.OTHER_HOLDER,))


@pytest.mark.parametrize(
    "claims",
    [
        CLAIMS._replace(name="Sok Sreymom"),
        CLAIMS._replace(name="A" * 40),
        CLAIMS._replace(passport="123"),
        CLAIMS._replace(organization="認定一号"),
        CLAIMS._replace(valid_until_on=date(2026, 3, 1)),
        CLAIMS._replace(expires_at=CLAIMS.expires_at + 86_400),
        CLAIMS._replace(status_index=-1),
    ],
)
def test_claims_that_no_paper_can_carry_are_never_signed(claims: Claims) -> None:
    def sign(_data: bytes) -> bytes:
        raise AssertionError

    with pytest.raises(Unfit):
        seal(claims, key=MARCH.public, sign=sign)


def test_the_largest_certificate_fits_its_paper() -> None:
    largest = CLAIMS._replace(
        name="W" * 39,
        organization="K" * 20,
        number="KH-000000000001",
        status_list=300,
        status_index=SLOTS - 1,
    )
    assert len(seal(largest, key=MARCH.public, sign=MARCH.sign)) <= MAX_BYTES


def test_every_field_of_today_has_its_number() -> None:
    assert set(FIELD_NUMBERS) == set(CODES)
    assert sorted(FIELD_NUMBERS.values()) == list(range(1, len(FIELD_NUMBERS) + 1))


def test_every_reason_says_what_to_do_next() -> None:
    assert set(ADVICE) == set(Reason)


@given(
    st.builds(
        CLAIMS._replace,
        name=st.from_regex(r"[A-Z][A-Z '.,-]{0,38}", fullmatch=True),
        born_on=st.dates(date(1920, 1, 1), date(2010, 1, 1)),
        passport=st.from_regex(r"[0-9A-Z]{4}", fullmatch=True),
        organization=st.from_regex(r"[!-~]{1,20}", fullmatch=True),
        field=st.sampled_from([*FIELD_NUMBERS, "fruit-picking"]),
        status_index=st.integers(0, SLOTS - 1),
    )
)
def test_what_is_certified_reads_back_as_itself(claims: Claims) -> None:
    assert read(text_of(claims)).claims == claims


@given(st.binary(max_size=300))
def test_base45_reads_back_as_itself(data: bytes) -> None:
    assert decode(encode(data)) == data


@given(st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:", max_size=30))
def test_base45_has_one_form(text: str) -> None:
    try:
        data = decode(text)
    except NotBase45:
        return
    assert encode(data) == text


@given(st.sampled_from(["", PREFIX]), st.text(max_size=60))
def test_no_text_makes_the_verification_fall_over(prefix: str, text: str) -> None:
    verdict = verify(prefix + text, keys=KEYS, now=NOW, lists=LISTS)
    assert verdict.outcome is Outcome.REFUSED


@given(st.binary(max_size=120))
def test_no_bytes_make_the_verification_fall_over(data: bytes) -> None:
    for text in (
        encode(data),
        encode(b"\xd2\x84" + data),
        encode(b"\xd2\x84\x43\xa1\x01\x26" + data),
    ):
        assert verify(PREFIX + text, keys=KEYS, now=NOW).outcome is Outcome.REFUSED


@given(st.integers(0, len(MARCH_DATA) - 1), st.integers(1, 255))
def test_one_changed_byte_anywhere_is_seen(place: int, change: int) -> None:
    changed = bytearray(MARCH_DATA)
    changed[place] ^= change
    verdict = verify(PREFIX + encode(bytes(changed)), keys=KEYS, now=NOW, lists=LISTS)
    assert (verdict.outcome, verdict.claims) == (Outcome.REFUSED, None)


def test_without_any_list_it_is_genuine_and_unsure() -> None:
    verdict = verify(GOOD, keys=KEYS, now=NOW, lists=Lists())
    assert (verdict.outcome, verdict.reasons) == (Outcome.UNSURE, (Reason.NO_STATUS,))

"""Keys: what may be pinned, and what two people read to each other."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from kakehashi.core.keys import (
    Algorithm,
    PublicKey,
    Role,
    fingerprint,
    is_acceptable,
    public_key,
    thumbprint,
    words,
)
from kakehashi.core.text import b64url, unb64url

P = 2**255 - 19
SMALL_ORDER = [
    "0100000000000000000000000000000000000000000000000000000000000000",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0000000000000000000000000000000000000000000000000000000000000080",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
    "0100000000000000000000000000000000000000000000000000000000000080",
]
NON_CANONICAL = [(P + n).to_bytes(32, "little").hex() for n in (0, 1, 3, 18)]


@given(st.binary(min_size=32, max_size=32))
def test_every_honest_key_may_be_pinned(seed: bytes) -> None:
    signing = Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
    receiving = X25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
    assert public_key(Role.LOG, signing).is_acceptable()
    assert public_key(Role.RECEIVING, receiving).is_acceptable()


@pytest.mark.parametrize("key", SMALL_ORDER + NON_CANONICAL)
def test_small_order_and_non_canonical_keys_are_refused(key: str) -> None:
    assert not is_acceptable(bytes.fromhex(key))


@pytest.mark.parametrize("number", [0, 1, P - 1, P, P + 1, 2**255 - 1, 2**256 - 1])
def test_weak_receiving_keys_are_refused(number: int) -> None:
    assert not is_acceptable(number.to_bytes(32, "little"), Algorithm.X25519)


def test_about_half_of_all_bytes_are_no_point_and_refused() -> None:
    accepted = sum(is_acceptable(bytes([n]) + bytes(30) + b"\x01") for n in range(256))
    assert 80 < accepted < 176


def test_a_key_of_another_curve_than_its_role_is_refused() -> None:
    key = Ed25519PrivateKey.from_private_bytes(bytes(32)).public_key().public_bytes_raw()
    wrong = PublicKey(role=Role.RECEIVING, alg=Algorithm.ED25519, x=b64url(key))
    assert not wrong.is_acceptable()
    assert not PublicKey(role=Role.LOG, alg=Algorithm.ED25519, x="AAAA").is_acceptable()
    assert not PublicKey(role=Role.LOG, alg=Algorithm.ED25519, x="???").is_acceptable()


def test_the_thumbprint_is_that_of_rfc_8037() -> None:
    key = unb64url("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")
    assert thumbprint(key) == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"


def test_words_are_proquints_of_the_first_128_bits() -> None:
    spelled = words(bytes.fromhex("7f0000013f54dcc13f760dad76fd3ee1"))
    assert spelled[:4] == ("lusab", "babad", "gutih", "tugad")
    assert len(spelled) == len(set(map(len, spelled))) * 8


def test_another_key_or_another_journal_gives_other_words() -> None:
    keys = [public_key(Role.LOG, bytes(32)), public_key(Role.MIRROR, bytes(32))]
    here = fingerprint("a/x/JP/1", keys)
    assert here == fingerprint("a/x/JP/1", reversed(keys))
    assert here != fingerprint("a/x/JP/2", keys)
    assert here != fingerprint("a/x/JP/1", keys[:1])


@given(st.binary(max_size=40))
def test_base64url_has_one_form(data: bytes) -> None:
    text = b64url(data)
    assert unb64url(text) == data
    for other in (text + "=", text + "\n", " " + text):
        with pytest.raises(ValueError, match="base64url"):
            unb64url(other)


def test_base64url_with_spare_bits_is_refused() -> None:
    with pytest.raises(ValueError, match="one form"):
        unb64url("AB")

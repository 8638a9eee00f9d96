"""Published Ed25519 and JWS vectors, good and bad: what others refuse we refuse."""

import json
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import import_key

from kakehashi.core.envelope import Malformed, VerifyingKey, is_signed, key_of, read
from kakehashi.core.keys import is_acceptable
from kakehashi.core.note import is_signature
from kakehashi.core.text import unb64url

FOLDER = Path(__file__).parents[2].parent / "shared" / "data" / "vectors" / "wycheproof"
ABSENT = "published vectors absent: ../shared/data/vectors/wycheproof"
ED25519, JWS = FOLDER / "ed25519_test.json", FOLDER / "json_web_signature_test.json"
OURS = VerifyingKey.of(
    bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
)

ALL = [f"{family}{bits}" for family in ("HS", "RS", "PS", "ES") for bits in (256, 384, 512)]
NARROWER: Mapping[int, str] = {
    346: "signed as PS384 with a key that is for PS256 only",
    350: "signed as PS384 with a key that is for PS256 only",
    347: "the key is for ES521, an algorithm that no standard knows",
    351: "the key is for ES521, an algorithm that no standard knows",
    372: "a question mark in the header: a second form, which we refuse too",
    373: "a question mark in the payload: a second form, which we refuse too",
}
"""Published as valid and refused all the same, with the reason."""
LOST_ITS_PADDING = {367, 370}
"""Published as refused for a padding that is not in the text: it is the valid token 357's."""


def published(file: Path) -> list[Any]:
    absent = [pytest.param({}, {}, marks=pytest.mark.skip(reason=ABSENT))]
    groups = json.loads(file.read_text())["testGroups"] if file.exists() else []
    return [
        pytest.param(group, case, id=str(case["tcId"]))
        for group in groups
        for case in group["tests"]
    ] or absent


def text_of(case: dict[str, Any]) -> str:
    """Give a token as it would arrive; those in JSON form are published as objects."""
    token = case["jws"]
    return token if isinstance(token, str) else json.dumps(token)


def is_accepted(group: dict[str, Any], token: str) -> bool:
    """Ask the library, with the published key and every algorithm of RFC 7518."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            key = import_key(group.get("public") or group["private"])
            jws.deserialize_compact(token, key, algorithms=ALL)
    except (JoseError, ValueError):
        return False
    return True


@pytest.mark.parametrize(("group", "case"), published(ED25519))
def test_an_ed25519_signature_is_judged_as_published(
    group: dict[str, Any], case: dict[str, Any]
) -> None:
    raw, message, signature = (
        bytes.fromhex(text) for text in (group["publicKey"]["pk"], case["msg"], case["sig"])
    )
    wanted = case["result"] == "valid"
    assert is_acceptable(raw)
    assert is_signature(message, signature, raw) is wanted, "of checkpoints and cosignatures"
    key = VerifyingKey.of(raw).jwk.get_op_key("verify")
    assert isinstance(key, Ed25519PublicKey)
    if wanted:
        key.verify(signature, message)
    else:
        with pytest.raises(InvalidSignature):
            key.verify(signature, message)


@pytest.mark.parametrize(("group", "case"), published(JWS))
def test_a_jws_is_judged_as_published(group: dict[str, Any], case: dict[str, Any]) -> None:
    wanted = case["result"] == "valid" and case["tcId"] not in NARROWER
    wanted |= case["tcId"] in LOST_ITS_PADDING
    assert is_accepted(group, text_of(case)) is wanted, case["comment"]


@pytest.mark.parametrize(("group", "case"), published(JWS))
def test_no_published_jws_is_taken_for_an_envelope(
    group: dict[str, Any], case: dict[str, Any]
) -> None:
    token = text_of(case).encode()
    assert group
    assert not is_signed(token, OURS)
    for reader in (read, key_of):
        with pytest.raises(Malformed):
            reader(token)


@pytest.mark.skipif(not JWS.exists(), reason=ABSENT)
def test_the_two_refusals_that_lost_their_padding_are_refused_once_they_have_it() -> None:
    found = {case["tcId"]: (group, case["jws"]) for group, case in _all(JWS)}
    group, valid = found[357]
    for number in LOST_ITS_PADDING:
        assert found[number][1] == valid
    header, payload, signature = valid.split(".")
    assert is_accepted(group, valid)
    for part in (payload + "==", payload + "=", signature + "=", signature + "=="):
        with pytest.raises(ValueError, match="base64url"):
            unb64url(part)
    assert not is_accepted(group, f"{header}.{payload}.{signature}=")
    assert not is_accepted(group, f"{header}.{payload}==.{signature}")


@pytest.mark.skipif(not JWS.exists(), reason=ABSENT)
def test_the_second_forms_published_as_valid_are_none_of_ours() -> None:
    found = {case["tcId"]: case["jws"] for _, case in _all(JWS)}
    for number in (372, 373):
        with pytest.raises(ValueError, match="base64url"):
            [unb64url(segment) for segment in found[number].split(".")]


@pytest.mark.skipif(not FOLDER.is_dir(), reason=ABSENT)
@pytest.mark.parametrize(("file", "number"), [(ED25519, 151), (JWS, 401)])
def test_every_published_vector_is_tried(file: Path, number: int) -> None:
    assert len(_all(file)) == json.loads(file.read_text())["numberOfTests"] == number


def _all(file: Path) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    return [
        (group, case)
        for group in json.loads(file.read_text())["testGroups"]
        for case in group["tests"]
    ]

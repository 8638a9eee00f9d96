"""The published vectors are what this code makes, and say what it does."""

import json
from base64 import b64decode
from functools import cache
from typing import Any

import pytest

from kakehashi.core.answer import pack_answer, unpack_answer
from kakehashi.core.bundle import unbundle
from kakehashi.core.canonical import NotCanonical, decode, encode
from kakehashi.core.envelope import Malformed, VerifyingKey, is_signed, read
from kakehashi.core.ids import is_uuid7
from kakehashi.core.journal import leaf_hash, verify_inclusion
from kakehashi.core.keys import Algorithm, is_acceptable
from kakehashi.core.notices import Unknown
from kakehashi.core.notices import read as read_notice
from kakehashi.core.package import Unreadable, pack, unpack
from kakehashi.core.parts import PartRole, split_rows
from kakehashi.core.pull import read_pull
from kakehashi.core.text import unb64url
from tests.core.authors import NOON
from tests.core.vectors import FOLDER, made, published, written
from tests.core.vectors_envelope import journal
from tests.core.vectors_package import opened

NAMES = (
    "canonical",
    "ids",
    "keys",
    "parts",
    "envelope",
    "package",
    "pull",
    "bundle",
    "certificate",
    "report",
)


anew = cache(made)


@pytest.mark.parametrize("name", NAMES)
def test_the_published_file_is_what_this_code_makes(name: str) -> None:
    assert (FOLDER / f"{name}.json").read_text() == written(anew()[name])


def cases(name: str, *path: str) -> list[Any]:
    found: Any = published(name)
    for step in path:
        found = found[step]
    return [pytest.param(case, id=case.get("why") or case.get("name")) for case in found]


@pytest.mark.parametrize("case", cases("canonical", "canonical"))
def test_a_value_has_its_published_text(case: dict[str, Any]) -> None:
    data = bytes.fromhex(case["bytes"])
    assert (encode(case["value"]), data.decode()) == (data, case["text"])
    assert decode(data) == case["value"]


@pytest.mark.parametrize("case", cases("canonical", "refused"))
def test_a_text_published_as_second_form_is_refused(case: dict[str, str]) -> None:
    with pytest.raises(NotCanonical):
        decode(bytes.fromhex(case["bytes"]))


@pytest.mark.parametrize("case", cases("ids", "refused"))
def test_an_id_published_as_bad_is_none(case: dict[str, str]) -> None:
    assert not is_uuid7(case["id"])


@pytest.mark.parametrize("case", cases("keys", "refused"))
def test_a_key_published_as_weak_may_not_be_pinned(case: dict[str, str]) -> None:
    assert not is_acceptable(bytes.fromhex(case["raw"]), Algorithm(case["alg"]))


@pytest.mark.parametrize("case", cases("keys", "base64url", "refused"))
def test_a_text_published_as_no_base64url_is_refused(case: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="base64url"):
        unb64url(case["text"])


def test_the_published_row_is_proved() -> None:
    vectors = published("parts")["list"]
    proof = vectors["proof"]
    leaf = bytes.fromhex(vectors["rows"][proof["index"]]["leaf"])
    siblings = tuple(map(bytes.fromhex, proof["siblings"]))
    root = bytes.fromhex(vectors["commitment"])
    assert verify_inclusion(leaf, proof["index"], len(vectors["rows"]), siblings, root)


def test_the_published_tokens_read_and_are_signed() -> None:
    vectors = published("envelope")
    key = VerifyingKey.of(bytes.fromhex(vectors["key"]["public"]))
    assert key.thumbprint == vectors["key"]["kid"]
    for case in vectors["tokens"]:
        token = case["token"].encode()
        assert is_signed(token, key)
        assert read(token).kind == case["kind"]
        assert leaf_hash(token).hex() == case["leaf"]


@pytest.mark.parametrize("case", cases("envelope", "refused"))
def test_a_token_published_as_bad_is_malformed_where_it_says(case: dict[str, str]) -> None:
    with pytest.raises(Malformed, match=f"^{case['place']}: "):
        read(case["token"].encode())


@pytest.mark.parametrize("case", cases("envelope", "forged"))
def test_a_token_published_as_forged_reads_and_is_not_signed(case: dict[str, str]) -> None:
    key = VerifyingKey.of(bytes.fromhex(published("envelope")["key"]["public"]))
    token = case["token"].encode()
    assert read(token).seq == 0
    assert not is_signed(token, key)


def test_the_published_journal_says_what_its_kinds_may_say() -> None:
    author = journal()
    for index, token in enumerate(author.entries):
        envelope = read(token)
        given = {
            ref.role: author.parts[index, number].data for number, ref in enumerate(envelope.parts)
        }
        rows = given.pop(PartRole.ROWS, None)
        said = read_notice(
            envelope.kind,
            envelope.version,
            statement=envelope.statement,
            parts={str(role): data for role, data in given.items()},
            rows=None if rows is None else split_rows(rows),
        )
        assert not isinstance(said, Unknown), envelope.kind


@pytest.mark.parametrize("case", cases("package", "packages"))
def test_a_published_package_reads_back_as_itself(case: dict[str, Any]) -> None:
    plain = b64decode(case["plain"])
    assert pack(unpack(plain)) == plain


def test_the_published_sealed_package_opens_to_the_first() -> None:
    vectors = published("package")
    assert opened(vectors["sealed"]["jwe"]) == b64decode(vectors["packages"][0]["plain"])


def test_the_published_verdicts_are_of_every_sort() -> None:
    verdicts = {case.get("verdict") for case in published("package")["packages"]}
    assert verdicts == {"hold", "missing", "out of step", "damaged", "fork", None}


def test_the_published_bundle_and_answers_are_read() -> None:
    vectors = published("bundle")
    agreement, author, (package, answer) = unbundle(vectors["bundle"].encode())
    assert (agreement, author) == ("jp-kh-2019", "KH")
    assert package == published("package")["sealed"]["jwe"].encode()
    answers = [unpack_answer(text.encode()) for text in vectors["answers"]]
    assert answers[0] == answer
    assert [pack_answer(one).decode() for one in answers] == vectors["answers"]


@pytest.mark.parametrize("case", cases("bundle", "refused"))
def test_a_bundle_published_as_damaged_names_its_line(case: dict[str, Any]) -> None:
    with pytest.raises(Unreadable, match=f"^line {case['line']}: "):
        unbundle(case["bundle"].encode())


def test_the_published_request_is_read_within_the_hour() -> None:
    vectors = published("pull")
    key = VerifyingKey.of(bytes.fromhex(vectors["key"]["public"]))
    for now in (vectors["now"], vectors["now"] - 3600, vectors["now"] + 3600):
        asked = read_pull(vectors["token"].encode(), key=key, now=now)
        assert asked.origin == journal().origin
        assert asked.held.size == journal().size


@pytest.mark.parametrize("case", cases("pull", "refused"))
def test_a_request_published_as_bad_is_unreadable(case: dict[str, Any]) -> None:
    key = VerifyingKey.of(bytes.fromhex(published("pull")["key"]["public"]))
    with pytest.raises(Unreadable):
        read_pull(case["token"].encode(), key=key, now=case["now"])


def test_a_request_is_no_envelope_and_an_envelope_no_request() -> None:
    with pytest.raises(Malformed):
        read(published("pull")["token"].encode())
    envelopes = published("envelope")
    key = VerifyingKey.of(bytes.fromhex(envelopes["key"]["public"]))
    with pytest.raises(Unreadable):
        read_pull(envelopes["tokens"][0]["token"].encode(), key=key, now=NOON)


def test_every_published_file_is_json_and_says_what_it_is_about() -> None:
    for file in FOLDER.glob("*.json"):
        assert json.loads(file.read_text())["about"], file.name

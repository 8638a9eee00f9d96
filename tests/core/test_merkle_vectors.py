import json
from typing import Any

import pytest

from kakehashi.core.journal import verify_consistency, verify_inclusion
from kakehashi.core.note import Checkpoint, Cosigned, open_checkpoint, verify_cosignature
from tests.core.merkle_vectors import FOLDER, checkpoint, merkle, written


def published(name: str) -> dict[str, Any]:
    vectors: dict[str, Any] = json.loads((FOLDER / name).read_text())
    return vectors


def test_the_published_trees_are_what_this_code_makes() -> None:
    assert (FOLDER / "merkle.json").read_text() == written(merkle())


def test_the_published_checkpoints_are_what_this_code_makes() -> None:
    assert (FOLDER / "checkpoint.json").read_text() == written(checkpoint())


def test_the_published_proofs_verify() -> None:
    vectors = published("merkle.json")
    roots = {tree["size"]: bytes.fromhex(tree["root"]) for tree in vectors["trees"]}
    for case in vectors["inclusion"]:
        proof = tuple(map(bytes.fromhex, case["proof"]))
        leaf = bytes.fromhex(case["leaf"])
        assert verify_inclusion(leaf, case["index"], case["size"], proof, roots[case["size"]])
    for case in vectors["consistency"]:
        proof = tuple(map(bytes.fromhex, case["proof"]))
        old, new = case["old"], case["new"]
        assert verify_consistency(old, new, proof, roots[old], roots[new])


def test_the_published_note_opens_and_its_cosignature_verifies() -> None:
    vectors = published("checkpoint.json")
    stated, mirror = vectors["checkpoint"], vectors["mirror"]
    expected = Checkpoint(stated["origin"], stated["size"], bytes.fromhex(stated["root"]))
    note = vectors["cosigned"].encode()
    assert open_checkpoint(note, bytes.fromhex(vectors["author"]["public"])) == expected
    vouched = verify_cosignature(
        note, name=mirror["name"], public_key=bytes.fromhex(mirror["public"])
    )
    assert vouched == Cosigned(expected, vectors["cosignature"]["at"])


@pytest.mark.parametrize(
    "case", published("checkpoint.json")["refused"], ids=lambda case: case["why"]
)
def test_a_note_published_as_bad_is_refused(case: dict[str, str]) -> None:
    author = bytes.fromhex(published("checkpoint.json")["author"]["public"])
    assert open_checkpoint(case["note"].encode(), author) is None

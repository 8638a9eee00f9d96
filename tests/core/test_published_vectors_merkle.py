"""Published RFC 6962 proofs, good and bad: what others accept we accept, and nothing else."""

import json
from base64 import b64decode
from pathlib import Path
from typing import Any

import pytest

from kakehashi.core.journal import verify_consistency, verify_inclusion

FOLDER = Path(__file__).parents[2].parent / "shared" / "data" / "vectors" / "merkle"
ABSENT = "published vectors absent: ../shared/data/vectors/merkle"


def published(kind: str) -> list[Any]:
    files = sorted((FOLDER / kind).rglob("*.json"))
    absent = [pytest.param(None, marks=pytest.mark.skip(reason=ABSENT))]
    return [
        pytest.param(file, id=str(file.relative_to(FOLDER).with_suffix(""))) for file in files
    ] or absent


def proof(vector: dict[str, Any]) -> tuple[bytes, ...]:
    return tuple(map(b64decode, vector["proof"] or ()))


@pytest.mark.parametrize("file", published("inclusion"))
def test_an_inclusion_proof_is_judged_as_published(file: Path) -> None:
    vector = json.loads(file.read_text())
    verdict = verify_inclusion(
        b64decode(vector["leafHash"]),
        vector["leafIdx"],
        vector["treeSize"],
        proof(vector),
        b64decode(vector["root"]),
    )
    assert verdict is not vector["wantErr"], vector["desc"]


@pytest.mark.parametrize("file", published("consistency"))
def test_a_consistency_proof_is_judged_as_published(file: Path) -> None:
    vector = json.loads(file.read_text())
    verdict = verify_consistency(
        vector["size1"],
        vector["size2"],
        proof(vector),
        b64decode(vector["root1"]),
        b64decode(vector["root2"]),
    )
    assert verdict is not vector["wantErr"], vector["desc"]


@pytest.mark.skipif(not FOLDER.is_dir(), reason=ABSENT)
def test_every_published_vector_is_tried_and_some_are_good() -> None:
    wanted = [json.loads(file.read_text())["wantErr"] for file in FOLDER.rglob("*.json")]
    assert len(wanted) == len(published("inclusion")) + len(published("consistency"))
    assert {True, False} == set(wanted)

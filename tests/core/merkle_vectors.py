"""Make docs/vectors/merkle.json and docs/vectors/checkpoint.json.

Run `python -m tests.core.merkle_vectors` from the repository's root to write them again.
"""

import json
from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kakehashi.core.journal import (
    Tree,
    consistency_proof,
    inclusion_proof,
    known_hashes,
    leaf_hash,
    node_hash,
    tree_at,
)
from kakehashi.core.note import (
    COSIGNATURE,
    ED25519,
    Checkpoint,
    cosign,
    key_id,
    sign_checkpoint,
    verifier_key,
    with_cosignature,
)
from kakehashi.core.tiles import ENTRIES, entry_bundle, tile_bytes, tile_path, tiles_for

FOLDER = Path(__file__).parents[2] / "docs" / "vectors"

SHORT = [bytes.fromhex(data) for data in ("", "00", "10", "2021", "3031", "40414243")]
LONG = [f"entry {number}".encode() for number in range(70_000)]
SIZES = (0, 1, 2, 3, 7, 8, 255, 256, 257, 65_536, 70_000)


def merkle() -> dict[str, Any]:
    """Trees over the entries `entry 0`, `entry 1`, …; hashes in hex."""
    known = known_hashes([leaf_hash(entry) for entry in LONG])
    return {
        "about": "RFC 6962 trees over the ASCII entries 'entry 0' to 'entry 69999'; hashes in hex, "
        "proofs lowest sibling first",
        "leaves": [{"data": data.hex(), "hash": leaf_hash(data).hex()} for data in SHORT],
        "node": {
            "left": leaf_hash(SHORT[0]).hex(),
            "right": leaf_hash(SHORT[1]).hex(),
            "hash": node_hash(leaf_hash(SHORT[0]), leaf_hash(SHORT[1])).hex(),
        },
        "trees": [
            {
                "size": size,
                "frontier": [subtree.hex() for subtree in tree_at(size, known).frontier],
                "root": tree_at(size, known).root().hex(),
            }
            for size in SIZES
        ],
        "inclusion": [
            {
                "index": index,
                "size": size,
                "leaf": leaf_hash(LONG[index]).hex(),
                "proof": [sibling.hex() for sibling in inclusion_proof(index, size, known)],
            }
            for index, size in (
                (0, 1),
                (0, 8),
                (5, 7),
                (6, 7),
                (255, 257),
                (256, 257),
                (4711, 70_000),
            )
        ],
        "consistency": [
            {
                "old": old,
                "new": new,
                "proof": [subtree.hex() for subtree in consistency_proof(old, new, known)],
            }
            for old, new in (
                (1, 1),
                (1, 8),
                (3, 7),
                (7, 8),
                (255, 257),
                (256, 257),
                (65_536, 70_000),
            )
        ],
        "tiles": [
            {
                "path": tile.path,
                "sha256": sha256(tile_bytes(tile, known)).hexdigest(),
            }
            for tile in (*tiles_for(0, 257), *tiles_for(69_888, 70_000))
        ],
        "bundle": {
            "entries": [data.hex() for data in SHORT],
            "path": tile_path(ENTRIES, 1_234_067, len(SHORT)),
            "bytes": entry_bundle(SHORT).hex(),
        },
    }


def checkpoint() -> dict[str, Any]:
    """One journal's checkpoint, signed and cosigned with fixed keys; texts as they stand."""
    author = Ed25519PrivateKey.from_private_bytes(bytes([1]) * 32)
    mirror = Ed25519PrivateKey.from_private_bytes(bytes([2]) * 32)
    log_key, mirror_key = (k.public_key().public_bytes_raw() for k in (author, mirror))
    name, at = "phnompenh.example/jp-kh-2019/KH/mirror", 1_790_000_000
    stated = Checkpoint(
        "tokyo.example/jp-kh-2019/JP/1", 257, Tree().append(map(leaf_hash, LONG[:257])).root()
    )
    note = sign_checkpoint(stated, author.sign, log_key)
    line = cosign(stated, name=name, public_key=mirror_key, signer=mirror.sign, at=at)
    return {
        "about": "C2SP signed-note, tlog-checkpoint and tlog-cosignature (cosignature/v1); the "
        "seeds are Ed25519 private keys for tests only",
        "author": _key(stated.origin, ED25519, bytes([1]) * 32, log_key),
        "mirror": _key(name, COSIGNATURE, bytes([2]) * 32, mirror_key),
        "checkpoint": {
            "origin": stated.origin,
            "size": stated.size,
            "root": stated.root.hex(),
            "body": stated.body().decode(),
        },
        "note": note.decode(),
        "cosignature": {
            "at": at,
            "message": f"cosignature/v1\ntime {at}\n{stated.body().decode()}",
            "line": line.decode(),
        },
        "cosigned": with_cosignature(note, line).decode(),
        "refused": [
            {"why": why, "text": text, "note": _signed(author, stated.origin, text.encode())}
            for why, text in _refused(stated).items()
        ],
    }


def _key(name: str, alg: int, seed: bytes, public: bytes) -> dict[str, Any]:
    return {
        "name": name,
        "algorithm": alg,
        "seed": seed.hex(),
        "public": public.hex(),
        "key_id": key_id(name, alg, public).hex(),
        "verifier_key": verifier_key(name, alg, public),
    }


def _refused(stated: Checkpoint) -> dict[str, str]:
    """Texts that bear a good signature and are no checkpoint all the same."""
    root = b64encode(stated.root).decode()
    return {
        "the size has a leading zero": f"{stated.origin}\n0257\n{root}\n",
        "the size is signed": f"{stated.origin}\n+257\n{root}\n",
        "the size is over 2**63 - 1": f"{stated.origin}\n{2**63}\n{root}\n",
        "the root is not padded": f"{stated.origin}\n257\n{root.rstrip('=')}\n",
        "the root is 31 bytes": f"{stated.origin}\n257\n{b64encode(stated.root[:31]).decode()}\n",
        "an extension line": f"{stated.origin}\n257\n{root}\nextension\n",
        "two lines": f"{stated.origin}\n257\n",
        "a carriage return": f"{stated.origin}\n257\r\n{root}\n",
    }


def _signed(author: Ed25519PrivateKey, origin: str, text: bytes) -> str:
    identity = key_id(origin, ED25519, author.public_key().public_bytes_raw())
    encoded = b64encode(identity + author.sign(text)).decode()
    return text.decode() + f"\n— {origin} {encoded}\n"


def written(vectors: dict[str, Any]) -> str:
    """Give the file's text."""
    return json.dumps(vectors, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / "merkle.json").write_text(written(merkle()))
    (FOLDER / "checkpoint.json").write_text(written(checkpoint()))

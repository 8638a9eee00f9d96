"""Go's golang.org/x/mod/sumdb/{note,tlog} read what this project writes."""

import os
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kakehashi.core.journal import Hashes, known_hashes, leaf_hash, tree_at
from kakehashi.core.note import (
    COSIGNATURE,
    ED25519,
    Checkpoint,
    cosign,
    sign_checkpoint,
    verifier_key,
    with_cosignature,
)
from kakehashi.core.tiles import ENTRIES, Tile, entry_bundle, tile_bytes, tiles_for

SOURCES = Path(os.environ.get("GOPATH", "/usr/share/gocode"))  # Debian: golang-golang-x-mod-dev
COMPLETE = shutil.which("go") and (SOURCES / "src/golang.org/x/mod/sumdb/tlog").is_dir()
pytestmark = pytest.mark.skipif(not COMPLETE, reason="component missing: go")

ORIGIN = "tokyo.example/jp-kh-2019/JP/1"
MIRROR_NAME = "phnompenh.example/jp-kh-2019/KH/mirror"
AUTHOR = Ed25519PrivateKey.from_private_bytes(b"\x01" * 32)
MIRROR = Ed25519PrivateKey.from_private_bytes(b"\x02" * 32)
LOG_KEY = AUTHOR.public_key().public_bytes_raw()
MIRROR_KEY = MIRROR.public_key().public_bytes_raw()
AT = 1_790_000_000

Reader = Callable[[Path], subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """Compile reader.go from the sources on this machine, without network or modules."""
    program = tmp_path_factory.mktemp("go") / "reader"
    settings = {
        "GO111MODULE": "off",
        "GOFLAGS": "",
        "GOPROXY": "off",
        "GOPATH": str(SOURCES),
        "GOCACHE": str(Path(__file__).parents[2] / ".cache" / "go"),
    }
    source = Path(__file__).with_name("reader.go")
    subprocess.run(
        ["go", "build", "-o", program, source], check=True, env={**os.environ, **settings}
    )

    def run(folder: Path) -> subprocess.CompletedProcess[str]:
        keys = (
            f"-author={verifier_key(ORIGIN, ED25519, LOG_KEY)}",
            f"-mirror={verifier_key(MIRROR_NAME, COSIGNATURE, MIRROR_KEY)}",
        )
        return subprocess.run(
            [program, f"-folder={folder}", *keys], capture_output=True, text=True, check=False
        )

    return run


def entries_of(size: int) -> list[bytes]:
    """Entries of every sort of length, the shortest and the longest among them."""
    entries = [f"entry {number} ".encode() * (number % 9) for number in range(size)]
    entries[size // 2] = b"\xa5" * 65_535
    return entries


def cosigned(size: int, hashes: Hashes) -> bytes:
    checkpoint = Checkpoint(ORIGIN, size, tree_at(size, hashes).root())
    note = sign_checkpoint(checkpoint, AUTHOR.sign, LOG_KEY)
    line = cosign(checkpoint, name=MIRROR_NAME, public_key=MIRROR_KEY, signer=MIRROR.sign, at=AT)
    return with_cosignature(note, line)


def publish(folder: Path, entries: Sequence[bytes], *, earlier: int) -> None:
    """Write a journal as static files, as it stood at `earlier` entries and as it stands now."""
    hashes = known_hashes([leaf_hash(entry) for entry in entries])
    for old, new in ((0, earlier), (earlier, len(entries))):
        for tile in tiles_for(old, new):
            write(folder / tile.path, tile_bytes(tile, hashes))
            if tile.level == 0:
                first = tile.index * 256
                bundle = entry_bundle(entries[first : first + tile.width])
                write(folder / Tile(ENTRIES, tile.index, tile.width).path, bundle)
    (folder / "earlier").write_bytes(cosigned(earlier, hashes))
    (folder / "checkpoint").write_bytes(cosigned(len(entries), hashes))


def write(file: Path, data: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)


@pytest.mark.parametrize("size", [1, 2, 255, 256, 257, 511, 512, 65_536, 70_000])
def test_a_published_journal_is_verified_to_its_last_entry(
    tmp_path: Path, reader: Reader, size: int
) -> None:
    earlier = max(1, size * 2 // 3)
    publish(tmp_path, entries_of(size), earlier=earlier)
    read = reader(tmp_path)
    assert read.stderr == ""
    lines = read.stdout.splitlines()
    assert lines[:4] == [
        f"OK signed {ORIGIN} {size}",
        f"OK cosigned {MIRROR_NAME} {AT}",
        f"OK signed {ORIGIN} {earlier}",
        f"OK cosigned {MIRROR_NAME} {AT}",
    ]
    assert lines[4].startswith("OK root ")
    assert lines[5:] == [f"OK entries {size}", f"OK consistent {earlier} {size}"]


@pytest.mark.parametrize(
    "file",
    [
        "checkpoint",
        "earlier",
        "tile/0/000",
        "tile/0/001.p/44",
        "tile/1/000.p/1",
        "tile/entries/000",
        "tile/entries/001.p/44",
    ],
)
def test_one_flipped_bit_in_any_file_is_refused(tmp_path: Path, reader: Reader, file: str) -> None:
    publish(tmp_path, entries_of(300), earlier=200)
    data = bytearray((tmp_path / file).read_bytes())
    data[len(data) // 2] ^= 1
    (tmp_path / file).write_bytes(data)
    read = reader(tmp_path)
    assert read.returncode == 1
    assert read.stderr.startswith("REFUSED")


def test_an_earlier_checkpoint_of_another_past_is_refused(tmp_path: Path, reader: Reader) -> None:
    publish(tmp_path, entries_of(300), earlier=200)
    rewritten = known_hashes([leaf_hash(b"rewritten"), *map(leaf_hash, entries_of(300)[1:])])
    (tmp_path / "earlier").write_bytes(cosigned(200, rewritten))
    read = reader(tmp_path)
    assert read.returncode == 1
    assert "OK entries 300" in read.stdout
    assert read.stderr.startswith("REFUSED")

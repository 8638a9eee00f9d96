"""Parts: salted commitments, and lists whose rows can be proved one by one."""

import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakehashi.core.journal import (
    Tree,
    inclusion_proof,
    known_hashes,
    leaf_hash,
    verify_inclusion,
)
from kakehashi.core.notices.payload import Classification
from kakehashi.core.parts import (
    MAX_ATTACHMENT_BYTES,
    MAX_PART_BYTES,
    MAX_ROWS,
    PartRef,
    PartRole,
    commit,
    fits,
    list_root,
    make_part,
    may_be_stored,
    row_leaves,
    row_salt,
    split_rows,
)

PUBLIC = Classification.PUBLIC
salts = st.binary(min_size=32, max_size=32)
rows_of = st.lists(st.binary(max_size=20).map(lambda row: row.replace(b"\n", b"")), max_size=40)


def listed(rows: list[bytes]) -> bytes:
    return b"".join(row + b"\n" for row in rows)


@given(salts, st.binary(max_size=200))
def test_a_commitment_is_sha_256_of_label_salt_and_content(salt: bytes, data: bytes) -> None:
    part = make_part(PartRole.PUBLIC, PUBLIC, data, salt)
    assert part.ref.commitment == commit(salt, data)
    assert commit(salt, data) == hashlib.sha256(b"kakehashi/part/1\x00" + salt + data).digest()
    assert part.blob == salt + data
    assert (part.ref.length, part.ref.blob_length) == (len(data), 32 + len(data))
    assert fits(part.ref, part.blob)


@given(salts, st.binary(min_size=1, max_size=80), st.integers(0, 2**20))
def test_one_flipped_bit_in_salt_or_content_does_not_fit(
    salt: bytes, data: bytes, place: int
) -> None:
    for role, content in ((PartRole.PUBLIC, data), (PartRole.ROWS, data + b"\n")):
        part = make_part(role, PUBLIC, content, salt)
        blob = bytearray(part.blob)
        bit = place % (len(blob) * 8)
        blob[bit // 8] ^= 1 << bit % 8
        assert not fits(part.ref, bytes(blob))


@given(salts, st.binary(max_size=40))
def test_a_longer_or_shorter_blob_does_not_fit(salt: bytes, data: bytes) -> None:
    part = make_part(PartRole.PUBLIC, PUBLIC, data, salt)
    for blob in (part.blob + b"\0", part.blob[:-1], b"", salt[:31]):
        assert not fits(part.ref, blob)


@given(salts, rows_of)
def test_every_row_of_a_list_is_proved_without_the_list(salt: bytes, rows: list[bytes]) -> None:
    part = make_part(PartRole.ROWS, PUBLIC, listed(rows), salt)
    assert part.ref.rows == len(rows)
    leaves = tuple(row_leaves(salt, rows))
    hashes = known_hashes(leaves)
    for index, row in enumerate(rows):
        own = hmac.digest(salt, b"kakehashi/row/1\x00" + index.to_bytes(8), "sha256")
        assert row_salt(salt, index) == own
        leaf = leaf_hash(b"kakehashi/row/1\x00" + own + row)
        proof = inclusion_proof(index, len(rows), hashes)
        assert verify_inclusion(leaf, index, len(rows), proof, part.ref.commitment)


@given(salts, st.integers(0, 3000))
def test_a_list_made_in_slices_has_the_root_of_all_its_rows(salt: bytes, number: int) -> None:
    rows = [b"%d" % index for index in range(number)]
    assert list_root(salt, listed(rows)) == Tree().append(tuple(row_leaves(salt, rows))).root()


@given(rows_of)
def test_rows_are_cut_at_line_feeds_and_the_last_one_ends(rows: list[bytes]) -> None:
    assert split_rows(listed(rows)) == tuple(rows)
    with pytest.raises(ValueError, match="line feed"):
        split_rows(listed(rows) + b"x")


def test_another_number_of_rows_than_stated_does_not_fit() -> None:
    part = make_part(PartRole.ROWS, PUBLIC, b"1\n2\n", bytes(32))
    for rows in (0, 1, 3, 2**53 - 1):
        false = PartRef(PartRole.ROWS, PUBLIC, 4, part.ref.commitment, rows)
        assert not fits(false, part.blob)


def test_a_list_of_more_rows_than_a_node_should_hash_is_refused() -> None:
    data = b"\n" * (MAX_ROWS + 1)
    with pytest.raises(ValueError, match="rows"):
        make_part(PartRole.ROWS, PUBLIC, data, bytes(32))
    claimed = PartRef(PartRole.ROWS, PUBLIC, len(data), bytes(32), MAX_ROWS + 1)
    assert not fits(claimed, bytes(32) + data)


def test_a_salt_has_32_bytes() -> None:
    with pytest.raises(ValueError, match="salt"):
        make_part(PartRole.PUBLIC, PUBLIC, b"", bytes(31))


@pytest.mark.parametrize(
    ("role", "length", "rows", "may"),
    [
        (PartRole.PUBLIC, MAX_PART_BYTES, None, True),
        (PartRole.PUBLIC, MAX_PART_BYTES + 1, None, False),
        (PartRole.ROWS, MAX_PART_BYTES, MAX_ROWS, True),
        (PartRole.ROWS, MAX_PART_BYTES, MAX_ROWS + 1, False),
        (PartRole.ATTACHMENT, MAX_ATTACHMENT_BYTES, None, True),
        (PartRole.ATTACHMENT, MAX_ATTACHMENT_BYTES + 1, None, False),
    ],
)
def test_parts_keep_their_bounds(
    role: PartRole, length: int, rows: int | None, *, may: bool
) -> None:
    assert may_be_stored(PartRef(role, PUBLIC, length, bytes(32), rows)) is may


def test_only_attachments_may_follow_later() -> None:
    late = [r for r in PartRole if not PartRef(r, PUBLIC, 0, bytes(32)).delays_holding]
    assert late == [PartRole.ATTACHMENT]

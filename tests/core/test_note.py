import base64
from dataclasses import dataclass

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from kakehashi.core.journal import EMPTY_ROOT, leaf_hash
from kakehashi.core.note import (
    COSIGNATURE,
    ED25519,
    Checkpoint,
    Cosigned,
    MalformedNote,
    SignatureLine,
    cosign,
    is_key_name,
    key_id,
    open_checkpoint,
    read_checkpoint,
    read_note,
    sign_checkpoint,
    verifier_key,
    verify_cosignature,
    with_cosignature,
)


@dataclass(frozen=True)
class Pair:
    private: Ed25519PrivateKey

    @property
    def public(self) -> bytes:
        return self.private.public_key().public_bytes_raw()


AUTHOR = Pair(Ed25519PrivateKey.from_private_bytes(b"\x01" * 32))
MIRROR = Pair(Ed25519PrivateKey.from_private_bytes(b"\x02" * 32))
STRANGER = Pair(Ed25519PrivateKey.from_private_bytes(b"\x03" * 32))
ORIGIN = "tokyo.example/jp-kh-2019/JP/1"
MIRROR_NAME = "phnompenh.example/jp-kh-2019/KH/mirror"
AT = 1_790_000_000
CHECKPOINT = Checkpoint(ORIGIN, 1, leaf_hash(b"journal.opened"))
NOTE = sign_checkpoint(CHECKPOINT, AUTHOR.private.sign, AUTHOR.public)
LINE = cosign(
    CHECKPOINT, name=MIRROR_NAME, public_key=MIRROR.public, signer=MIRROR.private.sign, at=AT
)
COSIGNED = with_cosignature(NOTE, LINE)
ORIGINS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=40).filter(is_key_name)


def signed(text: bytes, *, origin: str = ORIGIN) -> bytes:
    """Sign any text as the author would sign a checkpoint."""
    identity = key_id(origin, ED25519, AUTHOR.public)
    return text + b"\n" + SignatureLine(origin, identity, AUTHOR.private.sign(text)).line()


def flip(data: bytes, bit: int) -> bytes:
    at, shift = divmod(bit % (len(data) * 8), 8)
    return data[:at] + bytes([data[at] ^ 1 << shift]) + data[at + 1 :]


@given(ORIGINS, st.integers(0, 2**63 - 1), st.binary(min_size=32, max_size=32))
def test_a_signed_checkpoint_opens_with_its_authors_key_alone(
    origin: str, size: int, root: bytes
) -> None:
    checkpoint = Checkpoint(origin, size, root)
    note = sign_checkpoint(checkpoint, AUTHOR.private.sign, AUTHOR.public)
    assert open_checkpoint(note, AUTHOR.public) == checkpoint
    assert open_checkpoint(note, STRANGER.public) is None
    assert read_checkpoint(checkpoint.body()) == checkpoint


def test_a_checkpoint_is_three_lines_a_blank_one_and_a_signature() -> None:
    lines = sign_checkpoint(
        Checkpoint(ORIGIN, 0, EMPTY_ROOT), AUTHOR.private.sign, AUTHOR.public
    ).split(b"\n")
    assert lines[:4] == [
        ORIGIN.encode(),
        b"0",
        b"47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
        b"",
    ]
    assert lines[4].startswith(f"— {ORIGIN} ".encode())
    assert lines[5:] == [b""]


@given(st.integers(0, len(NOTE) * 8 - 1))
def test_one_flipped_bit_closes_a_note(bit: int) -> None:
    assert open_checkpoint(flip(NOTE, bit), AUTHOR.public) is None


@given(st.integers(0, len(LINE) * 8 - 1))
def test_one_flipped_bit_voids_a_cosignature(bit: int) -> None:
    note = NOTE + flip(LINE, bit)
    assert verify_cosignature(note, name=MIRROR_NAME, public_key=MIRROR.public) is None


@given(st.integers(1, len(NOTE)))
def test_a_note_cut_short_is_closed(cut: int) -> None:
    assert open_checkpoint(NOTE[:-cut], AUTHOR.public) is None


@given(st.binary(max_size=300))
def test_rubbish_is_refused_without_an_error(rubbish: bytes) -> None:
    for note in (rubbish, NOTE + rubbish, CHECKPOINT.body() + b"\n" + rubbish):
        opened = open_checkpoint(note, AUTHOR.public)
        assert opened is None or (opened == CHECKPOINT and note == NOTE)


def test_a_cosignature_says_who_vouched_and_when() -> None:
    vouched = verify_cosignature(COSIGNED, name=MIRROR_NAME, public_key=MIRROR.public)
    assert vouched == Cosigned(CHECKPOINT, AT)
    assert open_checkpoint(COSIGNED, AUTHOR.public) == CHECKPOINT


@pytest.mark.parametrize("at", [0, 1, 2**63 - 1])
def test_a_cosignature_carries_every_time_there_is(at: int) -> None:
    line = cosign(CHECKPOINT, name="w", public_key=MIRROR.public, signer=MIRROR.private.sign, at=at)
    note = with_cosignature(NOTE, line)
    assert verify_cosignature(note, name="w", public_key=MIRROR.public) == Cosigned(CHECKPOINT, at)


def test_a_cosignature_by_another_name_or_key_is_not_the_mirrors() -> None:
    assert verify_cosignature(COSIGNED, name=ORIGIN, public_key=MIRROR.public) is None
    assert verify_cosignature(COSIGNED, name=MIRROR_NAME, public_key=AUTHOR.public) is None
    assert verify_cosignature(NOTE, name=MIRROR_NAME, public_key=MIRROR.public) is None


def test_a_cosignature_of_one_checkpoint_does_not_vouch_for_another() -> None:
    other = sign_checkpoint(
        Checkpoint(ORIGIN, 2, CHECKPOINT.root), AUTHOR.private.sign, AUTHOR.public
    )
    moved = with_cosignature(other, LINE)
    assert open_checkpoint(moved, AUTHOR.public) is not None
    assert verify_cosignature(moved, name=MIRROR_NAME, public_key=MIRROR.public) is None


def test_a_plain_signature_is_no_cosignature_and_a_cosignature_no_plain_one() -> None:
    plain = SignatureLine(
        MIRROR_NAME,
        key_id(MIRROR_NAME, COSIGNATURE, MIRROR.public),
        MIRROR.private.sign(CHECKPOINT.body()),
    ).line()
    note = with_cosignature(NOTE, plain)
    assert verify_cosignature(note, name=MIRROR_NAME, public_key=MIRROR.public) is None
    timed = cosign(
        CHECKPOINT, name=ORIGIN, public_key=AUTHOR.public, signer=AUTHOR.private.sign, at=AT
    )
    assert open_checkpoint(CHECKPOINT.body() + b"\n" + timed, AUTHOR.public) is None


def test_a_later_cosignature_takes_the_place_of_an_earlier_one() -> None:
    later = cosign(
        CHECKPOINT,
        name=MIRROR_NAME,
        public_key=MIRROR.public,
        signer=MIRROR.private.sign,
        at=AT + 1,
    )
    note = with_cosignature(COSIGNED, later)
    assert note == NOTE + later
    assert with_cosignature(note, later) == note


def test_no_cosigner_takes_the_authors_place() -> None:
    with pytest.raises(MalformedNote, match="author's name"):
        with_cosignature(NOTE, NOTE.partition(b"\n\n")[2])


def test_two_signatures_by_one_key_are_ambiguous_and_refused() -> None:
    again = NOTE.partition(b"\n\n")[2]
    assert open_checkpoint(NOTE + again, AUTHOR.public) is None
    twice = NOTE + LINE + LINE
    assert verify_cosignature(twice, name=MIRROR_NAME, public_key=MIRROR.public) is None


def test_signatures_by_unknown_keys_are_ignored() -> None:
    unknown = b"".join(
        SignatureLine(f"witness.example/{number}", bytes(4), bytes(number + 1)).line()
        for number in range(99)
    )
    assert open_checkpoint(NOTE + unknown, AUTHOR.public) == CHECKPOINT
    body, _, line = NOTE.partition(b"\n\n")
    same_name = SignatureLine(ORIGIN, b"else", bytes(64)).line()
    first = body + b"\n\n" + same_name + line
    assert open_checkpoint(first, AUTHOR.public) == CHECKPOINT


def test_more_than_a_hundred_signatures_are_refused() -> None:
    unknown = SignatureLine("w", bytes(4), b"?").line()
    with pytest.raises(MalformedNote, match="100 signatures"):
        read_note(NOTE + unknown * 100)
    with pytest.raises(MalformedNote, match="100 signatures"):
        with_cosignature(NOTE + unknown * 99, LINE)


def test_a_note_over_a_million_bytes_is_refused() -> None:
    body, _, _ = NOTE.partition(b"\n\n")
    room = 1_000_000 - len(body) - len("\n\n— w \n".encode())
    longest = SignatureLine("w", bytes(4), bytes(room // 4 * 3 - 4)).line()
    read_note(body + b"\n\n" + longest)
    with pytest.raises(MalformedNote, match="1,000,000"):
        read_note(body + b"\n\n" + longest + b"x" * 4)


ROOT = base64.b64encode(CHECKPOINT.root)
START = ORIGIN.encode() + b"\n"


@pytest.mark.parametrize(
    "text",
    [
        START + b"01\n" + ROOT + b"\n",
        START + b"00\n" + ROOT + b"\n",
        START + b"+1\n" + ROOT + b"\n",
        START + b"-1\n" + ROOT + b"\n",
        START + b" 1\n" + ROOT + b"\n",
        START + b"1_0\n" + ROOT + b"\n",
        START + "١\n".encode() + ROOT + b"\n",
        START + b"\n" + ROOT + b"\n",
        START + b"9223372036854775808\n" + ROOT + b"\n",
        START + b"9" * 5000 + b"\n" + ROOT + b"\n",
        START + b"1\n" + ROOT[:-1] + b"\n",
        START + b"1\n" + ROOT + b" \n",
        START + b"1\n" + ROOT[:-2] + bytes([ROOT[-2] + 1]) + b"=\n",
        START + b"1\n" + base64.b64encode(CHECKPOINT.root[:-1]) + b"\n",
        START + b"1\n" + base64.urlsafe_b64encode(b"\xff" * 32) + b"\n",
        START + b"1\n" + ROOT,
        START + b"1\n" + ROOT + b"\nextension\n",
        START + b"1\n" + ROOT + b"\n\n",
        START + b"1\r\n" + ROOT + b"\n",
        START + b"1\n",
        b"\n1\n" + ROOT + b"\n",
        b"",
        b"two words\n1\n" + ROOT + b"\n",
        b"one+one\n1\n" + ROOT + b"\n",
        "no\u00a0space\n1\n".encode() + ROOT + b"\n",
        b"tab\there\n1\n" + ROOT + b"\n",
        b"\xff\n1\n" + ROOT + b"\n",
    ],
)
def test_a_text_that_is_not_written_plainly_is_no_checkpoint(text: bytes) -> None:
    with pytest.raises(MalformedNote):
        read_checkpoint(text)
    assert open_checkpoint(signed(text), AUTHOR.public) is None


BODY, _, SIGNATURE = NOTE.partition(b"\n\n")
ENCODED = SIGNATURE.split(b" ")[2]


@pytest.mark.parametrize(
    "note",
    [
        BODY + b"\n" + SIGNATURE,
        BODY + b"\n\n",
        BODY + b"\n\n" + SIGNATURE[:-1],
        NOTE + b"\n",
        NOTE + b" ",
        NOTE + b"trailing\n",
        NOTE + b"\x00\n",
        BODY + b"\n\n" + SIGNATURE.replace("—".encode(), b"-"),
        BODY + b"\n\n" + SIGNATURE.replace("— ".encode(), "—  ".encode()),
        BODY + b"\n\n" + SIGNATURE[:-1] + b" \n",
        BODY + b"\n\n" + SIGNATURE[:-1] + b"\r\n",
        BODY + b"\n\n" + SIGNATURE.replace(b" " + ENCODED, b""),
        BODY + b"\n\n" + SIGNATURE.replace(ENCODED, b"\n"),
        BODY + b"\n\n" + SIGNATURE.replace(ENCODED, b"AAAAAA==\n"),
        BODY + b"\n\n" + SIGNATURE.replace(ENCODED[:4], b"*" * 4),
        BODY + b"\n\n" + SIGNATURE + "— two words AAAAAAE=\n".encode(),
        BODY + b"\n\n" + SIGNATURE + "— one+one AAAAAAE=\n".encode(),
        BODY + b"\n\n" + SIGNATURE + "— w AAAAAAF=\n".encode(),
        BODY + b"\n\n" + SIGNATURE + "— w AAAAAA==\n".encode(),
    ],
)
def test_a_note_that_is_not_written_plainly_is_refused(note: bytes) -> None:
    with pytest.raises(MalformedNote):
        read_note(note)
    assert open_checkpoint(note, AUTHOR.public) is None
    assert verify_cosignature(note, name=MIRROR_NAME, public_key=MIRROR.public) is None


@pytest.mark.parametrize(
    "line", [b"", LINE[:-1], LINE + LINE, LINE + b"\n", b"\n" + LINE, LINE.replace(b" ", b"  ")]
)
def test_only_one_plain_line_is_added_to_a_note(line: bytes) -> None:
    with pytest.raises(MalformedNote):
        with_cosignature(NOTE, line)


@pytest.mark.parametrize(
    ("origin", "size", "root"),
    [
        ("", 0, EMPTY_ROOT),
        ("a b", 0, EMPTY_ROOT),
        ("a+b", 0, EMPTY_ROOT),
        ("a\nb", 0, EMPTY_ROOT),
        ("a\x00b", 0, EMPTY_ROOT),
        ("a\ud800", 0, EMPTY_ROOT),
        ("a", -1, EMPTY_ROOT),
        ("a", 2**63, EMPTY_ROOT),
        ("a", 0, b"short"),
    ],
)
def test_a_checkpoint_that_could_not_be_written_is_not_made(
    origin: str, size: int, root: bytes
) -> None:
    with pytest.raises(ValueError, match=r"origin|size|root"):
        Checkpoint(origin, size, root)


def test_nothing_but_a_whole_signature_is_put_under_a_checkpoint() -> None:
    with pytest.raises(ValueError, match="64 bytes"):
        sign_checkpoint(CHECKPOINT, lambda _: b"", AUTHOR.public)
    for name, at in (("two words", AT), ("w", -1), ("w", 2**63)):
        with pytest.raises(ValueError, match="cosigner"):
            cosign(
                CHECKPOINT, name=name, public_key=MIRROR.public, signer=MIRROR.private.sign, at=at
            )


def test_bytes_that_are_no_key_verify_nothing() -> None:
    assert open_checkpoint(NOTE, b"") is None
    assert verify_cosignature(COSIGNED, name=MIRROR_NAME, public_key=b"\xff") is None


def test_the_key_published_as_an_example_with_signed_notes_is_written_alike() -> None:
    published = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    public = base64.b64decode("ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")[1:]
    assert verifier_key("PeterNeumann", ED25519, public) == published
    assert key_id("PeterNeumann", ED25519, public).hex() == "c74f20a3"


def test_the_cosigned_checkpoint_published_as_an_example_is_read() -> None:
    published = (
        "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
        "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/"
        "Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
        "— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJs"
        "X3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n"
    ).encode()
    note = read_note(published)
    assert read_checkpoint(note.text).size == 20_852_163
    author, witness = note.signatures
    assert (author.name, len(author.signature)) == ("example.com/behind-the-sofa", 64)
    assert int.from_bytes(witness.signature[:8], "big") == 1_679_315_147

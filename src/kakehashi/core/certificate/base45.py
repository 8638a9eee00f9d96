"""Bytes as letters that a QR code packs densely: base45 (RFC 9285), in its one form."""

import struct

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_NONE = 0xFF
_VALUES = bytes(
    ALPHABET.index(chr(code)) if chr(code) in ALPHABET else _NONE for code in range(256)
)
_PAIRS = [a + b for b in ALPHABET for a in ALPHABET]


class NotBase45(ValueError):
    """A text that `encode` would not have written: cut, or with a letter that is none."""


def encode(data: bytes) -> str:
    """Write bytes as base45: three letters for two bytes, two for a last single one."""
    text = "".join(
        _PAIRS[number % 2025] + ALPHABET[number // 2025]
        for (number,) in struct.iter_unpack(">H", data[: len(data) & ~1])
    )
    return text + _PAIRS[data[-1]] if len(data) % 2 else text


def decode(text: str) -> bytes:
    """Read base45; NotBase45 where a letter is unknown or a group says more than its bytes hold."""
    try:
        values = text.encode("ascii").translate(_VALUES)
    except UnicodeEncodeError as error:
        raise NotBase45("a letter outside the alphabet") from error
    if _NONE in values:
        raise NotBase45("a letter outside the alphabet")
    if len(values) % 3 == 1:
        raise NotBase45("a single letter at the end")
    groups = len(values) // 3
    lanes, ones = int.from_bytes(values[: 3 * groups]), int.from_bytes(b"\0\0\xff" * groups)
    first, second, third = lanes >> 16 & ones, lanes >> 8 & ones, lanes & ones
    numbers = (first + 45 * second + 2025 * third).to_bytes(3 * groups)  # all groups at once
    data = bytearray(2 * groups)
    data[0::2], data[1::2] = numbers[1::3], numbers[2::3]
    if numbers[0::3] != bytes(groups):  # 44 + 45 * 44 + 2025 * 44 has less than three bytes
        raise NotBase45("a group says more than two bytes hold")
    if rest := values[3 * groups :]:
        last = rest[0] + 45 * rest[1]
        if last > 0xFF:
            raise NotBase45("a group says more than a byte holds")
        data.append(last)
    return bytes(data)

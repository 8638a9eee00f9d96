"""Looking for words in files as a thief would: in every form in which they could lie there."""

import base64
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote


def forms(words: str) -> Iterator[bytes]:
    """Every form in which some words could lie in a file."""
    plain = words.encode()
    yield plain
    yield words.encode("utf-16-le")
    yield words.encode("utf-16-be")
    yield json.dumps(words)[1:-1].encode()
    yield quote(words).encode()
    yield quote(words).lower().encode()
    yield plain.hex().encode()
    for shift in range(3):
        # Wherever the words stand in what was encoded; the ends hang on their neighbours.
        encoded = base64.b64encode(bytes(shift) + plain)[4 if shift else 0 : -4]
        yield encoded
        yield encoded.translate(bytes.maketrans(b"+/", b"-_"))


def traces(words: Iterable[str], files: Iterable[Path]) -> list[str]:
    """Say which of the words stand in which files, in whatever form."""
    sought = [(one, form) for one in words for form in set(forms(one)) if len(form) > 3]
    return [
        f"{file}: {word}"
        for file in files
        if file.is_file()
        for content in [file.read_bytes()]
        for word, form in sought
        if form in content
    ]

"""A stranger's file made harmless, in a process apart: drawn anew as pictures, or kept as text.

What comes out was written here: JPEGs without any metadata, or text. The file itself is not kept;
its SHA-256 is. The readers of pictures and PDFs are large programs in C; what goes wrong in them
ends that process, and no key and no database is in it.
"""

import hashlib
import io
import json
import os
import re
import resource
import subprocess
import sys
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from html.parser import HTMLParser
from threading import BoundedSemaphore
from typing import Final

import pypdfium2
from PIL import Image, ImageOps, UnidentifiedImageError

LARGEST: Final = 12 * 2**20
"""Bytes of a file as it is sent."""
MOST_PAGES: Final = 30
MOST_MEMBERS: Final = 60
MOST_PIXELS: Final = 120_000_000
LONGEST_SIDE: Final = 2_000
MOST_TEXT: Final = 200_000
MOST_UNPACKED: Final = 48 * 2**20
MOST_MADE: Final = 12 * 2**20
LONGEST_SECONDS: Final = 40
_CPU_SECONDS: Final = 30
_MEMORY: Final = 1_024 * 2**20
_QUALITY: Final = 80
_FORMATS: Final = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")
_OFFICE: Final = (
    *("word/document", "word/media/", "word/footnotes", "xl/sharedStrings", "xl/media/"),
    *("ppt/slides/slide", "ppt/media/"),
)
_MARKUP: Final = re.compile(r"(?is)\s*<(\?xml|svg|!doctype)\b|.{0,2000}<html")
_AT_ONCE: Final = BoundedSemaphore(2)
_TURN_SECONDS: Final = 5.0
"""So long a file waits for others; longer, and a flood of files would hold every page up."""


class Why(StrEnum):
    """Why a file was not taken; the page that shows it has the words."""

    EMPTY = "empty"
    TOO_LARGE = "too-large"
    UNKNOWN = "unknown"
    DAMAGED = "damaged"
    TOO_LONG = "too-long"
    MALWARE = "malware"
    BUSY = "busy"


class NotTaken(Exception):
    """A file that was not taken, and why."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why


class Checked(StrEnum):
    """Whether the file, as it was sent, was looked through for malware."""

    CLEAN = "clean"
    NOT_CHECKED = "not-checked"


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What is kept of a file: pictures (JPEG) and text made here, the SHA-256 of what was sent.

    `is_cut` where it had more pages or letters than are kept.
    """

    pictures: tuple[bytes, ...] = field(repr=False)
    text: str = field(repr=False)
    digest: str
    checked: Checked
    is_cut: bool = False

    @property
    def packed(self) -> bytes:
        """All of it in one row of bytes: a line of JSON, then the pictures."""
        said = {
            "text": self.text,
            "digest": self.digest,
            "checked": self.checked,
            "is_cut": self.is_cut,
            "lengths": [len(one) for one in self.pictures],
        }
        return json.dumps(said).encode() + b"\n" + b"".join(self.pictures)

    @classmethod
    def unpack(cls, data: bytes) -> "Cleaned":
        """Read what `packed` wrote."""
        head, _, rest = data.partition(b"\n")
        said, pictures, start = json.loads(head), [], 0
        for length in said["lengths"]:
            pictures.append(rest[start : start + length])
            start += length
        return cls(
            tuple(pictures), said["text"], said["digest"], Checked(said["checked"]), said["is_cut"]
        )


def clean(content: bytes, *, checked: Checked) -> Cleaned:
    """Make a file harmless in a process apart. NotTaken where there is nothing to be kept of it."""
    if not content:
        raise NotTaken(Why.EMPTY)
    if len(content) > LARGEST:
        raise NotTaken(Why.TOO_LARGE)
    if not _AT_ONCE.acquire(timeout=_TURN_SECONDS):
        raise NotTaken(Why.BUSY)
    try:
        ended = subprocess.run(
            [sys.executable, "-I", "-m", "kakehashi.intake.cleaning"],
            input=content,
            capture_output=True,
            timeout=LONGEST_SECONDS,
            env={"PATH": os.defpath, "LANG": "C.UTF-8"},
            cwd="/",
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise NotTaken(Why.TOO_LONG) from None
    finally:
        _AT_ONCE.release()
    head, _, rest = ended.stdout.partition(b"\n")
    try:
        said = json.loads(head)
    except ValueError:
        raise NotTaken(Why.DAMAGED) from None
    if "why" in said:
        raise NotTaken(Why(said["why"]))
    digest = hashlib.sha256(content).hexdigest()
    head = json.dumps(said | {"digest": digest, "checked": checked}).encode()
    return Cleaned.unpack(head + b"\n" + rest)


# ------------------------------------------------------------------ in the process apart


class _Made:
    """What was made so far, within its bounds."""

    def __init__(self) -> None:
        self.pictures: list[bytes] = []
        self.text = ""
        self.is_cut = False

    def picture(self, drawn: Image.Image) -> None:
        """Keep a picture, drawn anew."""
        if len(self.pictures) >= MOST_PAGES or sum(map(len, self.pictures)) > MOST_MADE:
            self.is_cut = True
            return
        written = io.BytesIO()
        if max(drawn.size) > LONGEST_SIDE:
            drawn.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        plain = Image.new("RGB", drawn.size, "white")
        plain.paste(drawn)
        plain.save(written, "JPEG", quality=_QUALITY)
        self.pictures.append(written.getvalue())

    def words(self, text: str) -> None:
        """Keep a text, or as much of it as there is room for."""
        room = MOST_TEXT - len(self.text)
        self.is_cut = self.is_cut or len(text) > room
        self.text += text[: max(0, room)]


def _make(content: bytes, made: _Made, *, depth: int = 0) -> None:
    """Tell a file by its first bytes, never by its name, and keep what it shows."""
    if b"%PDF-" in content[:1024]:
        _draw_pages(content, made)
    elif content.startswith(b"PK\x03\x04"):
        if depth:
            raise NotTaken(Why.UNKNOWN)
        _unpack(content, made)
    elif not _draw_picture(content, made):
        made.words(_read_text(content))


def _draw_picture(content: bytes, made: _Made) -> bool:
    """Draw a picture anew, upright; False where it is none."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            picture = Image.open(io.BytesIO(content), formats=_FORMATS)
            if picture.width * picture.height > MOST_PIXELS:
                raise NotTaken(Why.TOO_LARGE)
            picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            made.picture(_on_white(ImageOps.exif_transpose(picture)))
        except UnidentifiedImageError:
            return False
        except (Image.DecompressionBombError, MemoryError):
            raise NotTaken(Why.TOO_LARGE) from None
        except (OSError, ValueError, SyntaxError, TypeError, EOFError, OverflowError):
            raise NotTaken(Why.DAMAGED) from None
    return True


def _on_white(picture: Image.Image) -> Image.Image:
    if "A" not in picture.getbands() and "transparency" not in picture.info:
        return picture.convert("RGB")
    shown = picture.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", shown.size, "white"), shown).convert("RGB")


def _draw_pages(content: bytes, made: _Made) -> None:
    """Draw a PDF's pages; nothing in it is executed."""
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError:
        raise NotTaken(Why.DAMAGED) from None
    try:
        made.is_cut = made.is_cut or len(document) > MOST_PAGES
        for number in range(min(len(document), MOST_PAGES)):
            page = document[number]
            side = max(*page.get_size(), 1)
            scale = min(150 / 72, LONGEST_SIDE / side)
            made.picture(page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB"))
    except pypdfium2.PdfiumError:
        raise NotTaken(Why.DAMAGED) from None
    finally:
        document.close()


def _unpack(content: bytes, made: _Made) -> None:
    """Take pictures and texts out of a chat's export; what is neither is left out."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            members = _shown([one for one in packed.infolist() if not one.is_dir()])
            made.is_cut = made.is_cut or len(members) > MOST_MEMBERS
            if sum(one.file_size for one in members) > MOST_UNPACKED:
                raise NotTaken(Why.TOO_LARGE)
            for data in _members(packed, members[:MOST_MEMBERS]):
                try:
                    _make(data, made, depth=1)
                except NotTaken:
                    made.is_cut = True
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, zlib.error, EOFError, OSError):
        raise NotTaken(Why.DAMAGED) from None
    if not made.pictures and not made.text:
        raise NotTaken(Why.UNKNOWN)


def _shown(members: list[zipfile.ZipInfo]) -> list[zipfile.ZipInfo]:
    """Of a document of an office program, what its pages show: never who wrote it, and when."""
    if all(one.filename != "[Content_Types].xml" for one in members):
        return members
    return [one for one in members if one.filename.startswith(_OFFICE)]


def _members(packed: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> Iterator[bytes]:
    """Unpack one file after another, never more than all of them together may have."""
    left = MOST_UNPACKED
    for member in members:
        with packed.open(member) as opened:
            data = opened.read(left + 1)
        left -= len(data)
        if left < 0:
            raise NotTaken(Why.TOO_LARGE)
        yield data


def _read_text(content: bytes) -> str:
    """Read a text; NotTaken where the bytes are none."""
    encoding = "utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        raise NotTaken(Why.UNKNOWN) from None
    if "\0" in text:
        raise NotTaken(Why.UNKNOWN)
    if _MARKUP.match(text):
        page = _Page()
        page.feed(text)
        text = "\n".join(page.lines)
    return text


class _Page(HTMLParser):
    """The words of a page, without its scripts and styles."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 - the parser's own
        self._hidden += tag in {"script", "style"}

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in {"script", "style"} and self._hidden > 0

    def handle_data(self, data: str) -> None:
        if not self._hidden and data.strip():
            self.lines.append(data.strip())


def _bound() -> None:
    """Take from this process what it does not need: time, memory, files, further processes."""
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))


def _main() -> None:
    _bound()
    made, said = _Made(), {}
    try:
        _make(sys.stdin.buffer.read(), made)
        said = {
            "text": made.text,
            "is_cut": made.is_cut,
            "lengths": [len(one) for one in made.pictures],
        }
    except NotTaken as refused:
        made, said = _Made(), {"why": refused.why}
    except MemoryError:
        made, said = _Made(), {"why": Why.TOO_LARGE}
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n" + b"".join(made.pictures))


if __name__ == "__main__":
    _main()

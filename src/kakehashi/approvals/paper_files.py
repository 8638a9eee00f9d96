"""Files of applicants on their way in: bounded, known by their content, opened apart."""

import hashlib
import io
from enum import StrEnum
from typing import Final

from PIL import Image, UnidentifiedImageError

from kakehashi.approvals.sealing import KeptPaper
from kakehashi.core.approving.papers import LARGEST
from kakehashi.scanning import NotRead, Why, read_apart

MOST_PIXELS: Final = 60_000_000
_PDF: Final = b"%PDF-"
_MEDIA: Final = {"JPEG": "image/jpeg", "PNG": "image/png"}


class Fault(StrEnum):
    """Why a file is not taken."""

    EMPTY = "empty"
    TOO_LARGE = "too-large"
    ANOTHER_TYPE = "another-type"
    DAMAGED = "damaged"


class NotTaken(Exception):
    """A file is not taken; nothing of it was kept."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


def looked_at(paper: str, file_name: str, data: bytes) -> KeptPaper:
    """Say what a file is, by what is in it.

    Raises:
        NotTaken: it is empty, too large, no PDF, JPEG or PNG, or does not open. One that claims to
            be small and unfolds into much more does not open.

    """
    if not data:
        raise NotTaken(Fault.EMPTY)
    if len(data) > LARGEST:
        raise NotTaken(Fault.TOO_LARGE)
    media = "application/pdf" if data.startswith(_PDF) else _picture(data)
    try:
        read_apart(data)
    except NotRead as refused:
        if refused.why is not Why.NO_CODE:
            fault = Fault.TOO_LARGE if refused.why is Why.TOO_LARGE else Fault.DAMAGED
            raise NotTaken(fault) from refused
    return KeptPaper(paper, file_name, media, len(data), hashlib.sha256(data).hexdigest())


def _picture(data: bytes) -> str:
    """Tell a picture by its head alone; nothing is decoded."""
    try:
        picture = Image.open(io.BytesIO(data), formats=tuple(_MEDIA))
    except UnidentifiedImageError:
        raise NotTaken(Fault.ANOTHER_TYPE) from None
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise NotTaken(Fault.DAMAGED) from None
    except Image.DecompressionBombWarning:
        raise NotTaken(Fault.TOO_LARGE) from None
    if picture.width * picture.height > MOST_PIXELS:
        raise NotTaken(Fault.TOO_LARGE)
    return _MEDIA[str(picture.format)]

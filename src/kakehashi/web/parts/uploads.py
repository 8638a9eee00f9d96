"""Files on their way in: kept in memory only, so that none lies open on a disk."""

import hashlib
import re
from collections.abc import Callable
from functools import partial, wraps
from io import BytesIO
from typing import Any, Concatenate, Final

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt, csrf_protect

LARGEST: Final = 16 * 2**20
_MEDIA = re.compile(r"[a-z]+/[a-z0-9.+-]{1,80}")
_TURNING = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufffe\uffff]")


class InMemory(FileUploadHandler):
    """Keeps at most `largest` bytes of each file; one that is larger arrives empty."""

    def __init__(self, request: HttpRequest, largest: int = LARGEST) -> None:
        super().__init__(request)
        self.largest = largest

    def new_file(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's
        """Begin a file."""
        super().new_file(*args, **kwargs)
        self.held, self.size = BytesIO(), 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002 - Django's
        """Take some bytes, unless there are too many."""
        self.size += len(raw_data)
        if self.size <= self.largest:
            self.held.write(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        """Hand the file over; its `size` says what came, its content what was kept."""
        if self.size > self.largest:
            self.held = BytesIO()
        self.held.seek(0)
        return InMemoryUploadedFile(
            self.held,
            self.field_name,
            self.file_name or "",
            self.content_type,
            file_size,
            self.charset,
            self.content_type_extra,
        )


View = Callable[Concatenate[HttpRequest, ...], HttpResponseBase]


def in_memory(view: View, *, largest: int = LARGEST) -> View:
    """Read a view's uploads into memory; set before the form is read, so CSRF is checked after."""

    @csrf_protect
    @wraps(view)
    def protected(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # noqa: ANN401 - a view's own
        return view(request, *args, **kwargs)

    @csrf_exempt
    @wraps(view)
    def prepared(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # noqa: ANN401 - a view's own
        request.upload_handlers = [InMemory(request, largest)]
        return protected(request, *args, **kwargs)

    return prepared


def in_memory_up_to(largest: int) -> Callable[[View], View]:
    """Read a view's uploads into memory, files of up to so many bytes."""
    return partial(in_memory, largest=largest)


def about(upload: InMemoryUploadedFile, data: bytes) -> dict[str, Any]:
    """What is known of an uploaded file: its name without what would turn a line about."""
    name = _TURNING.sub("", upload.name or "").strip()[-200:] or "file"
    media = (upload.content_type or "").lower()
    return about_bytes(name, media if _MEDIA.fullmatch(media) else "application/octet-stream", data)


def about_bytes(file_name: str, media_type: str, data: bytes) -> dict[str, Any]:
    """What is known of a file: its name and type as given, its length and SHA-256 (hex)."""
    return {
        "file_name": file_name,
        "media_type": media_type,
        "length": len(data),
        "digest": hashlib.sha256(data).hexdigest(),
    }

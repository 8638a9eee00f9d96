"""Files that pages hand out: always as a download, never as a page of ours."""

from typing import Final
from urllib.parse import quote

from django.http import HttpResponse

SAFE_MEDIA: Final = frozenset(("application/pdf", "image/png", "image/jpeg", "text/plain"))


def download(data: bytes, file_name: str, media_type: str) -> HttpResponse:
    """Answer with a file, always as a download and never as a page of ours."""
    media = media_type if media_type in SAFE_MEDIA else "application/octet-stream"
    response = HttpResponse(data, content_type=media)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file_name)}"
    response["Cache-Control"] = "no-store"
    return response

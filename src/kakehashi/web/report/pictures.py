"""Small pictures for those who would rather look than read: lines on a square of 48."""

from typing import Final

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

_DRAWN: Final = {
    "self": "M24 22a8 8 0 1 0 0-16 8 8 0 0 0 0 16zM9 43c1-11 7-16 15-16s14 5 15 16z",
    "relative": "M17 22a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM34 27a5 5 0 1 0 0-10 5 5 0 0 0 0 10z"
    "M4 42c1-10 6-15 13-15s11 5 12 15zM33 42h11c-1-7-4-11-10-11",
    "group": "M24 19a6 6 0 1 0 0-12 6 6 0 0 0 0 12zM10 24a5 5 0 1 0 0-10 5 5 0 0 0 0 10z"
    "M38 24a5 5 0 1 0 0-10 5 5 0 0 0 0 10zM14 41c0-11 4-17 10-17s10 6 10 17zM4 38c0-7 2-10 7-10"
    "M44 38c0-7-2-10-7-10",
    "organization": "M6 42h36M10 42V20h28v22M6 20 24 7l18 13zM18 42V27M30 42V27M24 42V27",
    "land": "M10 44V6M10 8h28l-6 9 6 9H10",
    "a": "M6 16h36v24H6zM6 16l8-8h28v24l-6 6M24 34a6 6 0 1 0 0-12 6 6 0 0 0 0 12zM24 25v6",
    "b": "M10 5h20l8 8v30H10zM30 5v8h8M16 20h16M16 26h10M24 40l10-10M34 40 24 30",
    "c": "M15 24V11a3 3 0 0 1 6 0v10V8a3 3 0 0 1 6 0v13V10a3 3 0 0 1 6 0v14l1-4a3 3 0 0 1 6 1"
    "l-4 14c-1 5-5 8-11 8s-9-2-12-7l-6-10a3 3 0 0 1 5-3z",
    "d": "M8 8h32v26H8zM16 20a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM11 28c0-4 2-6 5-6s5 2 5 6zM27 15h8"
    "M27 21h8M6 42 42 6",
    "e": "M24 44C13 44 6 37 8 28c2-8 8-12 11-14L15 6h18l-4 8c3 2 9 6 11 14 2 9-5 16-16 16z"
    "M20 26a4 4 0 1 1 5 4c-1 0-1 1-1 3M24 37v1",
    "other": "M10 24a2 2 0 1 0 4 0 2 2 0 0 0-4 0zM22 24a2 2 0 1 0 4 0 2 2 0 0 0-4 0z"
    "M34 24a2 2 0 1 0 4 0 2 2 0 0 0-4 0z",
    "story": "M6 8h36v26H22L12 43v-9H6zM13 17h22M13 24h15",
    "money": "M4 13h40v22H4zM24 30a6 6 0 1 0 0-12 6 6 0 0 0 0 12zM10 24h1M37 24h1",
    "when": "M6 10h36v32H6zM6 19h36M15 5v9M33 5v9M14 27h6M28 27h6M14 34h6",
    "where": "M24 44C14 31 10 25 10 19a14 14 0 0 1 28 0c0 6-4 12-14 25zM24 24a5 5 0 1 0 0-10 5 5 0"
    " 0 0 0 10z",
    "files": "M5 15h9l4-6h12l4 6h9v25H5zM24 35a8 8 0 1 0 0-16 8 8 0 0 0 0 16z",
    "know": "M12 21h24v22H12zM16 21v-6a8 8 0 0 1 16 0v6M24 29v6",
    "reach": "M14 4h20v40H14zM14 11h20M14 36h20M22 40h4",
    "code": "M16 32a9 9 0 1 1 8-13h20v7h-5v6h-6v-6h-9a9 9 0 0 1-8 6zM14 23h1",
}


def picture(name: str) -> SafeString:
    """Give a picture; screen readers have the words beside it."""
    drawn = _DRAWN.get(name)
    if drawn is None:
        return mark_safe("")
    return format_html(
        '<svg class="picture" viewBox="0 0 48 48" width="48" height="48" aria-hidden="true">'
        '<path d="{}"/></svg>',
        drawn,
    )

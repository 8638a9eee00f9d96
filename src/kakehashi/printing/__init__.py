"""Letters, case files, papers of meetings, certificates: facts in, bytes out, no network."""

from kakehashi.printing.certificates import (
    CertificatePaper,
    Level,
    Stated,
    draw_for_phone,
    print_certificates,
)
from kakehashi.printing.paper import (
    Block,
    Document,
    Grid,
    Letter,
    Letterhead,
    Line,
    Lines,
    Prose,
    Words,
)
from kakehashi.printing.typesetting import FontsMissing, print_document, print_letters

__all__ = [
    "Block",
    "CertificatePaper",
    "Document",
    "FontsMissing",
    "Grid",
    "Letter",
    "Letterhead",
    "Level",
    "Line",
    "Lines",
    "Prose",
    "Stated",
    "Words",
    "draw_for_phone",
    "print_certificates",
    "print_document",
    "print_letters",
]

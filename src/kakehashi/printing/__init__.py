"""Letters, case files and papers of meetings as tagged PDF: facts in, bytes out, no network."""

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
    "Document",
    "FontsMissing",
    "Grid",
    "Letter",
    "Letterhead",
    "Line",
    "Lines",
    "Prose",
    "Words",
    "print_document",
    "print_letters",
]

"""Codes out of foreign files: photographs, scans and PDFs in, the texts of their QR codes out.

Everything is bounded before it is read; nothing is stored, and no address in a code is followed.
"""

from kakehashi.scanning.apart import read_apart
from kakehashi.scanning.reading import LARGEST_FILE, Codes, NotRead, Why, read_codes

__all__ = ["LARGEST_FILE", "Codes", "NotRead", "Why", "read_apart", "read_codes"]

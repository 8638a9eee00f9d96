"""Coded values with their English labels."""

from enum import StrEnum
from typing import Self


class Code(StrEnum):
    """A coded value with an English label; the shell translates the label, data holds the code."""

    label: str

    def __new__(cls, value: str, label: str) -> Self:
        """Make a member from its code and its label."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

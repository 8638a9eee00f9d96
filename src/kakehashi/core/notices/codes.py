"""Coded values with their English labels."""

from enum import StrEnum
from typing import Self

from pydantic import GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema


class Code(StrEnum):
    """A coded value with an English label; the shell translates the label, data holds the code."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        """Make a member from its code and its label."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Write the labels beside the codes, for readers of the published schema."""
        made = handler.resolve_ref_schema(handler(core))
        return made | {"x-labels": {member.value: member.label for member in cls}}

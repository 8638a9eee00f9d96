"""Another notice's content inside a letter or a correction, typed as that notice's own."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, get_args

from pydantic import (
    Field,
    SerializeAsAny,
    ValidationInfo,
    WithJsonSchema,
    field_validator,
)

from kakehashi.core.canonical import encode
from kakehashi.core.notices.catalogue import ORDINARY
from kakehashi.core.notices.faults import Fault, fault
from kakehashi.core.notices.payload import Payload
from kakehashi.core.notices.upcast import UPCASTERS, Raw, upcast
from kakehashi.core.notices.values import KindName, Number

Content = Annotated[
    SerializeAsAny[Payload],
    WithJsonSchema(
        {"type": "object", "description": "The compartment of the same name of that kind."}
    ),
]


def payload_type(kind: str, compartment: str) -> type[Payload] | None:
    """The type of an ordinary kind's compartment; None where there is none."""
    notice = ORDINARY.get(kind)
    declared = notice.model_fields.get(compartment) if notice else None
    if declared is None:
        return None
    choices = (declared.annotation, *get_args(declared.annotation))
    return next((c for c in choices if isinstance(c, type) and issubclass(c, Payload)), None)


class Restated(Payload):
    """One compartment of an ordinary notice, as it is to be read."""

    compartment: ClassVar[str]

    kind: KindName = Field(title="Kind of notice")
    version: Number = Field(title="Version")
    content: Content = Field(title="Content")

    @field_validator("content", mode="plain")
    @classmethod
    def _is_of_its_kind(cls, value: object, info: ValidationInfo) -> Payload:
        kind, version = info.data.get("kind", ""), info.data.get("version", 0)
        wanted = payload_type(kind, cls.compartment)
        if wanted is None:
            raise fault(Fault.NO_SUCH_CONTENT, kind=kind)
        if isinstance(value, wanted):
            return value
        if not isinstance(value, Mapping):
            raise fault(Fault.NOT_AN_OBJECT)
        raw = Raw(parts={cls.compartment: value})
        if cls.compartment == "statement":
            raw = Raw(statement=value)
        raw_now = upcast(kind, version, raw, to=ORDINARY[kind].version, upcasters=UPCASTERS)
        if raw_now is None:
            raise fault(Fault.UNKNOWN_VERSION, kind=kind, version=version)
        now = (
            raw_now.statement
            if cls.compartment == "statement"
            else raw_now.parts.get(cls.compartment)
        )
        return wanted.model_validate_json(encode(now), strict=True)


class RestatedStatement(Restated):
    """What stands in the envelope."""

    compartment = "statement"


class RestatedPublic(Restated):
    """What is public."""

    compartment = "public"


class RestatedParticulars(Restated):
    """Particulars of persons."""

    compartment = "particulars"


class RestatedRestricted(Restated):
    """What both sides may see."""

    compartment = "restricted"


class RestatedConfidential(Restated):
    """What is confidential."""

    compartment = "confidential"

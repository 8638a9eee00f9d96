"""The specified fields, dated: 14 from 2019, 12 from 2022, 16 from March 2024, 19 from 2026.

Sources: the basic policy and its decisions of the cabinet of Japan. A field's names are dated
too; a code is never used again for another field.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

START = date(2019, 4, 1)
MERGER = date(2022, 5, 25)
SIXTEEN = date(2024, 3, 29)
NINETEEN = date(2026, 1, 23)


@dataclass(frozen=True, slots=True)
class SpecifiedField:
    """A field under one pair of names; `until_on` is the last day, None where it still stands.

    `ministry` is the code of the ministry in charge, `became` the field it was merged into.
    """

    code: str
    name_en: str
    name_ja: str
    ministry: str
    from_on: date = START
    until_on: date | None = None
    became: str | None = None

    def stands_on(self, day: date) -> bool:
        """Whether the field was open for acceptance, or could be, on a day."""
        return self.from_on <= day and (self.until_on is None or day <= self.until_on)


def _last_before(day: date) -> date:
    return date.fromordinal(day.toordinal() - 1)


MERGED = "industrial-product-manufacturing"

FIELDS: tuple[SpecifiedField, ...] = (
    SpecifiedField("nursing-care", "Nursing care", "介護", "MHLW"),
    SpecifiedField("building-cleaning", "Building cleaning management", "ビルクリーニング", "MHLW"),
    SpecifiedField(
        "machine-parts-and-tooling",
        "Machine parts and tooling industries",
        "素形材産業",
        "METI",
        until_on=_last_before(MERGER),
        became=MERGED,
    ),
    SpecifiedField(
        "industrial-machinery",
        "Industrial machinery industry",
        "産業機械製造業",
        "METI",
        until_on=_last_before(MERGER),
        became=MERGED,
    ),
    SpecifiedField(
        "electric-electronics-information",
        "Electric, electronics and information industries",
        "電気・電子情報関連産業",
        "METI",
        until_on=_last_before(MERGER),
        became=MERGED,
    ),
    SpecifiedField(
        MERGED,
        "Machine parts and tooling, industrial machinery, electric, electronics and information",
        "素形材・産業機械・電気電子情報関連製造業",
        "METI",
        from_on=MERGER,
        until_on=_last_before(SIXTEEN),
    ),
    SpecifiedField(
        MERGED, "Industrial product manufacturing", "工業製品製造業", "METI", from_on=SIXTEEN
    ),
    SpecifiedField("construction", "Construction industry", "建設", "MLIT"),
    SpecifiedField(
        "shipbuilding", "Shipbuilding and ship machinery industry", "造船・舶用工業", "MLIT"
    ),
    SpecifiedField(
        "automobile-maintenance", "Automobile repair and maintenance", "自動車整備", "MLIT"
    ),
    SpecifiedField("aviation", "Aviation industry", "航空", "MLIT"),
    SpecifiedField("accommodation", "Accommodation industry", "宿泊", "MLIT"),
    SpecifiedField("agriculture", "Agriculture", "農業", "MAFF"),
    SpecifiedField("fishery", "Fishery and aquaculture", "漁業", "MAFF"),
    SpecifiedField(
        "food-and-beverages", "Manufacture of food and beverages", "飲食料品製造業", "MAFF"
    ),
    SpecifiedField("food-service", "Food service industry", "外食業", "MAFF"),
    SpecifiedField(
        "automobile-transportation",
        "Automobile transportation",
        "自動車運送業",
        "MLIT",
        from_on=SIXTEEN,
    ),
    SpecifiedField("railway", "Railway", "鉄道", "MLIT", from_on=SIXTEEN),
    SpecifiedField("forestry", "Forestry", "林業", "MAFF", from_on=SIXTEEN),
    SpecifiedField("wood-industry", "Wood industry", "木材産業", "MAFF", from_on=SIXTEEN),
    SpecifiedField("linen-supply", "Linen supply", "リネンサプライ", "MHLW", from_on=NINETEEN),
    SpecifiedField(
        "logistics-warehouse", "Logistics warehouse", "物流倉庫", "MLIT", from_on=NINETEEN
    ),
    SpecifiedField(
        "resource-circulation", "Resource circulation", "資源循環", "MOE", from_on=NINETEEN
    ),
)

CODES: Mapping[str, tuple[SpecifiedField, ...]] = MappingProxyType(
    {f.code: tuple(g for g in FIELDS if g.code == f.code) for f in FIELDS}
)
"""All names a field ever had, by its code."""


def fields_on(day: date) -> Mapping[str, SpecifiedField]:
    """The specified fields on a day, by code; empty before the system began."""
    return {field.code: field for field in FIELDS if field.stands_on(day)}


def is_wrong_day(code: str, day: date) -> bool:
    """Whether a known field did not stand on a day; an unknown code may be a later field."""
    return code in CODES and code not in fields_on(day)

"""Who appears in the examples: invented organizations and persons, in their own scripts."""

import hashlib
from base64 import urlsafe_b64encode
from datetime import date

from kakehashi.core.notices.measures import MeasuredOrganization, MeasuredRole
from kakehashi.core.notices.money import Money
from kakehashi.core.notices.organizations import (
    Approval,
    FeeFor,
    Office,
    OfficeKind,
    Organization,
    PermittedFee,
)
from kakehashi.core.notices.payload import Links
from kakehashi.core.notices.persons import (
    Account,
    Actor,
    ActorKind,
    ActorRole,
    Handle,
    Representative,
    Representatives,
)
from kakehashi.core.notices.text import (
    Name,
    NameUse,
    OrganizationName,
    Text,
    TranslatedBy,
    Translation,
)
from kakehashi.core.notices.values import (
    Address,
    Attachment,
    Body,
    Identifier,
    LegalBasis,
    Place,
    Register,
    Validity,
)


def notice_id(number: int) -> str:
    """An id of the form of a UUIDv7, the same every time."""
    return f"01900000-0000-7000-8000-{number:012x}"


def digest(of: str) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(of.encode()).hexdigest()


def hash32(of: str) -> str:
    """SHA-256 in base64url."""
    return urlsafe_b64encode(hashlib.sha256(of.encode()).digest()).rstrip(b"=").decode()


def links(*, answers: int | None = None, refers: int | None = None) -> Links:
    """Links to one notice each, with an officer's act."""
    return Links(
        answers=() if answers is None else (notice_id(answers),),
        refers=() if refers is None else (notice_id(refers),),
        act=hash32("act"),
    )


def en(text: str) -> Text:
    """English."""
    return Text(lang="en", text=text)


def ja(text: str, aid: str | None = None) -> Text:
    """Japanese, perhaps with an English aid."""
    return _with_aid("ja", text, aid)


def km(text: str, aid: str | None = None) -> Text:
    """Khmer, perhaps with an English aid."""
    return _with_aid("km", text, aid)


def tg(text: str, aid: str | None = None) -> Text:
    """Tajik, perhaps with an English aid."""
    return _with_aid("tg", text, aid)


def _with_aid(lang: str, text: str, aid: str | None) -> Text:
    made = Translation(lang="en", text=aid, made_by=TranslatedBy.PERSON) if aid else None
    return Text(lang=lang, text=text, aids=(made,) if made else None)


def file(number: int, name: str, shows: str) -> Attachment:
    """A PDF."""
    return Attachment(
        number=number,
        file_name=name,
        media_type="application/pdf",
        length=184_320,
        digest=digest(name),
        description=en(shows),
    )


MEKONG_NAMES = (
    OrganizationName(text="ក្រុមហ៊ុន មេគង្គ អនាគតភ្លឺ ឯ.ក", lang="km", script="Khmr"),
    OrganizationName(
        text="Mekong Anakot Phlu Co., Ltd.", lang="en", script="Latn", use=NameUse.TRANSLITERATED
    ),
    OrganizationName(
        text="メコン・アナコット・プルー", lang="ja", script="Jpan", use=NameUse.TRANSLITERATED
    ),
)
MEKONG_NUMBER = "KHM900001"
MEKONG_ADDRESS = Address(
    text="ផ្ទះលេខ ១២ ផ្លូវ ៩៩៩ សង្កាត់ទួលគោក ភ្នំពេញ",
    lang="km",
    script="Khmr",
    country="KH",
    region="ភ្នំពេញ",
    locality="Tuol Kouk",
    postal_code="120400",
)
MEKONG = Organization(
    names=MEKONG_NAMES,
    identifiers=(
        Identifier(scheme=Register.SENDING, number=MEKONG_NUMBER, country="KH"),
        Identifier(scheme=Register.COMPANIES, number="00099901", country="KH"),
    ),
    addresses=(MEKONG_ADDRESS,),
    phones=("+855 23 999 001",),
    email="office@mekong-anakot.example",
    website="https://mekong-anakot.example/",
    offices=(
        Office(
            kind=OfficeKind.TRAINING,
            names=(Name(text="មជ្ឈមណ្ឌលបណ្តុះបណ្តាល", lang="km", script="Khmr"),),
            address=Address(
                text="ខេត្តកំពង់ចាម", lang="km", script="Khmr", country="KH", region="កំពង់ចាម"
            ),
            phones=("+855 42 999 002",),
        ),
    ),
    languages=("km", "ja", "en"),
)
MEKONG_APPROVAL = Approval(
    validity=Validity(from_on=date(2025, 4, 1), until_on=date(2028, 3, 31)),
    capacity=300,
    fields=("nursing-care", "agriculture", "food-and-beverages"),
    fees=(
        PermittedFee(
            charged_for=FeeFor.ALL,
            at_most=Money(amount="1500.00", currency="USD"),
            remarks=km("បង់ជាបីដំណាក់កាល", "Payable in three instalments."),
        ),
    ),
    conditions=(km("ត្រូវរាយការណ៍រៀងរាល់ត្រីមាស", "To report every quarter."),),
)
MEKONG_PERSONS = Representatives(
    representatives=(
        Representative(
            names=(
                Name(text="សុខ ចាន់ថា", lang="km", script="Khmr"),
                Name(text="SOK Chantha", lang="en", script="Latn"),
            ),
            position=km("អគ្គនាយក", "Director-general"),
        ),
    )
)

ROHI_NAV_NAMES = (
    OrganizationName(text="ҶДММ «Роҳи Нави Ҳамкорӣ»", lang="tg", script="Cyrl"),
    OrganizationName(
        text="Rohi Navi Hamkori LLC", lang="en", script="Latn", use=NameUse.TRANSLITERATED
    ),
    OrganizationName(
        text="ОсОО «Рохи Нави Хамкори»", lang="ru", script="Cyrl", use=NameUse.TRANSLATED
    ),
)
ROHI_NAV_NUMBER = "TJK900003"
ROHI_NAV = Organization(
    names=ROHI_NAV_NAMES,
    identifiers=(Identifier(scheme=Register.SENDING, number=ROHI_NAV_NUMBER, country="TJ"),),
    addresses=(
        Address(text="шаҳри Душанбе, кӯчаи Рӯдакӣ 199", lang="tg", script="Cyrl", country="TJ"),
    ),
    phones=("+992 37 999 0003",),
    languages=("tg", "ru"),
)

AOBA_NAMES = (
    OrganizationName(text="株式会社青葉惣菜", lang="ja", script="Jpan"),
    OrganizationName(
        text="Aoba Sozai Co., Ltd.", lang="en", script="Latn", use=NameUse.TRANSLITERATED
    ),
)
AOBA = MeasuredOrganization(
    role=MeasuredRole.ACCEPTING,
    names=AOBA_NAMES,
    identifiers=(Identifier(scheme=Register.CORPORATE, number="9999999990001", country="JP"),),
    addresses=(
        Address(
            text="宮城県仙台市青葉区架空町1-2-3",
            lang="ja",
            script="Jpan",
            country="JP",
            region="宮城県",
            locality="仙台市",
            postal_code="980-0000",
        ),
    ),
    fields=("food-and-beverages",),
)
AOBA_PERSONS = Representatives(
    representatives=(
        Representative(
            names=(Name(text="架空 太郎", lang="ja", script="Jpan"),),
            position=ja("代表取締役", "Representative director"),
        ),
    )
)
HIKARI = MeasuredOrganization(
    role=MeasuredRole.SUPPORTING,
    names=(OrganizationName(text="一般社団法人ひかり生活支援", lang="ja", script="Jpan"),),
    identifiers=(Identifier(scheme=Register.SUPPORTING, number="99登-000001", country="JP"),),
)

ISA = Body(
    office="isa",
    names=(
        Name(text="出入国在留管理庁", lang="ja", script="Jpan"),
        Name(text="Immigration Services Agency", lang="en", script="Latn"),
    ),
    country="JP",
)
MOLVT = Body(
    names=(
        Name(text="ក្រសួងការងារ និងបណ្តុះបណ្តាលវិជ្ជាជីវៈ", lang="km", script="Khmr"),
        Name(text="Ministry of Labour and Vocational Training", lang="en", script="Latn"),
    ),
    country="KH",
)
MAFF = Body(names=(Name(text="農林水産省", lang="ja", script="Jpan"),), country="JP")
IMMIGRATION_ACT = LegalBasis(
    law=ja("出入国管理及び難民認定法", "Immigration Control and Refugee Recognition Act"),
    provision="第十九条の二十一第一項",
)
LABOUR_LAW_KH = LegalBasis(law=km("ច្បាប់ស្តីពីការងារ", "Labour law"), provision="ប្រកាស ០០០ ក.ប/ប្រ.ក")

KAMPONG_CHAM = Place(country="KH", region="កំពង់ចាម")
BROKER = Actor(
    kind=ActorKind.PERSON,
    role=ActorRole.RECRUITER,
    names=(
        Name(text="លោក ដារ៉ា", lang="km", script="Khmr"),
        Name(text="Dara", lang="en", script="Latn"),
    ),
    country="KH",
    phones=("+855 12 999 004",),
    accounts=(Account(institution="Invented Bank", number="000-999-111"),),
    handles=(Handle(service="Telegram", handle="@dara_invented"),),
)
LENDER = Actor(
    kind=ActorKind.CORPORATION,
    role=ActorRole.LENDER,
    names=(Name(text="ហ៊ុន ខ្ចីលឿន", lang="km", script="Khmr"),),
    country="KH",
)

"""Who appears in the demonstration. Every organization, person and number is invented."""

from datetime import date

from kakehashi.core.notices.organizations import Organization

CAMBODIAN = (
    (
        "ក្រុមហ៊ុន មេគង្គ អនាគតភ្លឺ ឯ.ក",
        "Mekong Anakot Phlu Co., Ltd.",
        "メコン・アナコット・プルー",
        "ភ្នំពេញ",
    ),
    (
        "ក្រុមហ៊ុន អង្គរ ផ្លូវថ្មី ឯ.ក",
        "Angkor Phlov Thmey Co., Ltd.",
        "アンコール・プロウ・トメイ",
        "សៀមរាប",
    ),
    (
        "ក្រុមហ៊ុន ទន្លេសាប ការងារ ឯ.ក",
        "Tonle Sap Karngea Co., Ltd.",
        "トンレサップ・カーンギア",
        "បាត់ដំបង",
    ),
    ("ក្រុមហ៊ុន ផ្កាឈូក ឯ.ក", "Phka Chhouk Manpower Co., Ltd.", "プカー・チューク", "កំពង់ចាម"),
    ("ក្រុមហ៊ុន ស្ពានសំណាង ឯ.ក", "Spean Samnang Co., Ltd.", "スピアン・サムナン", "តាកែវ"),
    ("ក្រុមហ៊ុន ព្រះអាទិត្យរះ ឯ.ក", "Preah Atit Reah Co., Ltd.", "プレア・アティット・レア", "ព្រៃវែង"),
    ("ក្រុមហ៊ុន ចម្ការស្រូវ ឯ.ក", "Chamkar Srov Human Resource", "チャムカー・スロウ", "កំពត"),
    ("ក្រុមហ៊ុន រំដួលមាស ឯ.ក", "Romduol Meas Co., Ltd.", "ロムドゥオル・ミア", "ភ្នំពេញ"),
    ("ក្រុមហ៊ុន បឹងទំនប់ ឯ.ក", "Boeung Tumnub Co., Ltd.", "ブン・トムノップ", "ភ្នំពេញ"),
    ("ក្រុមហ៊ុន ដើមត្នោត ឯ.ក", "Daem Thnot Overseas Co., Ltd.", "ダウム・トナオト", "កណ្តាល"),
)
TAJIK = (
    ("ҶДММ «Роҳи Умед»", "Rohi Umed LLC", "ロヒ・ウメド", "Душанбе"),
    ("ҶДММ «Помир Кор»", "Pomir Kor LLC", "ポミール・コール", "Хоруғ"),
    ("ҶДММ «Суғд Меҳнат»", "Sughd Mehnat LLC", "スグド・メフナト", "Хуҷанд"),
    ("ҶДММ «Варзоб»", "Varzob Employment LLC", "ヴァルゾブ", "Варзоб"),
    ("ҶДММ «Навбаҳор»", "Navbahor LLC", "ナウバホル", "Бохтар"),
)
EMPLOYERS = (
    ("株式会社青葉惣菜", "Aoba Sozai Co., Ltd.", "宮城県", "仙台市"),
    ("有限会社みどり野農園", "Midorino Farm Ltd.", "茨城県", "水戸市"),
    ("株式会社はやぶさ建装", "Hayabusa Kenso Co., Ltd.", "埼玉県", "川口市"),
    ("株式会社しおかぜ水産", "Shiokaze Suisan Co., Ltd.", "静岡県", "焼津市"),
)
_CONTACTS = {
    "JP": (
        ("isa-residency", "ja", "Jpan", "+81 3 9999 0001"),
        ("月曜日から金曜日まで、東京時間の9:00から17:45まで", "9:00 to 17:45 in Tokyo"),
        ("在留管理課", "Residency Management Division"),
        ("架橋 明", "Kakehashi Akira"),
        ("課長補佐", "Deputy director"),
    ),
    "KH": (
        ("placement-3", "km", "Khmr", "+855 23 999 001"),
        ("ថ្ងៃចន្ទដល់ថ្ងៃសុក្រ ម៉ោង 8:00 ដល់ 17:00 ម៉ោងនៅភ្នំពេញ", "8:00 to 17:00 in Phnom Penh"),
        ("ការិយាល័យទី៣ ដាក់ពលករនៅបរទេស", "3rd Overseas Placement Office"),
        ("ស្ពាន វិចិត្រ", "Spean Vichet"),
        ("អនុប្រធានការិយាល័យ", "Deputy chief of the office"),
    ),
    "TJ": (
        ("law-personnel", "tg", "Cyrl", "+992 37 999 0010"),
        ("Аз душанбе то ҷумъа, аз 8:00 то 17:00 ба вақти Душанбе", "8:00 to 17:00 in Dushanbe"),
        ("Шуъбаи ҳуқуқ, кадрҳо ва корҳои махсус", "Department of Law"),
        ("Пулзода Ҷамшед", "Pulzoda Jamshed"),
        ("мутахассиси пешбар", "Leading specialist"),
    ),
}
"""By party: the office, its language and script, and its telephone; then its hours, its unit, who
answers there and in which position, each in its own language and in English."""
_STEMS = (
    "ひかり",
    "みらい",
    "あおぞら",
    "かけはし",
    "さくら",
    "つばさ",
    "いずみ",
    "やまと",
    "わかば",
    "すばる",
)
_FORMS = (
    ("一般社団法人", "生活支援"),
    ("株式会社", "サポート"),
    ("協同組合", "国際交流"),
    ("行政書士法人", "事務所"),
    ("合同会社", "キャリア"),
    ("特定非営利活動法人", "ネット"),
)
_PLACES = (
    ("宮城県", "仙台市"),
    ("東京都", "新宿区"),
    ("大阪府", "大阪市"),
    ("愛知県", "名古屋市"),
    ("福岡県", "福岡市"),
    ("北海道", "札幌市"),
    ("広島県", "広島市"),
    ("熊本県", "熊本市"),
)
_LANGUAGES = (("km", "en"), ("tg", "ru"), ("km",), ("en", "km", "ru"), ("vi", "en"))


def cambodian(number: int) -> dict[str, object]:
    """One of Cambodia's organizations, with its names in three scripts."""
    name, latin, kana, place = CAMBODIAN[number]
    return _organization(
        f"KHM9{number + 1:05d}", (name, "km", "Khmr"), (latin, kana), ("KH", place)
    )


def tajik(number: int) -> dict[str, object]:
    """One of Tajikistan's organizations."""
    name, latin, kana, place = TAJIK[number]
    return _organization(
        f"TJK9{number + 1:05d}", (name, "tg", "Cyrl"), (latin, kana), ("TJ", place)
    )


def _organization(
    number: str, own: tuple[str, str, str], others: tuple[str, str], place: tuple[str, str]
) -> dict[str, object]:
    (text, lang, script), (latin, kana), (country, region) = own, others, place
    said = {
        "names": [
            {"text": text, "lang": lang, "script": script},
            {"text": latin, "lang": "en", "script": "Latn", "use": "transliterated"},
            {"text": kana, "lang": "ja", "script": "Jpan", "use": "transliterated"},
        ],
        "identifiers": [{"scheme": "sending-organization", "number": number, "country": country}],
        "addresses": [
            {"text": region, "lang": lang, "script": script, "country": country, "region": region}
        ],
        "languages": [lang, "ja", "en"],
    }
    return Organization.model_validate(said).model_dump(mode="json", exclude_none=True)


def contact(party: str) -> dict[str, object]:
    """Whom the other side asks, as a notice of contact points names them."""
    (office, lang, script, phone), hours, unit, person, position = _CONTACTS[party]

    def named(own: str, latin: str) -> list[dict[str, str]]:
        return [
            {"text": own, "lang": lang, "script": script},
            {"text": latin, "lang": "en", "script": "Latn"},
        ]

    languages = [lang, "en"]
    answering = {
        "names": named(*person),
        "position": written(lang, *position),
        "languages": languages,
        "phones": [phone],
        "email": f"contact@{party.lower()}.example",
    }
    return {
        "office": office,
        "unit": named(*unit),
        "persons": [answering],
        "languages": languages,
        "hours": written(lang, hours[0], f"Monday to Friday, {hours[1]}"),
    }


def written(lang: str, text: str, meant: str) -> dict[str, object]:
    """A text in the language of whoever writes it, with a translation into English as an aid."""
    return {
        "text": text,
        "lang": lang,
        "aids": [{"text": meant, "lang": "en", "made_by": "person"}],
    }


def number_of(organization: dict[str, object]) -> str:
    """The organization's number in the register."""
    identifiers = organization["identifiers"]
    if not isinstance(identifiers, list):
        raise TypeError("identifiers")
    return str(identifiers[0]["number"])


def supporting_rows(count: int, *, first: int = 0) -> list[dict[str, object]]:
    """Lines of Japan's register of supporting organizations."""
    return [_supporting_row(index) for index in range(first, first + count)]


def _supporting_row(index: int) -> dict[str, object]:
    form, kind = _FORMS[index % len(_FORMS)]
    stem = _STEMS[index // len(_FORMS) % len(_STEMS)]
    region, locality = _PLACES[index % len(_PLACES)]
    registered = date(2021 + index % 5, 1 + index % 12, 1 + index % 28)
    return {
        "number": f"{registered.year - 2000}登-{990000 + index:06d}",
        "registered_on": registered.isoformat(),
        "valid_until_on": registered.replace(year=registered.year + 5).isoformat(),
        "names": [{"text": f"{form}{stem}{kind}", "lang": "ja", "script": "Jpan"}],
        "address": f"{region}{locality}架空町{index % 9 + 1}-{index % 30 + 1}",
        "region": region,
        "locality": locality,
        "phones": [f"0{index % 9 + 1}-9999-{index:04d}"],
        "languages": list(_LANGUAGES[index % len(_LANGUAGES)]),
        "optional_support": index % 2 == 0,
    }


def employer(number: int) -> dict[str, object]:
    """One of Japan's accepting organizations, as a measure names it."""
    name, latin, region, locality = EMPLOYERS[number]
    return {
        "role": "accepting-organization",
        "names": [
            {"text": name, "lang": "ja", "script": "Jpan"},
            {"text": latin, "lang": "en", "script": "Latn", "use": "transliterated"},
        ],
        "identifiers": [
            {"scheme": "corporate-number", "number": f"999999999{number:04d}", "country": "JP"}
        ],
        "addresses": [
            {
                "text": f"{region}{locality}架空町{number + 1}",
                "lang": "ja",
                "script": "Jpan",
                "country": "JP",
                "region": region,
                "locality": locality,
            }
        ],
    }

"""What an applicant answers who leaves nothing out."""

from kakehashi.core.approving.asks import DECLARATION
from kakehashi.core.approving.completeness import undertaking
from kakehashi.core.approving.standards import StandardSet


def answers(name: str = "Mekong Anakot Phlu Co., Ltd.") -> dict[str, list[dict[str, str]]]:
    """What a complete applicant answers, the declaration aside."""
    return {
        "names": [
            {"text": "ក្រុមហ៊ុន មេគង្គ អនាគតភ្លឺ", "lang": "km", "use": "official"},
            {"text": name, "lang": "en", "use": "transliterated"},
        ],
        "numbers": [{"scheme": "company-register", "number": "00012345", "country": "KH"}],
        "addresses": [
            {"text": "ផ្លូវ ២៧១ ភ្នំពេញ", "lang": "km", "country": "KH", "region": "ភ្នំពេញ", "locality": ""}  # noqa: E501
        ],
        "contact": [
            {"phone": "+855 23 999 999", "email": "desk@mekong.example", "website": "",
             "languages": "km\nja"}
        ],
        "representatives": [{"text": "សុខ វិសាល", "lang": "km", "position": "Director"}],
        "owners": [{"name": "Sok Visal", "role": "both", "country": "KH", "share": "100"}],
        "staff": [{"total": "24", "japanese": "6", "teachers": "8", "care": "2"}],
        "capacity": [{"persons": "300", "places": "120", "fields": ""}],
        "fees": [
            {"for": "training", "amount": "600 USD", "basis": "480 hours, USD 1.25 each"}
        ],
    }  # fmt: skip


def declared(standards: StandardSet) -> dict[str, list[dict[str, str]]]:
    """The declaration that a set of standards asks for."""
    said = {undertaking(code): "yes" for code in standards.undertakings}
    return {DECLARATION: [said | {"name": "Sok Visal", "position": "Director"}]}

"""A candidate's case, invented and valid."""

from datetime import date
from typing import Any

from kakehashi.core.certificate.case import CandidateCase


def case_of(**changes: Any) -> CandidateCase:
    """Say what matters in a test by the member's name; `candidate` merges into the invented one."""
    said: dict[str, Any] = {
        "candidate": {
            "names": [
                {"text": "សុខ ស្រីមុំ", "lang": "km", "script": "Khmr"},
                {"text": "Sok Sreymom", "lang": "km", "script": "Latn"},
            ],
            "latin_name": "SOK, SREYMOM",
            "born_on": "1999-04-05",
            "passport": "N01234321",
        },
        "organization": "KHM900001",
        "employer": {"names": [{"text": "架空介護株式会社", "lang": "ja", "script": "Jpan"}]},
        "field": "nursing-care",
        "job_category": "Care worker",
        "route": "from-abroad",
        "terms": {
            "wage": {"monthly": {"amount": "198000", "currency": "JPY"}},
            "from_on": "2026-05-01",
            "until_on": "2029-04-30",
        },
        "fees": [
            {
                "payer": "candidate",
                "payee": "sending-organization",
                "purpose": "training",
                "amount": {"amount": "650", "currency": "USD"},
                "basis": {"lang": "en", "text": "Four months of lessons, as the ministry allows."},
                "parts": [
                    {"what": "Books", "amount": {"amount": "50", "currency": "USD"}},
                    {"what": "Lessons", "amount": {"amount": "600", "currency": "USD"}},
                ],
                "explained_on": "2026-01-12",
            }
        ],
        "exams": [
            {
                "kind": "language",
                "name": "JFT-Basic",
                "number": "JFT-26-000123",
                "passed_on": "2025-11-20",
            }
        ],
        "valid_until_on": date(2026, 8, 31).isoformat(),
    }
    candidate = said["candidate"] | changes.pop("candidate", {})
    return CandidateCase.model_validate(said | changes | {"candidate": candidate})

"""Reports that wait at the demonstration's intake offices. All that they tell is invented."""

import json
from collections.abc import Mapping
from typing import Final

from kakehashi.cli.demo.play import OFFICERS
from kakehashi.cli.demo.stage import Stage

Answers = Mapping[str, Mapping[str, list[str]]]

PASSPHRASE: Final = "herons wade in the shallow lake"  # noqa: S105 - printed for whoever tries it
STEP: Final = "kakehashi.dispatch.intake_office:leave_report"
_KHMER: Final[Answers] = {
    "whom": {"whom": ["self"]},
    "what": {"what": ["a", "e"]},
    "story": {"story": ["មេខ្យល់ម្នាក់យកលិខិតឆ្លងដែនរបស់ខ្ញុំ ហើយសុំប្រាក់កក់ ៣០០០ ដុល្លារ។ គាត់មិនប្រាប់ថាសម្រាប់អ្វីទេ។"]},
    "who.1": {"name": ["ចាន់ ដារារិទ្ធ"], "role": ["broker"], "contact": ["+855 99 000 111"]},
    "money.1": {"amount": ["3000"], "currency": ["USD"], "state": ["paid"], "receipt": ["no"]},
    "where": {"country": ["KH"], "place": ["តាកែវ"]},
    "know": {"know": ["other-side"]},
}
_JAPANESE: Final[Answers] = {
    "whom": {"whom": ["organization"]},
    "what": {"what": ["b", "c"]},
    "story": {
        "story": ["寮から出る時間を決められ、やめるなら違約金50万円と言われた人が三人います。"]
    },
    "who.1": {"name": ["チャン・ダラリット"], "role": ["broker"], "contact": ["099-000-111"]},
    "money.1": {"amount": ["500000"], "currency": ["JPY"], "state": ["asked"]},
    "know": {"know": ["ministry"]},
}
_TAJIK: Final[Answers] = {
    "whom": {"whom": ["relative"]},
    "what": {"what": ["e"]},
    "story": {"story": ["Аз бародарам барои раводид пул гирифтанд ва квитансия надоданд."]},
    "who.1": {"name": ["Раҳимов Ҷамшед"], "role": ["broker"]},
    "money.1": {"amount": ["9000"], "currency": ["TJS"], "state": ["paid"], "receipt": ["no"]},
}
_LEFT: Final = {
    "JP": ("jp-kh-2019", "ja", _JAPANESE),
    "KH": ("jp-kh-2019", "km", _KHMER),
    "TJ": ("jp-tj-2024", "tg", _TAJIK),
}


def leave_reports(stage: Stage) -> None:
    """Open each intake office for both its officers, and leave a report there."""
    for role in stage.roles:
        officers = OFFICERS[role.party]
        file = stage.folder / "passphrases"
        file.write_text("".join(f"{name}:{PASSPHRASE}\n" for name in officers), encoding="utf-8")
        file.chmod(0o600)
        stage.run(
            *(role.party, "intake", "key", "create", *officers, "--passphrases", str(file)),
        )
        file.unlink()
        agreement, lang, answers = _LEFT[role.party]
        code = stage.actor(role.party).act(STEP, answers=answers, agreement=agreement, lang=lang)
        kept = stage.folder / f"{role.party}.report"
        kept.write_text(json.dumps([lang, str(code)]), encoding="utf-8")


def left(stage: Stage, party: str) -> tuple[str, str]:
    """Give the language and the code of the report that waits at a side."""
    lang, code = json.loads((stage.folder / f"{party}.report").read_text(encoding="utf-8"))
    return lang, code

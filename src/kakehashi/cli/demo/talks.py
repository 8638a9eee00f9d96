"""A consultation of the year: minutes that one side corrects, and actions that are followed."""

from datetime import timedelta

from kakehashi.cli.demo.cast import written
from kakehashi.cli.demo.play import Play, as_example

KH = "jp-kh-2019"
PLACE = written("km", "តាមវីដេអូ តូក្យូ និងភ្នំពេញ", "By video, Tokyo and Phnom Penh")
HOURS = {"begins": "10:00", "ends": "12:00", "zone": "Asia/Tokyo"}


def minuted_consultation(play: Play) -> None:
    """A second consultation: minutes corrected and agreed, one of its two actions done."""
    start = play.at.date()
    held_on = start + timedelta(days=12)
    offered = {"days": [held_on.isoformat()], "hours": HOURS}
    asked = play.say(
        "KH",
        KH,
        "consultation.proposed",
        {**as_example("consultation.proposed"), "statement": offered},
    )
    play.cross(KH)
    play.on(start + timedelta(days=2))
    accepted = {**as_example("consultation.accepted"), "statement": {"on": held_on.isoformat()}}
    play.say("JP", KH, "consultation.accepted", accepted, answers=(asked,))
    play.cross(KH)
    play.on(held_on + timedelta(days=2))
    actions = [
        {"action": "a1", "owner": "KH", "due_on": (held_on + timedelta(days=30)).isoformat()},
        {"action": "a2", "owner": "JP", "due_on": (held_on + timedelta(days=60)).isoformat()},
    ]
    held = {"held_on": held_on.isoformat(), "actions": actions}
    text = {
        "form": "video",
        "participants": [{"side": "JP", "office": "isa"}, {"side": "KH", "office": "placement-3"}],
        "items": [_item()],
        "actions": _described("a1", "a2"),
    }
    first = play.say(
        "JP",
        KH,
        "consultation.minuted",
        {"statement": held, "restricted": text},
        refers=(asked,),
    )
    play.cross(KH)
    play.on(held_on + timedelta(days=4))
    corrected = {**text, "place": PLACE}
    second = play.say(
        "KH",
        KH,
        "consultation.minutes-corrected",
        {"statement": held, "restricted": corrected},
        answers=(first,),
    )
    play.cross(KH)
    play.on(held_on + timedelta(days=6))
    agreed = play.say(
        "JP", KH, "consultation.minutes-agreed", {"statement": held}, answers=(second,)
    )
    play.cross(KH)
    play.on(held_on + timedelta(days=9))
    done = {
        **as_example("corrective-action.reported"),
        "statement": {"action": "a1", "state": "done", "done_on": play.at.date().isoformat()},
    }
    play.say("KH", KH, "corrective-action.reported", done, answers=(agreed,))
    play.cross(KH)


def _described(*names: str) -> list[dict[str, object]]:
    words = (
        ("保証金についてラジオで注意を呼びかける", "Warn of deposits on the radio"),
        (
            "試験の会場を一か月前までに公表する",
            "Publish where exams are held, a month before",
        ),
    )
    return [
        {"action": name, "what": written("ja", *said)}
        for name, said in zip(names, words, strict=True)
    ]


def _item() -> dict[str, object]:
    said = ("保証金に関する通報が双方で増えている。", "Both sides see more reports about deposits.")
    return {
        "number": 1,
        "subject": "b",
        "title": written("ja", "保証金", "Deposits"),
        "said": [written("ja", *said)],
        "concluded": written("ja", "公衆に注意を呼びかける。", "The public is to be warned."),
    }

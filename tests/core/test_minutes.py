from datetime import date

from kakehashi.core.minutes import Part, Written, changes
from kakehashi.core.notices.consultations import (
    ActionOwed,
    CorrectiveAction,
    Form,
    Held,
    MinutedItem,
    Minutes,
    Subject,
)
from kakehashi.core.notices.text import Text


def en(text: str) -> Text:
    return Text(lang="en", text=text)


def written(
    concluded: str = "Both sides check.",
    due_on: date | None = date(2026, 7, 1),
    place: str = "Tokyo",
    *,
    more: bool = False,
) -> Written:
    items = [
        MinutedItem(
            number=1, subject=Subject.INTERMEDIARIES, title=en("Fees"), concluded=en(concluded)
        )
    ]
    if more:
        items.insert(0, MinutedItem(number=2, subject=Subject.EXAMS, title=en("Test days")))
    return Written(
        Held(
            held_on=date(2026, 5, 20), actions=(ActionOwed(action="a1", owner="KH", due_on=due_on),)
        ),
        Minutes(
            form=Form.MEETING,
            place=en(place),
            items=tuple(items),
            actions=(CorrectiveAction(action="a1", what=en("Publish a table of fees")),),
        ),
    )


def test_the_same_text_has_no_changes() -> None:
    assert changes(written(), written()) == ()


def test_each_place_that_differs_is_named() -> None:
    found = changes(written(), written("Both sides publish.", None, "Phnom Penh", more=True))
    assert [(change.part, change.key) for change in found] == [
        (Part.HEAD, ""),
        (Part.ITEM, "1"),
        (Part.ITEM, "2"),
        (Part.ACTION, "a1"),
    ]
    assert found[2].before is None


def test_the_order_in_which_items_stand_is_no_change() -> None:
    ordered = written(more=True)
    items = tuple(reversed(ordered.minutes.items))
    turned = Written(ordered.held, ordered.minutes.model_copy(update={"items": items}))
    assert changes(ordered, turned) == ()


def test_what_was_taken_out_is_seen() -> None:
    (change,) = changes(written(more=True), written())
    assert (change.key, change.after) == ("2", None)

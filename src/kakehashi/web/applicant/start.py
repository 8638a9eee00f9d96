"""What an application takes, for whoever thinks of one."""

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from kakehashi import node
from kakehashi.approvals import standards
from kakehashi.web.applicant import entering
from kakehashi.web.parts.applications import words
from kakehashi.web.parts.doors import public
from kakehashi.web.parts.shapes import Lines, Row, Summary


@public
@require_safe
def start(request: HttpRequest) -> HttpResponseBase:
    """Say who can apply, against which standards, with which documents."""
    day = entering.today()
    shown = []
    for name in entering.open_agreements():
        version = standards.version_on(name, day)
        if version is None:
            continue
        made = standards.set_of(version)
        rows = [
            Row(str(number), [words.text(one.title)])
            for number, one in enumerate(made.standards, 1)
        ]
        shown.append(
            {
                "title": words.plain(node.profile(name).title),
                "standards": Summary(rows, words.plain(made.title)),
                "papers": Lines([words.paper_name(one) for one in made.papers]),
                "from_on": version.from_on,
            }
        )
    return entering.page(request, "start", {"agreements": shown})

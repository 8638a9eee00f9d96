"""Cases: their list, the page of each, and what officers do on it at home."""

from collections.abc import Callable, Mapping
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from kakehashi.accounts.permissions import Act
from kakehashi.core.notices.payload import Classification
from kakehashi.core.parts import PartRole
from kakehashi.core.ways_out import Gate, Way, lets_out
from kakehashi.desk.actions import note_confidential_reading
from kakehashi.desk.cases import actions, files, queries, sealing
from kakehashi.web.desk import access, showing
from kakehashi.web.desk.cases import listing, page, steps
from kakehashi.web.desk.cases.forms import CaseForms
from kakehashi.web.desk.cases.page import Opened
from kakehashi.web.desk.drafting.beginning import begin, kinds_open
from kakehashi.web.desk.notices import queries as notices
from kakehashi.web.parts.doors import officer_of, officers
from kakehashi.web.parts.downloads import download
from kakehashi.web.parts.uploads import LARGEST, about, in_memory


@officers(Act.READ)
@never_cache
def cases(request: HttpRequest) -> HttpResponseBase:
    """The cases that this officer may see, the latest move first."""
    wanted, now = listing.asked(request), timezone.now()
    found = listing.found(request, wanted, now=now)
    shown = {
        "filters": listing.filters(wanted),
        "is_narrowed": listing.is_narrowed(wanted),
        "table": listing.table(
            found[: queries.PAGE],
            now=now,
            with_agreement=not wanted.agreement and len(wanted.agreements) > 1,
        ),
        "lost": listing.lost_table(
            queries.lost(
                wanted.agreements, within=access.within(request, agreement="edition__agreement")
            )
        ),
        "next_page": listing.next_page(wanted, found),
        "is_first": wanted.after is None,
    }
    return render(request, "desk/cases.html", showing.context(request, "cases") | shown)


@officers(Act.READ)
@never_cache
def case(request: HttpRequest, agreement: str, matter: str) -> HttpResponseBase:
    """One case with all that this officer may see of it."""
    here = page.opened(request, agreement, matter)
    return _page(request, here, CaseForms(page.officers_of(agreement)))


def _page(
    request: HttpRequest, here: Opened, forms: CaseForms, *, status: int = 200, before: str = ""
) -> HttpResponseBase:
    shown = page.shown(request, here, forms, now=timezone.now(), before=before)
    context = showing.context(request, "cases") | shown
    return render(request, "desk/case.html", context, status=status)


@officers(Act.DRAFT)
@require_POST
def follow(request: HttpRequest, agreement: str, matter: str) -> HttpResponseBase:
    """Begin a draft of a notice that may follow, with what is known filled in."""
    here = page.opened(request, agreement, matter)
    kinds = kinds_open(request, agreement)
    thread = queries.thread(here.case).dealings
    found = steps.following(here.case, thread, kinds)
    one = next((n for n in found if n.code == request.POST.get("next")), None)
    if one is None:
        raise Http404
    told = notices.contents_of(here.inside, one.about, (PartRole.RESTRICTED,))
    draft = begin(request, agreement, one.kind, steps.prefilled(one, told))
    return redirect("desk_draft", public_id=draft.public_id)


@lets_out(Way.ATTACHMENT, gate=Gate.CIRCLE)
@officers(Act.READ)
@never_cache
def note_file(
    request: HttpRequest, agreement: str, matter: str, public_id: UUID
) -> HttpResponseBase:
    """The file of a working note, where this officer may read it."""
    here = page.opened(request, agreement, matter)
    note = files.note_by_id(agreement, matter, public_id)
    if note is None:
        raise Http404
    if not here.may_read_notes:
        raise PermissionDenied
    data, said = sealing.read_file(note), sealing.read_notes([note]).get(note.pk)
    if data is None or said is None:
        raise Http404
    if here.case.classification == Classification.CONFIDENTIAL:
        what = f"note {note.public_id}"
        note_confidential_reading(what, by=officer_of(request).id, now=timezone.now())
    return download(data, said.file_name, said.media_type)


@officers(*page.WORKS)
@never_cache
@in_memory
@require_POST
def act(request: HttpRequest, agreement: str, matter: str) -> HttpResponseBase:
    """Do something on a case at home, unless somebody was faster: then show the page anew."""
    here = page.opened(request, agreement, matter)
    work = ACTS.get(request.POST.get("act", ""))
    if work is None:
        raise Http404
    if not here.may_work:
        raise PermissionDenied
    forms = CaseForms(page.officers_of(agreement))
    forms.take(request.POST)
    before = request.POST.get("seen", "")
    if before != here.seen:
        return _page(request, here, forms, status=409, before=before)
    try:
        done = work(request, here, forms)
    except actions.Moved:
        now_is = page.opened(request, agreement, matter)
        return _page(request, now_is, forms, status=409, before=before)
    if forms.wrong:
        return _page(request, here, forms, status=422)
    messages.success(request, done)
    return redirect(listing.address(here.case))


def _revision(here: Opened) -> int:
    return here.file.revision if here.file else 0


def _note(request: HttpRequest, here: Opened, forms: CaseForms) -> str:
    done_on = forms.judge_note()
    upload = request.FILES.get("file")
    data, known = None, {"file_name": "", "media_type": ""}
    if isinstance(upload, InMemoryUploadedFile):
        if (upload.size or 0) > LARGEST:
            forms.wrong["file"] = _("This file is larger than 16 MB. Choose a smaller one.")
        else:
            data = upload.read()
            known = about(upload, data)
    if not forms.wrong:
        actions.write_note(
            here.case.agreement,
            here.case.matter,
            sort=forms.typed["sort"],
            noted=sealing.Noted(forms.typed["words"], known["file_name"], known["media_type"]),
            data=data,
            done_on=done_on,
            revision=_revision(here),
            by=officer_of(request).id,
            now=timezone.now(),
        )
    return _("Noted. It stays on this node.")


def _assign(request: HttpRequest, here: Opened, forms: CaseForms) -> str:
    to = forms.judge_officer()
    if not forms.wrong:
        actions.assign(
            here.case.agreement,
            here.case.matter,
            to=to,
            revision=_revision(here),
            by=officer_of(request).id,
            now=timezone.now(),
        )
    return _("The case is in other hands now.") if to else _("The case is in nobody's hands now.")


def _number(request: HttpRequest, here: Opened, forms: CaseForms) -> str:
    reference = forms.judge_number()
    if not forms.wrong:
        actions.set_reference(
            here.case.agreement,
            here.case.matter,
            reference=reference,
            revision=_revision(here),
            by=officer_of(request).id,
            now=timezone.now(),
        )
    return _("The file number is kept.")


def _put_away(request: HttpRequest, here: Opened, _forms: CaseForms) -> str:
    is_filed = request.POST.get("act") == "file"
    actions.put_away(
        here.case.agreement,
        here.case.matter,
        is_filed=is_filed,
        revision=_revision(here),
        by=officer_of(request).id,
        now=timezone.now(),
    )
    return _("Filed away here.") if is_filed else _("Taken out of the files.")


def _link(request: HttpRequest, here: Opened, forms: CaseForms) -> str:
    reference = forms.judge_other()
    other = None if forms.wrong else _case_of(request, reference)
    if other is None or other == (here.case.agreement, here.case.matter):
        forms.wrong.setdefault("other", _("There is no other case of that reference."))
    else:
        actions.link(
            here.case.agreement,
            here.case.matter,
            other=other,
            revision=_revision(here),
            by=officer_of(request).id,
            now=timezone.now(),
        )
    return _("The two cases stand side by side now.")


def _case_of(request: HttpRequest, reference: str) -> tuple[str, str] | None:
    """Find the case of a reference among those that this officer may see."""
    for agreement in access.agreements_in_part(request):
        known = queries.dealings(agreement, [reference]).get(reference)
        found = queries.case(agreement, known.matter) if known and known.matter else None
        clauses = access.clauses_seen(request, agreement)
        if found is not None and (clauses is None or found.clause in clauses):
            return agreement, found.matter
    return None


def _unlink(request: HttpRequest, here: Opened, _forms: CaseForms) -> str:
    agreement, _slash, matter = request.POST.get("linked", "").partition("/")
    linked = files.linked_by_hand(here.case.agreement, here.case.matter)
    if (agreement, matter) not in linked or agreement not in access.agreements_in_part(request):
        raise Http404
    actions.unlink(
        here.case.agreement,
        here.case.matter,
        other=(agreement, matter),
        revision=_revision(here),
        by=officer_of(request).id,
        now=timezone.now(),
    )
    return _("The two cases no longer stand side by side.")


ACTS: Final[Mapping[str, Callable[[HttpRequest, Opened, CaseForms], str]]] = {
    "note": _note,
    "assign": _assign,
    "number": _number,
    "file": _put_away,
    "take-out": _put_away,
    "link": _link,
    "unlink": _unlink,
}
"""What may be posted on a case's page."""

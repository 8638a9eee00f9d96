"""The addresses of the desk."""

from django.urls import include, path

from kakehashi.web.desk import home, record, searching
from kakehashi.web.desk.drafting import lists
from kakehashi.web.desk.letters import views as letters
from kakehashi.web.desk.notices import views as notices
from kakehashi.web.desk.people import permissions, sessions

urlpatterns = [
    path("", home.home, name="desk"),
    path("seen/", home.seen, name="desk_seen"),
    path("digest/", home.digest, name="desk_digest"),
    path("inbox/", notices.inbox, name="desk_inbox"),
    path("outbox/", notices.outbox, name="desk_outbox"),
    path("notices/", include("kakehashi.web.desk.notices.urls")),
    path("cases/", include("kakehashi.web.desk.cases.urls")),
    path("acceptance/", include("kakehashi.web.desk.acceptance.urls")),
    path("approvals/", include("kakehashi.web.desk.approvals.urls")),
    path("candidates/", include("kakehashi.web.desk.candidates.urls")),
    path("consultations/", include("kakehashi.web.desk.consultations.urls")),
    path("disclosures/", include("kakehashi.web.desk.disclosures.urls")),
    path("duties/", include("kakehashi.web.desk.duties.urls")),
    path("agreements/", include("kakehashi.web.desk.agreement.urls")),
    path("drafts/", include("kakehashi.web.desk.drafting.urls")),
    path("lists/new/", lists.upload, name="desk_list_upload"),
    path("lists/<uuid:public_id>/", lists.preview, name="desk_list"),
    path("letters/", letters.letters, name="desk_letters"),
    path("letters/new/", letters.register, name="desk_letter_register"),
    path("reports/", include("kakehashi.web.desk.intake.urls")),
    path("screening/", include("kakehashi.web.desk.screening.urls")),
    path("search/", searching.search, name="desk_search"),
    path("search/keep/", searching.keep, name="desk_search_keep"),
    path("search/<int:search>/delete/", searching.drop, name="desk_search_drop"),
    path("people/", include("kakehashi.web.desk.people.urls")),
    path("permissions/", permissions.permissions, name="desk_permissions"),
    path("sessions/", sessions.sessions, name="desk_sessions"),
    path("record/", record.lines, name="desk_record"),
    path("record/<int:index>/", record.entry, name="desk_record_entry"),
    path("record/<int:index>/proof/", record.proof_file, name="desk_record_proof"),
]

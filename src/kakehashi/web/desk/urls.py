"""The addresses of the desk."""

from django.urls import include, path

from kakehashi.web.desk import (
    agreement_today,
    concurring,
    drafting,
    home,
    letters,
    lists,
    permissions,
    printing,
    record,
    searching,
    sessions,
    views,
)

NOTICE = "<str:agreement>/<str:party>/<int:generation>/<int:index>/"

urlpatterns = [
    path("cases/", include("kakehashi.web.desk.case_urls")),
    path("consultations/", include("kakehashi.web.desk.consultation_urls")),
    path("agreements/", agreement_today.agreements, name="desk_agreements"),
    path("agreements/<str:agreement>/", agreement_today.today, name="desk_agreement"),
    path(
        "agreements/<str:agreement>/next/", agreement_today.begin_step, name="desk_agreement_step"
    ),
    path("", home.home, name="desk"),
    path("seen/", home.seen, name="desk_seen"),
    path("digest/", home.digest, name="desk_digest"),
    path("inbox/", views.inbox, name="desk_inbox"),
    path("outbox/", views.outbox, name="desk_outbox"),
    path(f"notices/{NOTICE}", views.notice, name="desk_notice"),
    path(f"notices/{NOTICE}print/", printing.notice_pdf, name="desk_notice_pdf"),
    path(f"notices/{NOTICE}files/<int:number>/", views.attachment, name="desk_attachment"),
    path("disclosures/", include("kakehashi.web.desk.disclosure_urls")),
    path("duties/", include("kakehashi.web.desk.duty_urls")),
    path("drafts/", drafting.drafts, name="desk_drafts"),
    path("drafts/new/", drafting.start, name="desk_start"),
    path("search/", searching.search, name="desk_search"),
    path("search/keep/", searching.keep, name="desk_search_keep"),
    path("search/<int:search>/delete/", searching.drop, name="desk_search_drop"),
    path("letters/", letters.letters, name="desk_letters"),
    path("letters/new/", letters.register, name="desk_letter_register"),
    path("people/", include("kakehashi.web.desk.people_urls")),
    path("permissions/", permissions.permissions, name="desk_permissions"),
    path("sessions/", sessions.sessions, name="desk_sessions"),
    path("record/", record.lines, name="desk_record"),
    path("record/<int:index>/", record.entry, name="desk_record_entry"),
    path("record/<int:index>/proof/", record.proof_file, name="desk_record_proof"),
    path("lists/new/", lists.upload, name="desk_list_upload"),
    path("lists/<uuid:public_id>/", lists.preview, name="desk_list"),
    path("drafts/<uuid:public_id>/", drafting.edit, name="desk_draft"),
    path("drafts/<uuid:public_id>/check/", drafting.check, name="desk_check"),
    path("drafts/<uuid:public_id>/concur/", concurring.concur, name="desk_concur"),
    path("drafts/<uuid:public_id>/letter/", concurring.letter, name="desk_concurrence_letter"),
    path("drafts/<uuid:public_id>/delete/", drafting.delete, name="desk_delete"),
    path("drafts/<uuid:public_id>/files/<str:name>/", drafting.draft_file, name="desk_draft_file"),
]

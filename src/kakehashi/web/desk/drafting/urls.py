"""The addresses of drafts."""

from django.urls import path

from kakehashi.web.desk.drafting import checking, concurring, pausing, views

DRAFT = "<uuid:public_id>/"

urlpatterns = [
    path("", views.drafts, name="desk_drafts"),
    path("new/", views.start, name="desk_start"),
    path("pauses/<int:number>/", pausing.let_go_on, name="desk_let_go_on"),
    path(DRAFT, views.edit, name="desk_draft"),
    path(f"{DRAFT}check/", checking.check, name="desk_check"),
    path(f"{DRAFT}concur/", concurring.concur, name="desk_concur"),
    path(f"{DRAFT}letter/", concurring.letter, name="desk_concurrence_letter"),
    path(f"{DRAFT}take-over/", views.take_over, name="desk_take_over"),
    path(f"{DRAFT}delete/", views.delete, name="desk_delete"),
    path(f"{DRAFT}files/<str:name>/", views.draft_file, name="desk_draft_file"),
]

"""The addresses of clause 3 on the desk."""

from django.urls import path

from kakehashi.web.desk.disclosures import acts, asking, register

NOTICE = "notices/<str:agreement>/<str:party>/<int:generation>/<int:index>/"

urlpatterns = [
    path("", register.register, name="desk_disclosures"),
    path(NOTICE, asking.may_it_leave, name="desk_may_leave"),
    path(f"{NOTICE}draft/", asking.draft, name="desk_disclosure_draft"),
    path(f"{NOTICE}answer/", asking.answer, name="desk_disclosure_answer"),
    path(f"{NOTICE}propose/", acts.propose, name="desk_disclosure_propose"),
    path("acts/<uuid:public_id>/", acts.local_disclosure, name="desk_disclosure"),
    path("acts/<uuid:public_id>/file/", acts.local_file, name="desk_disclosure_file"),
]

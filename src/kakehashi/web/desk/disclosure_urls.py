"""The addresses of clause 3 on the desk."""

from django.urls import path

from kakehashi.web.desk import disclosure_acts, disclosure_asking, disclosures

NOTICE = "notices/<str:agreement>/<str:party>/<int:generation>/<int:index>/"

urlpatterns = [
    path("", disclosures.register, name="desk_disclosures"),
    path(NOTICE, disclosure_asking.may_it_leave, name="desk_may_leave"),
    path(f"{NOTICE}draft/", disclosure_asking.draft, name="desk_disclosure_draft"),
    path(f"{NOTICE}answer/", disclosure_asking.answer, name="desk_disclosure_answer"),
    path(f"{NOTICE}propose/", disclosure_acts.propose, name="desk_disclosure_propose"),
    path("acts/<uuid:public_id>/", disclosure_acts.local_disclosure, name="desk_disclosure"),
    path("acts/<uuid:public_id>/file/", disclosure_acts.local_file, name="desk_disclosure_file"),
]

"""The addresses of cases."""

from django.urls import path

from kakehashi.web.desk import cases, exporting

CASE = "<str:agreement>/<str:matter>/"

urlpatterns = [
    path("", cases.cases, name="desk_cases"),
    path(CASE, cases.case, name="desk_case"),
    path(f"{CASE}print/", exporting.case_pdf, name="desk_case_pdf"),
    path(f"{CASE}export/", exporting.case_export, name="desk_case_export"),
    path(f"{CASE}follow/", cases.follow, name="desk_case_follow"),
    path(f"{CASE}act/", cases.act, name="desk_case_act"),
    path(f"{CASE}files/<uuid:public_id>/", cases.note_file, name="desk_case_file"),
]

"""The addresses of cases."""

from django.urls import path

from kakehashi.web.desk.cases import exporting, views

CASE = "<str:agreement>/<str:matter>/"

urlpatterns = [
    path("", views.cases, name="desk_cases"),
    path(CASE, views.case, name="desk_case"),
    path(f"{CASE}print/", exporting.case_pdf, name="desk_case_pdf"),
    path(f"{CASE}export/", exporting.case_export, name="desk_case_export"),
    path(f"{CASE}follow/", views.follow, name="desk_case_follow"),
    path(f"{CASE}act/", views.act, name="desk_case_act"),
    path(f"{CASE}files/<uuid:public_id>/", views.note_file, name="desk_case_file"),
]

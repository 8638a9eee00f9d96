"""The addresses of the acceptance check on the desk."""

from django.urls import path

from kakehashi.web.desk.acceptance import asking, export, taking, views

urlpatterns = [
    path("", views.board, name="desk_acceptance"),
    path("new/", taking.upload, name="desk_acceptance_new"),
    path("one/", taking.one, name="desk_acceptance_one"),
    path("<uuid:public_id>/", views.batch, name="desk_acceptance_batch"),
    path("<uuid:public_id>/again/", views.again, name="desk_acceptance_again"),
    path("<uuid:public_id>/file/", export.results, name="desk_acceptance_file"),
    path("<uuid:public_id>/ask/", asking.ask_group, name="desk_acceptance_ask_group"),
    path("<uuid:public_id>/<int:line>/", views.application, name="desk_acceptance_application"),
    path("<uuid:public_id>/<int:line>/ask/", asking.ask, name="desk_acceptance_ask"),
    path("<uuid:public_id>/<int:line>/rule/", views.rule, name="desk_acceptance_rule"),
    path("<uuid:public_id>/<int:line>/report/", asking.report_exam, name="desk_acceptance_report"),
]

"""The addresses of the room of applications."""

from django.urls import path

from kakehashi.web.desk.approvals import (
    acts,
    application,
    examining,
    letting_in,
    organization,
    queue,
    recommending,
    standards,
    visits,
)

ONE = "applications/<uuid:public_id>/"
FILE = "organizations/<str:agreement>/<path:number>/"

urlpatterns = [
    path("", queue.queue, name="desk_approvals"),
    path("applicants/let-in/", letting_in.let_in, name="desk_applicant_let_in"),
    path("find/", organization.find, name="desk_organization_find"),
    path(ONE, application.application, name="desk_application"),
    path(f"{ONE}act/", acts.act, name="desk_application_act"),
    path(f"{ONE}findings/", examining.findings, name="desk_application_findings"),
    path(f"{ONE}recommend/", recommending.recommend, name="desk_application_recommend"),
    path(f"{ONE}visit/", visits.plan_for_application, name="desk_application_visit"),
    path(f"{ONE}certificate/", application.certificate, name="desk_application_certificate"),
    path(f"{ONE}papers/<str:kept_as>/", application.paper, name="desk_application_paper"),
    path("visits/<uuid:public_id>/", visits.visit, name="desk_visit"),
    path("standards/<str:agreement>/", standards.standards_page, name="desk_standards"),
    path("standards/<str:agreement>/edit/", standards.edit, name="desk_standards_edit"),
    path("standards/<str:agreement>/act/", standards.act, name="desk_standards_act"),
    path(f"{FILE}visit/", organization.plan_visit, name="desk_organization_visit"),
    path(f"{FILE}draft/", organization.begin_measure, name="desk_organization_draft"),
    path(FILE, organization.organization, name="desk_organization"),
]

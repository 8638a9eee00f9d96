"""The addresses of candidates' cases and certificates."""

from django.urls import path

from kakehashi.web.desk.candidates import acting, printing, reconciling, views

urlpatterns = [
    path("", views.candidates, name="desk_candidates"),
    path("find/", views.find, name="desk_candidates_find"),
    path("reckoning/", reconciling.reckoning, name="desk_reckoning"),
    path("new/<str:agreement>/", views.new, name="desk_candidate_new"),
    path("<uuid:public_id>/", views.candidate, name="desk_candidate"),
    path("<uuid:public_id>/edit/", views.edit, name="desk_candidate_edit"),
    path("<uuid:public_id>/act/", acting.act, name="desk_candidate_act"),
    path("<uuid:public_id>/evidence/<str:step>/", views.evidence, name="desk_candidate_evidence"),
    path("<uuid:public_id>/print/<str:form>/", printing.hand_out, name="desk_candidate_print"),
]

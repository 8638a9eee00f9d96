"""The addresses of the room of consultations."""

from django.urls import path

from kakehashi.web.desk.consultations import papers, views

ONE = "<str:agreement>/<str:matter>/"

urlpatterns = [
    path("", views.consultations, name="desk_consultations"),
    path("new/<str:agreement>/", views.propose, name="desk_propose"),
    path(ONE, views.consultation, name="desk_consultation"),
    path(f"{ONE}next/", views.begin_turn, name="desk_consultation_next"),
    path(f"{ONE}invitation.ics", views.calendar_file, name="desk_invitation"),
    path(f"{ONE}papers/", papers.papers, name="desk_consultation_papers"),
]

"""The addresses of the room of consultations."""

from django.urls import path

from kakehashi.web.desk import consultations, meeting_papers

ONE = "<str:agreement>/<str:matter>/"

urlpatterns = [
    path("", consultations.consultations, name="desk_consultations"),
    path("new/<str:agreement>/", consultations.propose, name="desk_propose"),
    path(ONE, consultations.consultation, name="desk_consultation"),
    path(f"{ONE}next/", consultations.begin_turn, name="desk_consultation_next"),
    path(f"{ONE}invitation.ics", consultations.calendar_file, name="desk_invitation"),
    path(f"{ONE}papers/", meeting_papers.papers, name="desk_consultation_papers"),
]

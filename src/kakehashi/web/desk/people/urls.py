"""The addresses of officers, contact points, absences and roles."""

from django.urls import path

from kakehashi.web.desk.people import absences, contacts, views

urlpatterns = [
    path("", views.people, name="desk_people"),
    path("contact/", contacts.change, name="desk_contact_change"),
    path("absence/", absences.absence, name="desk_absence"),
    path("absences/<int:absence>/end/", absences.end, name="desk_absence_end"),
    path("absences/<int:absence>/confirm/", absences.confirm, name="desk_absence_confirm"),
    path("changes/<int:change>/", views.end_change, name="desk_role_change"),
    path("officers/<str:username>/", views.officer, name="desk_officer"),
    path("officers/<str:username>/roles/", views.ask_change, name="desk_officer_roles"),
    path("officers/<str:username>/close/", views.close, name="desk_officer_close"),
    path("officers/<str:username>/sessions/", views.end_sessions, name="desk_officer_sessions"),
]

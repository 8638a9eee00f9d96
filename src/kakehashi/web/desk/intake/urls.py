"""The addresses of confidential reports at the desk."""

from django.urls import path

from kakehashi.web.desk.intake import floods, unlocking, views

REPORT = "<uuid:public_id>/"
PAGE = f"{REPORT}files/<int:number>/<int:page_number>/"

urlpatterns = [
    path("", views.reports, name="desk_reports"),
    path("unlock/", unlocking.unlock, name="desk_reports_unlock"),
    path("lock/", unlocking.lock, name="desk_reports_lock"),
    path("erase/", views.erase_past, name="desk_reports_erase"),
    path("waves/<int:number>/", floods.wave, name="desk_reports_wave"),
    path("waves/<int:number>/<uuid:public_id>/", floods.alike, name="desk_reports_alike"),
    path(REPORT, views.report, name="desk_report"),
    path(f"{REPORT}act/", views.act, name="desk_report_act"),
    path(f"{REPORT}accept/", views.accept, name="desk_report_accept"),
    path(f"{REPORT}release/", views.release, name="desk_report_release"),
    path(f"{REPORT}pass-on/", views.pass_on, name="desk_report_pass_on"),
    path(PAGE, views.picture, name="desk_report_picture"),
    path(f"{PAGE}blacken/", views.blacken, name="desk_report_blacken"),
]

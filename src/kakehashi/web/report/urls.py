"""The addresses of the report site: short, and none says what it is."""

from django.urls import path

from kakehashi.web.report import asking, returning, sending_files, views

urlpatterns = [
    path("", views.entry, name="report"),
    path("leave/", views.leave, name="report-leave"),
    path("say/<str:step>.<str:lang>", views.sound, name="report-sound"),
    path("<str:lang>/", views.home, name="report-home"),
    path("<str:lang>/safe/", views.safety, name="report-safety"),
    path("<str:lang>/begin/", views.begin, name="report-begin"),
    path("<str:lang>/code/", views.code, name="report-code"),
    path("<str:lang>/end/", views.finish, name="report-finish"),
    path("<str:lang>/q/<str:name>/", asking.question, name="report-question"),
    path("<str:lang>/piece/", sending_files.piece, name="report-piece"),
    path("<str:lang>/drop/<int:number>/", asking.drop_file, name="report-drop"),
    path("<str:lang>/check/", asking.check, name="report-check"),
    path("<str:lang>/back/", returning.back, name="report-back"),
    path("<str:lang>/mine/", returning.mine, name="report-mine"),
    path("<str:lang>/write/", returning.write, name="report-write"),
]

"""The addresses of a notice."""

from django.urls import path

from kakehashi.web.desk.notices import printing, views

NOTICE = "<str:agreement>/<str:party>/<int:generation>/<int:index>/"

urlpatterns = [
    path(NOTICE, views.notice, name="desk_notice"),
    path(f"{NOTICE}print/", printing.notice_pdf, name="desk_notice_pdf"),
    path(f"{NOTICE}files/<int:number>/", views.attachment, name="desk_attachment"),
]

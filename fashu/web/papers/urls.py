"""Addresses of papers. Those of one paper of a case stand with the workbench."""

from django.urls import path

from fashu.web.papers import case, desk, mine, registers, templates, verify

app_name = "papers"

ONE = "workbench/cases/<str:number>/papers/<int:paper_id>"

urlpatterns = [
    path(f"{ONE}/do/", case.act, name="act"),
    path(f"{ONE}/pages/<int:page>.png", case.page, name="page"),
    path(f"{ONE}/files/<str:kind>/", case.file, name="file"),
    path(f"{ONE}/receipts/<str:role>/", case.receipt, name="receipt"),
    path("workbench/papers/", desk.index, name="desk"),
    path("workbench/papers/print/", desk.print_many, name="print"),
    path("workbench/papers/numbers/", registers.numbers, name="numbers"),
    path("workbench/papers/seals/", registers.seals, name="seals"),
    path("workbench/papers/templates/", templates.index, name="templates"),
    path(
        "workbench/papers/templates/<str:procedure>/<str:paper>/", templates.edit, name="template"
    ),
    path(
        "workbench/papers/templates/<str:procedure>/<str:paper>/preview/",
        templates.preview,
        name="template_preview",
    ),
    path("mine/<str:number>/papers/<int:paper_id>/", mine.paper, name="mine"),
    path("verify/", verify.verify, name="verify"),
]

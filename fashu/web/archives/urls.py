"""Addresses of the archive."""

from django.urls import path

from fashu.web.archives import index, volume

app_name = "archives"

urlpatterns = [
    path("", index.show, name="index"),
    path("put/", index.put, name="put"),
    path("<str:number>/", volume.show, name="volume"),
    path("<str:number>/proof/", volume.proof, name="proof"),
    path("<str:number>/loans/", volume.lend, name="lend"),
    path("<str:number>/loans/<int:loan_id>/", volume.loan, name="loan"),
    path("<str:number>/appraisal/", volume.appraise, name="appraise"),
    path("<str:number>/destruction/", volume.destruction, name="destruction"),
]

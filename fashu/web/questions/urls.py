"""Addresses of the form engine."""

from django.urls import path

from fashu.web.questions import views

app_name = "questions"

urlpatterns = [path("offices/", views.offices, name="offices")]

"""Files to keep: handed out under their own names, never shown inside a page."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def download(name: str, media_type: str, content: bytes) -> HttpResponse:
    """The file as an answer. A browser saves it and does not guess what it is."""
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response

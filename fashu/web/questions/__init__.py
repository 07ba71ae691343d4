"""Forms from what a step asks: one place that draws, reads, checks and reads out its questions.

A page passes `sheet(...)` to `questions/sheet.html` (and `questions/errors.html` above it), reads
what comes back with `read`, and checks it with `check`. A click on 上传、移除 or 查找 (`stays`)
only wants the page again. Where answers are kept as a draft, `filling_of`, `receive` and `submit`
do all of it. Nothing here knows a business.
"""

from fashu.web.questions.answers import check, read, searches, standing, stays
from fashu.web.questions.filling import Filling, Received, filling_of, receive, submit
from fashu.web.questions.pages import Page, pages_of
from fashu.web.questions.reading import Answer, read_out
from fashu.web.questions.sheet import Sheet, sheet
from fashu.web.questions.words import in_words

__all__ = [
    "Answer",
    "Filling",
    "Page",
    "Received",
    "Sheet",
    "check",
    "filling_of",
    "in_words",
    "pages_of",
    "read",
    "read_out",
    "receive",
    "searches",
    "sheet",
    "standing",
    "stays",
    "submit",
]

"""What is seen as a table: a workbook, or CSV where a workbook would keep somebody waiting."""

from collections.abc import Iterable, Sequence

from django.http import HttpResponse

from fashu.kernel.sheets import Column, write_csv, write_xlsx
from fashu.web.downloads import download

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_XLSX = 20_000
"""How many rows a workbook may have that is made while somebody waits."""


def table(
    name: str, columns: Sequence[Column], rows: Iterable[Sequence[str]], count: int
) -> HttpResponse:
    """The rows as a file of this name; `count` of them."""
    if count > MOST_XLSX:
        content = "".join(write_csv(columns, rows)).encode()
        return download(f"{name}.csv", "text/csv", content)
    return download(f"{name}.xlsx", XLSX, write_xlsx("记录", columns, rows))

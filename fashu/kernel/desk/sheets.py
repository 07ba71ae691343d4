"""A list of cases as an Excel workbook: exactly the columns, order and rows that are seen."""

from django.db.models import QuerySet

from fashu.kernel.cases.models import Case
from fashu.kernel.desk.lists import COLUMNS, rows_of
from fashu.kernel.procedure.refusal import refuse
from fashu.kernel.sheets import Column, write_xlsx

MOST_ROWS = 50_000
CHUNK = 500
WIDTHS = {"number": 24, "title": 48, "parties": 24, "office": 24, "due": 24, "business": 18}
USUAL_WIDTH = 14


def write_sheet(cases: QuerySet[Case], columns: tuple[str, ...]) -> bytes:
    """The workbook. Raises Refused where there is too much.

    Rows are written as they are read, so that a long list takes little more memory than a short.
    """
    count = cases.count()
    if count > MOST_ROWS:
        raise refuse(f"共{count}件，一次最多导出{MOST_ROWS}件", remedy="请用筛选分几次导出")
    heads = [Column(COLUMNS[key].title, width=WIDTHS.get(key, USUAL_WIDTH)) for key in columns]
    rows = (
        [cell.written for cell in row.cells]
        for start in range(0, count, CHUNK)
        for row in rows_of(cases[start : start + CHUNK], columns)
    )
    return write_xlsx("案件", heads, rows)

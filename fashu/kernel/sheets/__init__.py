"""Tables from and for Excel and CSV: read without trust, written so that nothing is executed.

Knows rows and cells, and nothing of what they mean.
"""

from fashu.kernel.sheets.guard import SheetRefusedError
from fashu.kernel.sheets.reading import Table, read
from fashu.kernel.sheets.writing import Column, write_csv, write_xlsx

__all__ = ["Column", "SheetRefusedError", "Table", "read", "write_csv", "write_xlsx"]

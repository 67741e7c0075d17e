"""A program of its own: a workbook on its standard input, the cells of its sheet on its output, as JSON.

Apart, because a small workbook can ask for more memory than there is (one cell far away is enough), and the
reader, which is no Python, then ends the whole process. Given: the most rows and the most columns.
"""

import io
import json
import resource
import sys
from datetime import datetime, time
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

MEMORY = 1024**3
PROCESSOR_S = 30


def main(most_rows: int, most_columns: int) -> dict[str, Any]:
    """The first visible sheet that holds anything: its number, its rows of texts, the names of the others.

    Or {"fault": …} in one word.
    """
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_S, PROCESSOR_S))
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
        shown = [
            number
            for number, sheet in enumerate(book.sheets_metadata)
            if sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet
        ]
        for number in shown:
            sheet = book.get_sheet_by_index(number)
            if sheet.total_height > most_rows:
                return {"fault": "rows"}
            if sheet.total_width > most_columns:
                return {"fault": "columns"}
            if sheet.height:
                rows = [[_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
                others = [book.sheet_names[one] for one in shown if one != number]
                return {"sheet": number, "rows": rows, "others": others}
    except PasswordError:
        return {"fault": "password"}
    except CalamineError:
        return {"fault": "damaged"}
    return {"fault": "empty"}


def _text(cell: Any) -> str:
    """What the reader of the sheet would see, but for its format: 612345678, 2019-06-22."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    return str(cell)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(int(sys.argv[1]), int(sys.argv[2]))))

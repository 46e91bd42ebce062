"""Tables of cases in CSV: one row a case."""

import csv
import io
from collections.abc import Iterator

from calcinosis.case import Case, CaseError, Fault

from .case_rows import BESIDE_FINDINGS, case_from_row, check_columns
from .file_errors import CaseFileError
from .records import CaseRecord, record_from_dict
from .table_cell import text_of


def read_table(text: str) -> Iterator[CaseRecord | CaseFileError]:
    """The record of each row, or what is wrong with the row.

    The divider is the comma, semicolon or tabulator that is most frequent in the header. Columns
    beside the findings are ``id`` and ``clinic``. An apostrophe that keeps a spreadsheet from
    running an id as a formula is not part of the id.

    Raises:
        CaseFileError: the header is at fault, or the text is not CSV.
    """
    header_line = next((line for line in text.splitlines() if line.strip()), "")
    divider = max(",;\t", key=header_line.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=divider, strict=True)
    header: list[str] | None = None
    try:
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if header is None:
                header = [cell.strip() for cell in cells]
                _check_header(header, reader.line_num)
            else:
                yield _record_of_row(header, cells, reader.line_num, divider)
    except csv.Error as error:
        message = f"this is not CSV ({error}): is a quotation mark not closed?"
        fault = Fault("file", str(error), "CSV", message)
        raise CaseFileError((fault,), f"line {reader.line_num}") from None


def _check_header(header: list[str], line: int) -> None:
    twice = {name for name in BESIDE_FINDINGS if header.count(name) > 1}
    try:
        check_columns(name for name in header if name not in BESIDE_FINDINGS or name in twice)
    except CaseError as error:
        raise CaseFileError(error.faults, f"line {line}") from None


def _record_of_row(
    header: list[str], cells: list[str], line: int, divider: str
) -> CaseRecord | CaseFileError:
    where = f"line {line}"
    if len(cells) != len(header):
        hint = "is a cell missing?"
        if len(cells) > len(header):
            hint = "is there a divider within a cell"
            hint += ", such as a decimal comma? Put it in quotes" if divider == "," else "?"
        message = f"{len(cells)} cells where the header has {len(header)} columns: {hint}"
        fault = Fault("row", f"{len(cells)} cells", f"{len(header)} cells", message)
        return CaseFileError((fault,), where)
    row = dict(zip(header, cells, strict=True))
    beside = {key: row.pop(key).strip() for key in BESIDE_FINDINGS if key in row}
    if "id" in beside:
        beside["id"] = text_of(beside["id"])
    faults: tuple[Fault, ...] = ()
    try:
        case = case_from_row(row)
    except CaseError as error:
        case, faults = Case(), error.faults
    try:
        record = record_from_dict({**beside, "case": case.to_dict()}, f"line-{line}")
    except CaseError as error:
        faults = (*error.faults, *faults)
    return CaseFileError(faults, where) if faults else record

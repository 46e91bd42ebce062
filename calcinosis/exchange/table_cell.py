"""Text in a table cell that a spreadsheet must not take for a formula.

Source: OWASP, "CSV Injection" (https://owasp.org/www-community/attacks/CSV_Injection).
"""

import re

_FORMULA = re.compile("'*[=+\\-@\t\r\uff1d\uff0b\uff0d\uff20]")


def cell_of(text: str) -> str:
    """The text as a cell: with an apostrophe before it where a spreadsheet might run it.

    >>> cell_of("=cmd"), cell_of("-12"), cell_of("case-12")
    ("'=cmd", "'-12", 'case-12')
    """
    return f"'{text}" if _FORMULA.match(text) else text


def text_of(cell: str) -> str:
    """The text that ``cell_of`` made a cell of, unchanged.

    >>> text_of(cell_of("=cmd")), text_of("'tis")
    ('=cmd', "'tis")
    """
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell

"""Numbers as people type them and read them."""

import re

_PLAIN_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+)", re.ASCII)
_COMMA_BEFORE_THREE_DIGITS = re.compile(r"[+-]?[1-9][0-9]{0,2},[0-9]{3}", re.ASCII)

_NUMBER_AND_UNIT = re.compile(
    r"(?P<number>[+\-\N{MINUS SIGN}]?[0-9.,]*[0-9][0-9.,]*)\s*"
    r"(?P<unit>(?:[^\W\d_]{2,}|[^\W\d_]/)[^\n]*|%)"
)
_PRINTED_UNITS = {
    "umol/L": "µmol/L",
    "mL/min/1.73m2": "mL/min/1.73 m²",
    "mg2/dL2": "mg²/dL²",
    "mmol2/L2": "mmol²/L²",
}


def parse_number(text: str | None) -> float | None:
    """The number in a typed text, with a point or comma as decimal mark; None for an empty text.

    Thousands marks are never guessed: two marks in one number, or one comma before exactly three
    digits ("1,234" may be 1.234 or 1234), are refused. Raises ValueError saying how to write it.

    >>> parse_number("2,45"), parse_number(" 2.45 "), parse_number("")
    (2.45, 2.45, None)
    """
    if text is None or not text.strip():
        return None
    typed = text.strip().replace("\N{MINUS SIGN}", "-")
    if sum(typed.count(mark) for mark in ".,") > 1:
        raise ValueError(
            f"{text!r} has more than one decimal mark: write it without thousands marks, "
            "for example 1234.5"
        )
    if _COMMA_BEFORE_THREE_DIGITS.fullmatch(typed):
        raise ValueError(
            f"{text!r} may mean {typed.replace(',', '.')} or {typed.replace(',', '')}: "
            "write it with a point or without the comma"
        )
    if not _PLAIN_NUMBER.fullmatch(typed):
        raise ValueError(f"{text!r} is not a number: write digits with at most one decimal mark")
    return float(typed.replace(",", "."))


def split_unit(text: str) -> tuple[str, str]:
    """A typed number and the unit typed behind it, each as it was typed; "" where there is none.

    >>> split_unit("2,45 mmol/L"), split_unit("9.8mg/dL"), split_unit("7.1"), split_unit("high")
    (('2,45', 'mmol/L'), ('9.8', 'mg/dL'), ('7.1', ''), ('high', ''))
    """
    found = _NUMBER_AND_UNIT.fullmatch(text.strip())
    return (found["number"], found["unit"]) if found else (text.strip(), "")


def unit_text(unit: str) -> str:
    """A unit as it is printed for people; files keep the spelling of the vocabulary.

    >>> unit_text("umol/L"), unit_text("mg/dL")
    ('µmol/L', 'mg/dL')
    """
    return _PRINTED_UNITS.get(unit, unit)


def number_text(value: float) -> str:
    """A number as it was entered, without a needless ".0".

    >>> number_text(54.0), number_text(9.15)
    ('54', '9.15')
    """
    return f"{value:.12g}"


def rounded_text(value: float, digits: int = 4) -> str:
    """A number rounded to so many significant digits, never in powers of ten.

    >>> rounded_text(7.48501), rounded_text(8732.4)
    ('7.485', '8732')
    """
    return f"{float(f'{value:.{digits}g}'):.12g}"

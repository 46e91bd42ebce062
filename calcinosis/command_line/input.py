"""What the commands read, and how they say what the user must mend."""

from __future__ import annotations

from pathlib import Path
from typing import TextIO

from calcinosis.cases import load_cases
from calcinosis.exchange import CaseFile, CaseRecord, read_case_file

_MOST_BYTES = 200_000_000


class BadInputError(Exception):
    """What the user must mend, in one message."""


def meant(clinic: str) -> str:
    """The clinic that a name in a file or an argument stands for."""
    return "any" if clinic == "other" else clinic


def records_of(file: str | None, stdin: TextIO) -> tuple[CaseRecord, ...]:
    """The records of a file, every one readable; the packaged ones without a file.

    Raises:
        BadInputError: the file or a record of it cannot be read.
        CaseFileError: the file as a whole is at fault.
    """
    if file is None:
        return load_cases()
    read = read_file(file, stdin)
    if read.errors:
        raise BadInputError("\n".join(map(str, read.errors)))
    return read.records


def read_file(file: str, stdin: TextIO) -> CaseFile:
    """What a case file holds; "-" is standard input.

    Raises:
        BadInputError: there is no such file.
        CaseFileError: the file as a whole is at fault.
    """
    try:
        if file == "-":
            content, name = getattr(stdin, "buffer", stdin).read(), ""
        else:
            content, name = Path(file).read_bytes(), Path(file).name
    except OSError as error:
        raise BadInputError(
            f"file {file!r} cannot be read ({error.strerror}; allowed: a case file, or - for "
            "standard input): is the name right?"
        ) from None
    return read_case_file(content, name, most_bytes=_MOST_BYTES)


def as_error(error: object) -> str:
    """An error as lines for stderr, each marked as such."""
    return "".join(f"error: {line}\n" for line in str(error).splitlines())

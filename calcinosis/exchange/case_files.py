"""Case files: JSON, JSON lines and CSV, read from text or bytes and written as text."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from calcinosis.case import CaseError, Fault

from .case_tables import read_table
from .file_errors import CaseFileError, whole_file_error
from .records import Answer, CaseRecord, record_from_dict
from .strict_json import parse_json

__all__ = [
    "Answer",
    "CaseFile",
    "CaseFileError",
    "CaseRecord",
    "read_case_file",
    "read_records",
    "write_json",
    "write_jsonl",
]

MOST_BYTES = 2_000_000
"""What a browser may hand over; the command line allows more."""

Form = Literal["json", "jsonl", "csv"]


@dataclass(frozen=True, slots=True)
class CaseFile:
    """What a case file holds: the records that could be read, and an error for each that could not.

    ``is_single`` says that the file is one JSON object rather than a list or table.
    """

    form: Form
    records: tuple[CaseRecord, ...]
    errors: tuple[CaseFileError, ...]
    is_single: bool

    @property
    def repeated_ids(self) -> dict[str, int]:
        """How often each id stands in the file that stands there more than once."""
        times = Counter(record.id for record in self.records)
        return {record_id: n for record_id, n in times.items() if n > 1}


def read_case_file(
    content: str | bytes, name: str = "", *, most_bytes: int = MOST_BYTES
) -> CaseFile:
    """Read a case file; the form is told from the content, then from the extension of ``name``.

    In JSON lines and CSV a faulty line does not stop the others: its error stands in ``errors``.

    Args:
        content: text, or bytes in UTF-8 (with or without byte order mark) or marked UTF-16.
        name: file name, for its extension only.
        most_bytes: size limit.

    Raises:
        CaseFileError: the file as a whole cannot be read, or JSON holds a faulty record.
    """
    text = _text_of(content, most_bytes)
    extension = name.lower().rpartition(".")[2] if "." in name else ""
    form = _form_of(text, extension)
    if form == "csv":
        found = list(read_table(text))
    elif form == "jsonl":
        found = list(_read_jsonl(text))
    else:
        return _read_json(text)
    if not found:
        raise whole_file_error(
            "nothing", "at least one case", "the file has no case: is it the right one?"
        )
    return CaseFile(
        form,
        tuple(one for one in found if isinstance(one, CaseRecord)),
        tuple(one for one in found if isinstance(one, CaseFileError)),
        is_single=False,
    )


def read_records(
    content: str | bytes, name: str = "", *, most_bytes: int = MOST_BYTES
) -> tuple[CaseRecord, ...]:
    """Every record of a case file.

    Raises:
        CaseFileError: anything in the file cannot be read; the first faulty place is named.
    """
    file = read_case_file(content, name, most_bytes=most_bytes)
    if file.errors:
        raise file.errors[0]
    return file.records


def write_json(records: Iterable[CaseRecord]) -> str:
    """Records as JSON: one as an object, several as a list; reading gives them back unchanged."""
    entries = [record.to_dict() for record in records]
    content = entries[0] if len(entries) == 1 else entries
    return json.dumps(content, ensure_ascii=False, allow_nan=False, indent=2) + "\n"


def write_jsonl(records: Iterable[CaseRecord]) -> str:
    """Records as JSON lines, one a line; reading gives them back unchanged."""
    return "".join(
        json.dumps(record.to_dict(), ensure_ascii=False, allow_nan=False) + "\n"
        for record in records
    )


def _text_of(content: str | bytes, most_bytes: int) -> str:
    if len(content) > most_bytes:
        found = f"{len(content) / 1e6:.1f} MB"
        raise whole_file_error(
            found,
            f"at most {most_bytes / 1e6:g} MB",
            f"the file has {found} (allowed at most {most_bytes / 1e6:g} MB): split it",
        )
    if isinstance(content, str):
        return content.removeprefix("\ufeff")
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        byte = f"byte {content[error.start] if error.start < len(content) else 0:#04x}"
        raise whole_file_error(
            byte,
            "text in UTF-8",
            f"the file is not text in UTF-8 ({byte} at position {error.start}): "
            "is it a workbook or PDF? Save it as JSON or as CSV UTF-8",
        ) from None
    if "\0" in text:
        raise whole_file_error(
            "a zero byte",
            "text in UTF-8",
            "the file holds a zero byte, so it is not text in UTF-8: save it as JSON or CSV UTF-8",
        )
    return text


def _form_of(text: str, extension: str) -> Form:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if extension in ("csv", "tsv"):
        return "csv"
    if extension in ("jsonl", "ndjson"):
        return "jsonl"
    if not lines or not lines[0].startswith(("{", "[")):
        return "csv" if lines and extension != "json" else "json"
    if len(lines) > 1 and lines[0].startswith("{"):
        is_next_object = lines[1].startswith("{") and lines[0] != "{"
        if is_next_object or (len(lines[0]) > 1 and _is_json(lines[0])):
            return "jsonl"
    return "json"


def _is_json(line: str) -> bool:
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True


def _read_json(text: str) -> CaseFile:
    try:
        content = parse_json(text)
    except CaseError as error:
        raise CaseFileError(error.faults) from None
    is_single = not isinstance(content, list)
    entries = [content] if is_single else content
    if not entries:
        raise whole_file_error(
            "[]", "at least one case", "the list is empty (allowed at least one case)"
        )
    records, faults = [], []
    for number, entry in enumerate(entries, 1):
        place = "" if is_single else f"case {number}"
        record = _record(entry, "case" if is_single else f"case-{number}", place)
        (records if isinstance(record, CaseRecord) else faults).append(record)
    if len(faults) == 1:
        raise faults[0]
    if faults:
        raise CaseFileError(
            tuple(
                Fault(fault.item, fault.found, fault.allowed, f"{error.where}: {fault.message}")
                for error in faults
                for fault in error.faults
            )
        )
    return CaseFile("json", tuple(records), (), is_single)


def _read_jsonl(text: str) -> Iterator[CaseRecord | CaseFileError]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            entry = parse_json(line)
        except CaseError as error:
            yield CaseFileError(error.faults, f"line {number}")
        else:
            yield _record(entry, f"line-{number}", f"line {number}")


def _record(entry: Any, default_id: str, where: str) -> CaseRecord | CaseFileError:
    try:
        return record_from_dict(entry, default_id)
    except CaseError as error:
        return CaseFileError(error.faults, where)

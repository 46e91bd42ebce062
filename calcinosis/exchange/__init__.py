"""Case files and results as text: reading what others wrote, writing what others can read."""

from .case_files import (
    Answer,
    CaseFile,
    CaseFileError,
    CaseRecord,
    read_case_file,
    read_records,
    write_json,
    write_jsonl,
)
from .case_rows import case_from_row, check_columns
from .consultation_text import consultation_text
from .evaluation_text import evaluation_text
from .replay import StoredResult, other_clinic_note, repeated_note, replay_notes
from .results import result_table, result_to_dict
from .weight_audit_text import weight_audit_text

__all__ = [
    "Answer",
    "CaseFile",
    "CaseFileError",
    "CaseRecord",
    "StoredResult",
    "case_from_row",
    "check_columns",
    "consultation_text",
    "evaluation_text",
    "other_clinic_note",
    "read_case_file",
    "read_records",
    "repeated_note",
    "replay_notes",
    "result_table",
    "result_to_dict",
    "weight_audit_text",
    "write_json",
    "write_jsonl",
]

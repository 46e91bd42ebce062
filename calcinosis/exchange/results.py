"""Results as plain data and as a table."""

import csv
import io
from collections.abc import Iterable
from typing import Any

from calcinosis.reasoning import Consultation

from .table_cell import cell_of


def result_to_dict(record_id: str, answer: Consultation) -> dict[str, Any]:
    """The result line of one case; a case file reader takes it as a record again."""
    return {"id": record_id, **answer.to_dict()}


def result_table(results: Iterable[tuple[str, Consultation]]) -> str:
    """CSV, one row a case: what leads, the probability of every type, warnings, clinic, versions.

    It holds no findings, so ``read_case_file`` refuses it. An id that a spreadsheet would run as a
    formula has an apostrophe before it.

    Args:
        results: pairs of record id and answer; at least one.
    """
    results = list(results)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    types = tuple(results[0][1].types)
    made_with = ("clinic", "app_version", "knowledge_version")
    writer.writerow(
        ("id", "conclusive", "leading_type", "leading_aetiology", *types, "warnings", *made_with)
    )
    for record_id, answer in results:
        writer.writerow(
            (
                cell_of(record_id),
                "true" if answer.conclusive else "false",
                answer.leading_type,
                next(iter(answer.aetiologies)),
                *(answer.types[type_] for type_ in types),
                len(answer.warnings),
                *(getattr(answer, name) for name in made_with),
            )
        )
    return out.getvalue()

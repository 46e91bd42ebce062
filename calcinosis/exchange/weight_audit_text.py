"""A weight audit as plain text, to be read at a terminal."""

from calcinosis.case import VOCABULARY
from calcinosis.knowledge import GRADES
from calcinosis.reasoning.pooling import BACKINGS
from calcinosis.reasoning.weight_audit import WeightAudit
from calcinosis.reasoning.words import grade_in_words

_WIDTH = 60


def weight_audit_text(audit: WeightAudit) -> str:
    """What the weight rests on, rows by grade and aetiology, and what to source next."""
    lines = [
        f"What the weight rests on ({audit.cases} published cases, and expected information)",
        "",
        f"{'':<{_WIDTH}}{'in cases':>10}{'expected':>10}",
        *(
            f"{grade_in_words(name):<{_WIDTH}}{audit.by_cases[name]:>10.1%}"
            f"{audit.by_information[name]:>10.1%}"
            for name in BACKINGS
        ),
        "",
        "Rows by aetiology",
        f"{'':<36}" + "".join(f"{grade:>10}" for grade in GRADES),
        *(
            f"{aetiology:<36}" + "".join(f"{rows.get(grade, 0):>10}" for grade in GRADES)
            for aetiology, rows in audit.rows_by_aetiology.items()
        ),
        f"{'all':<36}" + "".join(f"{audit.rows_by_grade[grade]:>10}" for grade in GRADES),
        "",
        "Aetiologies without a sourced row that is counted: "
        + (", ".join(audit.aetiologies_without_source) or "none"),
        "",
        "Estimates that carry most weight",
        *(
            f"{share:>7.2%}  {aetiology}: {VOCABULARY[finding].label}"
            + (f" ({state.replace('|', ', ')})" if state else "")
            for (aetiology, finding, state), share in audit.worklist
        ),
    ]
    return "\n".join(lines) + "\n"

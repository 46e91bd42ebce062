"""Times the engine: ``python -m tests.bench`` prints medians, no test asserts them."""

import platform
import sys
import time
from importlib import resources
from pathlib import Path
from statistics import median

from calcinosis import consult
from calcinosis.case import Case
from calcinosis.exchange import read_records
from calcinosis.knowledge import read_knowledge
from calcinosis.reasoning import default_model, posterior
from calcinosis.reasoning.decision_map import decision_map
from calcinosis.reasoning.next_test import next_tests
from calcinosis.reasoning.outcomes import Ground
from calcinosis.reasoning.overturning import SCOPES, overturning
from calcinosis.reasoning.plan import plan
from calcinosis.reasoning.prior_sensitivity import prior_sensitivity
from calcinosis.reasoning.response_curve import response_curve
from calcinosis.reasoning.tornado import tornado

CASE = {
    "age_years": 61,
    "sex": "male",
    "region": ["thigh", "abdomen"],
    "tissue": ["subcutis"],
    "duration_months": 2,
    "size_mm": 60,
    "morph_plaque": True,
    "ulceration": True,
    "necrosis_eschar": True,
    "livedo_purpura": True,
    "severe_pain": True,
    "symmetric": True,
    "raynaud": False,
    "sclerodactyly": False,
    "dialysis": True,
    "dialysis_years": 6,
    "diabetes": True,
    "obesity": True,
    "rx_warfarin": True,
    "rx_calcium_or_vitd_binder": True,
    "calcium_total": {"value": 2.41, "unit": "mmol/L"},
    "albumin": {"value": 31, "unit": "g/L"},
    "phosphate": {"value": 2.2, "unit": "mmol/L"},
    "pth": {"value": 610, "unit": "pg/mL"},
    "crp": {"value": 88, "unit": "mg/L"},
    "img_vascular": True,
}
"""A patient on dialysis with painful necrosis: 26 findings, as in a full consultation."""


def milliseconds(run, number):
    """Time of each of ``number`` runs after one that warms up."""
    run()
    times = []
    for _ in range(number):
        start = time.perf_counter()
        run()
        times.append(1000 * (time.perf_counter() - start))
    return times


def report(what, run, number, target=""):
    show(what, milliseconds(run, number), target)


def show(what, times, target=""):
    print(
        f"{what:<58} {median(times):9.2f} {min(times):9.2f} {max(times):9.2f} "
        f"{len(times):6d}  {target}"
    )


def published_cases():
    path = Path(str(resources.files("calcinosis"))) / "cases" / "published.jsonl"
    if not path.exists():
        return []
    return [record.case for record in read_records(path.read_bytes())]


def frame_of(cases, rows):
    """A pandas frame of ``rows`` rows that repeats the cases."""
    import pandas

    cells = []
    for case in (cases * (rows // len(cases) + 1))[:rows]:
        row = {}
        for finding, value in case.to_dict().items():
            if isinstance(value, dict):
                row[finding] = value.get("state", value.get("value"))
                row[f"{finding}_unit"] = value.get("unit")
            else:
                row[finding] = value
        cells.append(row)
    return pandas.DataFrame(cells, dtype=object)


def what_if(case):
    """What the sections of the What-if page compute, on a firm case and on one that is not."""
    less = case.without("severe_pain", "necrosis_eschar", "livedo_purpura", "ulceration")
    for name, one in (("firm", case), ("less firm", less)):
        report(f"response curve with bands, {name}", lambda c=one: response_curve(c, "phosphate"),
               20, "100 ms")  # fmt: skip
        report(f"decision map, 61 x 61, {name}", lambda c=one: decision_map(c), 20, "100 ms")
        report(f"tornado of all findings, {name}", lambda c=one: tornado(c), 20, "100 ms")
        for scope in SCOPES:
            report(f"what would overturn it, {scope}, up to three, {name}",
                   lambda c=one, s=scope: overturning(c, scope=s), 20, "100 ms")  # fmt: skip
            report(f"what would overturn it, {scope}, three, {name}",
                   lambda c=one, s=scope: overturning(c, scope=s, least=3), 10)  # fmt: skip
        report(f"prior sensitivity, {name}", lambda c=one: prior_sensitivity(c), 50, "10 ms")
    report("decision map of labs read together",
           lambda: decision_map(case.without("dialysis", "dialysis_years"), "calcium_total",
                                "albumin"), 10, "100 ms")  # fmt: skip


def main():
    model = default_model()
    case = Case.from_dict(CASE)
    folder = Path(str(resources.files("calcinosis.knowledge") / "data"))
    print(f"Python {sys.version.split()[0]} on {platform.system()} {platform.machine()}")
    print(f"knowledge {model.knowledge.version}, case of {len(case)} findings")
    print(f"{'milliseconds':<58} {'median':>9} {'min':>9} {'max':>9} {'runs':>6}  target")
    report("read a case", lambda: Case.from_dict(CASE), 500)
    report(
        "read a case and its bare posterior",
        lambda: posterior(Case.from_dict(CASE), model),
        500,
        "1 ms",
    )
    report(
        "whole consultation, 1,000 draws, red flags",
        lambda: consult(CASE, draws=1000),
        100,
        "20 ms",
    )
    found = posterior(case, model)
    report("next tests, ranked", lambda: next_tests(Ground(case, found)), 100, "20 ms")
    open_case = Case.from_dict({"age_years": 45, "region": ["elbow"]})
    ground = Ground(open_case, posterior(open_case, model))
    report("plan of three, little known", lambda: plan(ground, next_tests(ground)), 30, "40 ms")
    what_if(case)
    cases = published_cases() or [case]
    for scope in SCOPES:
        times = []
        for one in cases[::5]:
            times += milliseconds(lambda c=one, s=scope: overturning(c, scope=s), 1)
        show(f"what would overturn it, {scope}, every fifth published case", times, "100 ms")
    report("read and audit the knowledge", lambda: read_knowledge(folder), 5)
    report(f"bare posterior of {len(cases)} published cases, together",
           lambda: [posterior(one, model) for one in cases], 5)  # fmt: skip
    try:
        from calcinosis.frame import classify_frame
    except ImportError:
        return
    frame = frame_of(cases, 1000)
    report("classify_frame of 1,000 rows", lambda: classify_frame(frame), 2)


if __name__ == "__main__":
    main()

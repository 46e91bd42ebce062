"""An evaluation as plain text, to be read at a terminal."""

from collections.abc import Mapping

from calcinosis.case import VOCABULARY
from calcinosis.reasoning.evaluation import Evaluation, Miss
from calcinosis.reasoning.scores import Proportion, Scores
from calcinosis.reasoning.words import odds_in_words

_LABELS = {
    "type_top1": "Type, first named",
    "type_accepted": "Type, first named, with what experts also accept",
    "type_top2": "Type, first two",
    "aetiology_top1": "Aetiology, first named",
    "aetiology_top3": "Aetiology, first three",
    "aetiology_top5": "Aetiology, first five",
}
_COLUMNS = ("type_top1", "type_accepted", "type_top2", "aetiology_top1", "aetiology_top3")
_HEADINGS = ("type", "accepted", "type 2", "aet.", "aet. 3")


def evaluation_text(result: Evaluation) -> str:
    """Rates with Wilson 95 % intervals, calibration, confusion, breakdowns and every miss."""
    overall = result.overall
    lines = [
        f"{overall.n} published cases; {result.fitted}; clinic: {result.clinic}",
        "",
        *(f"{_LABELS[name]:<50}{_rate(getattr(overall, name))}" for name in Scores.RATES),
        f"{'Conclusive':<50}{_rate(result.conclusive)}",
        f"{'Type, first named, when conclusive':<50}{_rate(result.right_when_conclusive)}",
        f"{'Log loss of the type (natural log)':<50}{overall.log_loss:.3f}",
        f"{'Brier score of the type (0 to 2)':<50}{result.brier:.3f}",
        f"{'Expected calibration error (10 bins)':<50}{result.calibration_error:.3f}",
    ]
    if result.with_any is not None:
        other = result.with_any
        lines += [
            "",
            f'With the clinic "any" throughout: type {other.type_top1.share:.3f}, aetiology '
            f"{other.aetiology_top1.share or 0:.3f}, log loss {other.log_loss:.3f}",
        ]
    lines += ["", *_confusion(result.confusion)]
    for title, scores in (
        ("By type", result.by_type),
        ("By quality", result.by_quality),
        ("By whether the disease behind was known", result.by_disease_known),
    ):
        lines += ["", *_breakdown(title, scores)]
    lines += ["", f"Type not named as the authors did: {len(result.misses)}"]
    for miss in result.misses:
        lines += ["", *_miss(miss)]
    return "\n".join(lines) + "\n"


def _rate(rate: Proportion) -> str:
    if rate.share is None:
        return "no case"
    low, high = rate.interval
    return f"{rate.share:.3f}  ({low:.3f} to {high:.3f})  {rate.hits}/{rate.n}"


def _confusion(table: Mapping[str, Mapping[str, int]]) -> list[str]:
    types = list(table)
    width = max(map(len, types)) + 2
    head = "True type, down; leading type, across"
    lines = [head, " " * width + "".join(f"{type_[:8]:>10}" for type_ in types)]
    for true, named in table.items():
        if any(named.values()):
            lines.append(f"{true:<{width}}" + "".join(f"{named[type_]:>10}" for type_ in types))
    return lines


def _breakdown(title: str, scores: Mapping[str, Scores]) -> list[str]:
    head = "".join(f"{heading:>10}" for heading in ("cases", *_HEADINGS, "log loss"))
    lines = [title, " " * 15 + head]
    for name, part in scores.items():
        shares = (getattr(part, column).share for column in _COLUMNS)
        cells = "".join(f"{'-' if s is None else format(s, '.2f'):>10}" for s in shares)
        lines.append(f"{name:<15}{part.n:>10}{cells}{part.log_loss:>10.2f}")
    return lines


def _miss(miss: Miss) -> list[str]:
    note = " (experts would accept it)" if miss.accepted else ""
    misled = "; ".join(
        f"{VOCABULARY[c.finding].label if c.finding in VOCABULARY else c.finding}: {c.state} "
        f"({odds_in_words(c.log10_odds)})"
        for c in miss.misled_by
    )
    return [
        f"{miss.id}: {miss.stated}",
        f"  true   {miss.true_type} {miss.true_type_probability:.2f}, "
        f"{miss.true_aetiology or 'aetiology not known'} {miss.true_aetiology_probability:.2f}",
        f"  named  {miss.named_type} {miss.named_type_probability:.2f}, "
        f"{miss.named_aetiology} {miss.named_aetiology_probability:.2f}{note}",
        f"  misled by {misled or 'no finding: the prior alone'}",
    ]

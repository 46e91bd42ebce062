"""What to find out next, on the Consult page: one test a line of docs/consult-page.md."""

import re

import pytest

from calcinosis import consult, load_knowledge
from calcinosis.case import Case
from calcinosis.charts.wording import percent
from calcinosis.pages.layout import short_label
from calcinosis.pages.sheet import Sheet
from calcinosis.pages.wording import cause_label, type_label
from tests.reasoning.changed_cases import KIDNEY
from tests.reasoning.test_overturning import LISTS

ELBOW = {"age_years": 45, "region": ["elbow"]}
SCLERODERMA = {"sclerodactyly": True, "anticentromere": True, "region": ["finger"]}
NECROSIS = {"dialysis": True, "region": ["thigh"], "necrosis_eschar": True}


def _open(app, case):
    case = Case.from_dict(case)
    app.session_state["sheet"] = Sheet(case=case, order=tuple(case))
    return app.run()


def _results(app):
    """The buttons of results by (finding, state), in the order of the page."""
    keys = [b.key.split(".") for b in app.button if b.key and b.key.startswith("next.")]
    return {(finding, state): app.button(key=f"next.{finding}.{state}")
            for _, finding, state in keys}  # fmt: skip


def _findings(app):
    return list(dict.fromkeys(finding for finding, _ in _results(app)))


def _show_tier(app, tier):
    return app.button_group(key="next.tier").set_value(tier).run()


def test_the_plan_comes_first_with_what_it_promises(app, words):
    _open(app, ELBOW)
    plan = consult(ELBOW).plan
    assert _findings(app) == list(plan.findings)
    assert f"could then be named in {percent(plan.named_chance)} of such patients" in words()


@pytest.mark.parametrize("case", [ELBOW, NECROSIS, SCLERODERMA, KIDNEY.to_dict(), LISTS.to_dict()])
@pytest.mark.parametrize("target", ["type", "aetiology"])
def test_the_plan_is_told_in_a_whole_sentence_with_what_it_settles(app, words, case, target):
    app.session_state["next.target"] = target
    _open(app, case)
    answer = consult(case)
    plan, text = answer.plan_for(target), words()
    if not plan.findings:
        assert "No single finding is expected to change" in text
        return
    what = {"type": "type", "aetiology": "cause"}[target]
    settled = percent(plan.gain_bits / answer.uncertainty_bits(target))
    assert re.search(
        r"<b>Most telling( together)?:</b> (this finding is|these (two|three) findings are) "
        f"expected to settle {settled} of what is uncertain about the {what}[.;]",
        text,
    )
    assert text.count(f"{answer.uncertainty_bits(target):.2g}&nbsp;bits") == 1


@pytest.mark.parametrize("case", [ELBOW, SCLERODERMA])
def test_each_finding_says_what_share_of_the_uncertainty_it_settles(app, words, case):
    _open(app, case)
    _show_tier(app, "imaging")
    answer, text = consult(case), words()
    tests = {test.finding: test for test in answer.next_tests}
    assert _findings(app)
    for finding in _findings(app):
        share = tests[finding].gain_bits / answer.uncertainty_bits("type")
        label = load_knowledge().investigations.of(finding).label
        assert f"{label}; settles {percent(share)}" in text
    assert text.count("which ranks them") == 1


def test_each_result_shows_its_chance_and_what_it_does_to_the_leading_type(app):
    _open(app, ELBOW)
    answer = consult(ELBOW)
    tests = {test.finding: test for test in answer.next_tests}
    assert _results(app)
    for (finding, state), button in _results(app).items():
        result = next(one for one in tests[finding].results if one.state == state)
        leader = result.leading_type
        before, after = answer.types[leader], result.types[leader]
        assert f"({percent(result.chance)}): {type_label(leader)}" in button.label
        assert button.label.endswith(f" {percent(before, unit=False)} → {percent(after)}")
        assert ("leads," in button.label) == (leader != answer.leading_type)


def test_a_click_on_a_result_enters_it_and_undo_takes_it_back(app, sheet):
    _open(app, ELBOW)
    finding, state = next(iter(_results(app)))
    _results(app)[finding, state].click().run()
    assert sheet().case.get(finding) is (state == "present")
    assert app.button(key=f"remove.{finding}").label == short_label(finding)
    assert finding not in _findings(app)
    app.button(key="undo").click().run()
    assert finding not in sheet().case
    assert finding in _findings(app)
    assert not app.exception


def test_the_answer_after_a_click_is_the_one_that_was_promised(app, words):
    _open(app, ELBOW)
    test = next(
        t for t in consult(ELBOW).next_tests if t.finding == consult(ELBOW).plan.findings[0]
    )
    result = max(test.results, key=lambda one: max(one.types.values()))
    _results(app)[test.finding, result.state].click().run()
    promised = result.types[result.leading_type]
    assert promised > 0.6
    assert f'<span class="cx-number">{percent(promised)}</span>' in words()


def test_low_normal_and_high_of_a_lab_are_entered_as_words(app, sheet):
    _open(app, ELBOW)
    _show_tier(app, "blood or urine")
    lab = next(f for f, state in _results(app) if state == "low")
    _results(app)[lab, "low"].click().run()
    assert sheet().case.to_dict()[lab] == {"state": "low"}


def test_very_high_leads_to_the_field_since_only_a_number_tells_it(app, sheet):
    _open(app, ELBOW)
    _show_tier(app, "blood or urine")
    lab = next(f for f, state in _results(app) if state == "very_high")
    _results(app)[lab, "very_high"].click().run()
    assert lab not in sheet().case
    assert app.text_input(key=lab)


def test_the_name_of_a_finding_leads_to_its_field(app):
    _open(app, ELBOW)
    finding = _findings(app)[0]
    app.button(key=f"ask.{finding}").click().run()
    assert app.button_group(key=finding)


@pytest.mark.parametrize("tier", load_knowledge().investigations.tiers)
def test_a_tier_shows_three_findings_and_folds_the_rest(app, tier):
    _open(app, ELBOW)
    planned = _findings(app)
    answer = consult(ELBOW)
    _show_tier(app, tier)
    of_tier = [t.finding for t in answer.next_tests if t.tier == tier and t.finding not in planned]
    assert _findings(app) == planned + of_tier[:3]
    folded = [e.label for e in app.expander if "less telling" in e.label]
    assert folded == [f"{len(of_tier) - 3} less telling"] * (len(of_tier) > 3)


def test_what_the_plan_holds_is_not_listed_again(app):
    _open(app, ELBOW)
    for tier in load_knowledge().investigations.first_steps:
        _show_tier(app, tier)
        assert not app.exception, "two buttons for one result have one key"


def test_a_finding_that_changes_nothing_says_so(app, words):
    _open(app, NECROSIS)
    _show_tier(app, "blood or urine")
    tests = {test.finding: test for test in consult(NECROSIS).next_tests}
    shown = [tests[finding] for finding in _findings(app)]
    assert any(not test.changes_answer for test in shown)
    sentence = "would not change the answer: calciphylaxis leads whatever it shows"
    said = len(re.findall(sentence, words()))
    assert said == sum(not test.changes_answer for test in shown)


def test_where_nothing_tells_much_there_is_no_plan(app, words):
    _open(app, SCLERODERMA)
    assert "No single finding is expected to change the answer much." in words()
    assert not _results(app)


def test_the_burden_of_a_biopsy_stands_once_with_its_sources(app, words):
    _open(app, NECROSIS)
    _show_tier(app, "biopsy")
    biopsy = load_knowledge().investigations.of("bx_arteriolar_calcification")
    assert words().count(biopsy.burden) == 1
    for source in biopsy.sources:
        assert words().count(load_knowledge().references[source].link) == 1


def test_a_burden_without_a_source_is_marked_as_estimate(app, words):
    _open(app, NECROSIS)
    _show_tier(app, "genetics")
    assert "consent and counselling. <em>estimate</em>" in words()


def test_the_switch_asks_for_the_cause_instead_of_the_type(app):
    _open(app, SCLERODERMA)
    app.button_group(key="next.target").set_value("aetiology").run()
    answer = consult(SCLERODERMA)
    assert _findings(app) == list(answer.plan_for("aetiology").findings)
    labels = [button.label for button in _results(app).values()]
    assert any(cause_label("systemic_sclerosis") in label for label in labels)
    assert not app.exception


def test_a_finding_that_only_makes_the_leading_cause_less_likely_is_not_said_to_change_nothing(
    app, words
):
    _open(app, NECROSIS)
    app.button_group(key="next.target").set_value("aetiology").run()
    _show_tier(app, "blood or urine")
    tests = {test.finding: test for test in consult(NECROSIS).next_tests}
    kept = sum(not tests[finding].changes_aetiology for finding in _findings(app))
    assert kept
    shares = consult(NECROSIS).aetiologies
    leads = cause_label(max(shares, key=shares.get))
    assert words().count(f"{leads} leads whatever it shows") == kept
    assert "would not change the answer" not in words()


def test_no_result_is_put_in_the_address(app):
    _open(app, ELBOW)
    next(iter(_results(app).values())).click().run()
    assert not app.query_params

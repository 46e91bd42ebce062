"""The About page: purpose, limits, versions, and one example computed by the engine itself."""

import math
import re

import pytest

from calcinosis import __version__, consult, load_knowledge
from calcinosis.charts import waterfall_table
from calcinosis.charts.wording import odds_with_percent
from calcinosis.pages.about_example import EXAMPLE, TARGET, factor_table
from tests.app.opening import charts, open_page


@pytest.fixture
def about(app):
    return open_page(app, "about")


def test_purpose_users_and_what_it_is_not_for_can_be_read(about, words):
    text = words()
    for part in ("**For** clinicians", "Emergencies", "Dosing", "not a certified medical device"):
        assert part in text


def test_versions_stand_in_the_citation_and_no_doi_is_made_up(about):
    cited = about.code[0].value
    assert __version__ in cited
    assert load_knowledge().version in cited
    assert "doi" not in cited.lower()


def test_example_multiplies_from_prior_to_posterior_odds_as_the_waterfall_does():
    explanation = consult(EXAMPLE).explain(TARGET)
    table = waterfall_table(explanation, most=None)
    shown = re.findall(r'<td class="rd-n">(.*?)</td>', factor_table(explanation))
    assert shown == [odds_with_percent(value) for value in table["Odds so far"]]
    weights = table["log10 odds"][1:-1]
    ends = table["log10 odds"].iloc[0], table["log10 odds"].iloc[-1]
    assert math.fsum([ends[0], *weights]) == pytest.approx(ends[1])


def test_example_is_drawn_with_alt_text(about):
    assert not about.exception
    (chart,) = charts(about)
    assert "Systemic sclerosis" in chart.alt

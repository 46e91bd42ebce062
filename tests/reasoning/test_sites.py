"""Where deposits lie: shares of the regions by cause."""

import numpy as np
import pytest

from calcinosis import load_knowledge
from calcinosis.case import VOCABULARY
from calcinosis.reasoning import default_model
from calcinosis.reasoning.sites import begins_in_infancy, site_shares

MODEL = default_model()


@pytest.mark.parametrize("cause", load_knowledge().aetiologies)
def test_shares_are_a_distribution_over_all_regions_the_largest_first(cause):
    shares = site_shares(cause, MODEL)
    assert set(shares) == set(VOCABULARY["region"].choices)
    assert sum(shares.values()) == pytest.approx(1)
    assert list(shares.values()) == sorted(shares.values(), reverse=True)
    assert min(shares.values()) > 0


@pytest.mark.parametrize(
    ("cause", "region"),
    [
        ("systemic_sclerosis", "finger"),
        ("scrotal_genital", "genital"),
        ("heel_stick", "foot"),
        ("venous_insufficiency", "lower_leg"),
        ("calciphylaxis_uraemic", "lower_leg"),
    ],
)
def test_deposits_of_a_cause_lie_where_textbooks_have_them(cause, region):
    assert next(iter(site_shares(cause, MODEL))) == region


def test_shares_are_what_the_engine_weighs_a_site_with():
    shares = site_shares("systemic_sclerosis", MODEL)
    table, row = MODEL.whole_table("region"), MODEL.index("systemic_sclerosis")
    for region, share in shares.items():
        assert np.log(share) == pytest.approx(table.log_likelihood[table.index(region), row, 2])


def test_only_the_heel_pricks_begin_in_infancy_by_half():
    early = {cause for cause in MODEL.aetiology_ids if begins_in_infancy(cause, MODEL)}
    assert early == {"heel_stick"}


def test_unknown_cause_is_refused():
    with pytest.raises(ValueError, match="not in tuple"):
        site_shares("gremlins", MODEL)

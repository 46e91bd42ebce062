"""One plotly figure a function: a result goes in, a Figure comes out; nothing is computed."""

from calcinosis.charts.body_map import site_map, site_map_alt, site_map_table
from calcinosis.charts.decision_map import decision_map_alt, decision_map_figure, decision_map_table
from calcinosis.charts.frame import CONFIG
from calcinosis.charts.heatmap import heatmap_alt, heatmap_figure, heatmap_table
from calcinosis.charts.palette import DARK, LIGHT, Palette, palette
from calcinosis.charts.prior_factor import (
    factor_text,
    prior_factor_alt,
    prior_factor_figure,
    prior_factor_table,
)
from calcinosis.charts.response_curve import (
    response_curve_alt,
    response_curve_figure,
    response_curve_table,
)
from calcinosis.charts.scenario_pair import (
    scenario_pair_alt,
    scenario_pair_figure,
    scenario_pair_table,
)
from calcinosis.charts.tornado import tornado_alt, tornado_figure, tornado_table
from calcinosis.charts.types import types_alt, types_figure, types_table
from calcinosis.charts.waterfall import waterfall_alt, waterfall_figure, waterfall_table

__all__ = [
    "CONFIG",
    "DARK",
    "LIGHT",
    "Palette",
    "decision_map_alt",
    "decision_map_figure",
    "decision_map_table",
    "factor_text",
    "heatmap_alt",
    "heatmap_figure",
    "heatmap_table",
    "palette",
    "prior_factor_alt",
    "prior_factor_figure",
    "prior_factor_table",
    "response_curve_alt",
    "response_curve_figure",
    "response_curve_table",
    "scenario_pair_alt",
    "scenario_pair_figure",
    "scenario_pair_table",
    "site_map",
    "site_map_alt",
    "site_map_table",
    "tornado_alt",
    "tornado_figure",
    "tornado_table",
    "types_alt",
    "types_figure",
    "types_table",
    "waterfall_alt",
    "waterfall_figure",
    "waterfall_table",
]

"""One plotly figure a function: a result goes in, a Figure comes out; nothing is computed."""

from calcinosis.charts.body_map import site_map, site_map_alt, site_map_table
from calcinosis.charts.frame import CONFIG
from calcinosis.charts.heatmap import heatmap_alt, heatmap_figure, heatmap_table
from calcinosis.charts.palette import DARK, LIGHT, Palette, palette
from calcinosis.charts.types import types_alt, types_figure, types_table
from calcinosis.charts.waterfall import waterfall_alt, waterfall_figure, waterfall_table

__all__ = [
    "CONFIG",
    "DARK",
    "LIGHT",
    "Palette",
    "heatmap_alt",
    "heatmap_figure",
    "heatmap_table",
    "palette",
    "site_map",
    "site_map_alt",
    "site_map_table",
    "types_alt",
    "types_figure",
    "types_table",
    "waterfall_alt",
    "waterfall_figure",
    "waterfall_table",
]

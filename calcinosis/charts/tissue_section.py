"""A section from the skin to the joint, with the organs below it: which tissues are entered."""

from __future__ import annotations

from collections.abc import Collection

import plotly.graph_objects as go

from calcinosis.case import VOCABULARY, choice_label

from .drawing import load_drawing
from .drawn import layers, picture, places_figure, text_at
from .palette import Palette, text_on
from .wording import marked_up

HEIGHT_PX = 336
"""Height of the section, which is hardly wider than this."""
_LINE_CHARACTERS = 18


def tissue_section(entered: Collection[str], palette: Palette) -> str:
    """Picture (SVG), every tissue with its name, the entered ones filled in the accent colour.

    ``tissue_places`` goes over it.

    Args:
        entered: choices of the finding "tissue".
        palette: colours of the theme.
    """
    drawing = load_drawing("tissues")
    fills = {id_: palette.accent for id_ in _tissues() if id_ in entered}
    texts = []
    for region in drawing.regions:
        if region.label is None:
            continue
        if not region.id:
            texts.append(text_at(region.label, "bone", palette.muted))
            continue
        text = marked_up(choice_label("tissue", region.id), _LINE_CHARACTERS)
        is_within = any(c[:, 1].min() < region.label[1] < c[:, 1].max() for c in region.polygons)
        if is_within:
            colour = text_on(fills[region.id]) if region.id in fills else palette.text
            texts.append(text_at(region.label, text.replace("<br>", " "), colour))
        else:
            bold = f"<b>{text}</b>" if region.id in fills else text
            x, y = region.label
            texts.append(text_at((x, y - 7), bold, palette.text, below=True))
    shapes, alt = layers(drawing, palette, fills), tissue_section_alt(entered)
    return picture(drawing, shapes, texts, alt=alt, height=HEIGHT_PX)


def tissue_places(palette: Palette) -> go.Figure:
    """The figure over ``tissue_section`` that names each tissue and takes the clicks.

    It is the same whatever is entered. The ``customdata`` of a point is its tissue.
    """
    hovers = {id_: f"<b>{marked_up(choice_label('tissue', id_))}</b>" for id_ in _tissues()}
    drawing = load_drawing("tissues")
    return places_figure(drawing, palette, hovers, name="tissue places", height=HEIGHT_PX)


def tissue_section_alt(entered: Collection[str]) -> str:
    """Alt text that ``tissue_section`` carries: the entered tissues by name."""
    names = [choice_label("tissue", id_) for id_ in _tissues() if id_ in entered]
    what = f"entered: {', '.join(names)}" if names else "no tissue entered"
    return f"Section from the skin to a joint, with organs; {what}."


def _tissues() -> tuple[str, ...]:
    return VOCABULARY["tissue"].choices

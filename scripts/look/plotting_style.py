"""The style in which matplotlib draws, without a word about letters that its font lacks."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import matplotlib as mpl


@contextmanager
def use_style(style: Mapping[str, object]) -> Iterator[None]:
    """Draw in a style, with nothing said of letters that the font lacks.

    In SVG they are set in a font of the reader's. A warning would stand in the chapter,
    with the path of a file on this machine.
    """
    with mpl.rc_context(dict(style)), warnings.catch_warnings():
        warnings.filterwarnings("ignore", r"Glyph \d+ .* missing from", UserWarning)
        yield

"""The markup of the explorer and of the pages of configurations: templates, escaped throughout."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from scripts.analysis.formatting import format_speaker, format_theory_mark
from scripts.tables.html import format_lines


@cache
def load_templates() -> Environment:
    """Return the templates; all that is put into them is escaped unless it is markup."""
    environment = Environment(
        loader=PackageLoader("scripts.cases"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
    environment.filters |= {
        "lines": format_lines,
        "speaker": lambda quotation: format_speaker(quotation.speaker, quotation.member),
        "mark": format_theory_mark,
    }
    return environment


def render(template: str, **values: object) -> str:
    """Return a template with its values filled in."""
    return load_templates().get_template(template).render(values)

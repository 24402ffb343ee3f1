"""The markup of the explorer and of the pages of configurations: templates, escaped throughout."""

from __future__ import annotations

from scripts.analysis.formatting import format_speaker, format_theory_mark
from scripts.look.markup import load_templates
from scripts.tables.html import format_lines


def render(template: str, **values: object) -> str:
    """Return a template of this room with its values filled in."""
    environment = load_templates("cases")
    environment.filters |= {
        "lines": format_lines,
        "speaker": lambda quotation: format_speaker(quotation.speaker, quotation.member),
        "mark": format_theory_mark,
    }
    return environment.get_template(template).render(values)

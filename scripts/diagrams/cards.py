"""A change model for narrow screens: its boxes as cards, stage below stage."""

from __future__ import annotations

from collections.abc import Mapping

from jinja2 import Environment

from scripts.analysis.configurations import Box, ChangeModel
from scripts.diagrams.marks import TITLES, Marks
from scripts.study.settings import Stage

# Without the drawing nothing else says in which column a card stands.
CARDS = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(
    """\
<div class="edition-cards" id="{{ identifier }}-cards">
{% for stage, boxes in layers %}
<div class="cards-stage stage-{{ loop.index0 }}">
<p class="cards-head" dir="auto">{{ stage.short_label }}</p>
<ul>
{% for box in boxes %}
<li class="box-card{{ ' gap' if box.is_gap }}" data-configurations="{{ tell(box) }}">
<span class="card-words">
{% if box.level %}<i dir="auto">{{ box.level }}</i>
{% endif %}
{% for label in box.labels %}
<span dir="auto">{{ label }}</span>
{% endfor %}
{% if box.conjecture %}<span class="conjecture" dir="auto">Conjecture: {{ box.conjecture }}</span>
{% endif %}
</span>
<span class="card-numbers">
{% for name in box.configurations %}
<a class="chip {{ marks.classes(name) | join(' ') }}"
{%- if rows.get(name) %} href="{{ rows[name] }}"{% endif %}>{{ model.numbers[name] }}</a>
{% endfor %}
</span>
</li>
{% endfor %}
</ul>
</div>
{% endfor %}
{% for title, samples in legend %}
<p class="cards-legend"><b>{{ title }}:</b>
{% for style, value in samples %}
<span><span class="chip {{ style }}" aria-hidden="true">n</span> {{ value }}</span>
{% endfor %}
</p>
{% endfor %}
</div>"""
)


def format_cards(
    identifier: str,
    model: ChangeModel,
    stages: tuple[Stage, ...],
    marks: Marks,
    rows: Mapping[str, str],
) -> str:
    """Return a change model as cards, in HTML: what a drawing shows where it has no room.

    Parameters
    ----------
    identifier : str
        That of the drawing.
    model : ChangeModel
        What is shown.
    stages : tuple of Stage
        For the heads.
    marks : Marks
        What is marked of each configuration.
    rows : mapping of str to str
        Where each configuration's row of a table stands.
    """

    def tell(box: Box) -> str:
        return " ".join(str(model.numbers[name]) for name in box.configurations)

    layers = [(stage, model.layer(stage.stage)) for stage in stages]
    legend = [(TITLES[kind], own) for kind, own in marks.list_legend(model.numbers)]
    return CARDS.render(
        identifier=identifier,
        layers=layers,
        marks=marks,
        model=model,
        rows=rows,
        tell=tell,
        legend=legend,
    )

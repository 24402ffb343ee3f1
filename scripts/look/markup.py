"""Templates of markup and of text: each room has a folder of them.

All that is put into markup is escaped; what is put into text stays as it is.
"""

import json
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from scripts.look.text import mark_direction

# Endings of templates that are no markup.
TEXT = (".txt", ".yml")


@cache
def load_templates(room: str, is_markup: bool = True) -> Environment:
    """Return the templates of a room; what is no markup yet is escaped in those of markup.

    They know `direction`, the attribute by which an element follows the direction of a text, and
    write what is `quoted` as JSON and YAML do.
    """
    environment = Environment(
        loader=PackageLoader(f"scripts.{room}"),
        autoescape=is_markup,
        keep_trailing_newline=not is_markup,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["direction"] = lambda text: Markup(mark_direction(text))
    environment.filters["quoted"] = lambda words: json.dumps(words, ensure_ascii=False)
    return environment


def render(template: str, **values: object) -> str:
    """Return a template, such as ``display/figure.html``, with its values filled in."""
    room, _, name = template.partition("/")
    environment = load_templates(room, is_markup=not name.endswith(TEXT))
    return environment.get_template(name).render(values)

"""Templates of markup: each room has a folder of them, and all put into them is escaped."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from scripts.look.text import mark_direction


@cache
def load_templates(room: str) -> Environment:
    """Return the templates of a room; what is no markup yet is escaped in them.

    They know `direction`, the attribute by which an element follows the direction of a text.
    """
    environment = Environment(
        loader=PackageLoader(f"scripts.{room}"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["direction"] = lambda text: Markup(mark_direction(text))
    return environment


def render(template: str, **values: object) -> str:
    """Return a template, such as ``display/figure.html``, with its values filled in."""
    room, _, name = template.partition("/")
    return load_templates(room).get_template(name).render(values)

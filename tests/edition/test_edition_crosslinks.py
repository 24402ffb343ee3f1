"""What holds for the study of this edition alone: crosslinks."""

import re

from bs4 import BeautifulSoup

from scripts.diagrams.figures import find_rows
from scripts.display import exhibits
from tests.change_models import build_figure_model, draw_change_model
from tests.exhibits import rebuild_table


def test_a_row_leads_to_the_figures_that_show_it(study):
    table = BeautifulSoup(exhibits.show(rebuild_table(study, "table_2")).html, "html.parser")
    figures = {}
    for key in ("figure_1", "figure_2"):
        name = key.replace("_", "-")
        svg = draw_change_model(study, build_figure_model(study, key), name, key, live=True)
        figures[f"{key}.html"] = BeautifulSoup(svg, "html.parser")
    rows = find_rows(study)
    final = dict(study.configurations[["configuration", "final"]].itertuples(index=False))
    numbers = dict(study.configurations[["configuration", "position"]].itertuples(index=False))
    for name, address in rows.items():
        page, _, anchor = address.partition("#")
        assert page == "configurations.html"
        row = table.find(id=anchor)
        assert row.th.get_text().split()[0] == str(numbers[name])
        page_link, *links = row.th.find_all("a")
        assert page_link["href"] == f"../configurations/{name}.html"
        assert len(links) == (final[name] == "yes")
        for link in links:
            page, _, mark = link["href"].partition("#")
            (found,) = figures[page].find_all(id=mark)
            assert found["data-name"] == name
            assert found.get_text(strip=True) == str(numbers[name])
            assert found["data-row"] == address
            assert link["aria-label"].startswith(link.get_text())
            assert re.search(rf"\b{numbers[name]}$", link["aria-label"])

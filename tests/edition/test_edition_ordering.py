"""What holds for the study of this edition alone: ordering."""

from scripts.diagrams.ordering import count_crossings, order_layers
from tests.change_models import build_figure_model
from tests.diagrams.test_ordering import count_by_pairs, plain_sugiyama


def test_the_search_saves_the_figures_crossings(study):
    for key in ("figure_1", "figure_2"):
        model = build_figure_model(study, key)
        ours = count_crossings(order_layers(model), model.links)
        assert ours < 0.8 * count_by_pairs(plain_sugiyama(model), model.links)

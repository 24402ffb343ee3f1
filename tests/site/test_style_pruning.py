"""Style sheets without what cannot be used: what can be used is untouched."""

from __future__ import annotations

import pytest

from scripts.site.style_pruning import prune_rules, prune_styles


@pytest.mark.parametrize(
    "css",
    [
        "p{color:red}",
        ".used{color:red}",
        '#used .used>a:hover::after{content:"}"}',
        "[data-theme=dark] .used{color:red}",
        "[class*='.unknown']{color:red}",
        "p:not(.unknown){color:red}",
        "html:not([data-x]):not(.unknown:is(.other)) p{color:red}",
        ":root{--x:1}",
        "@media (min-width:1px){.used{color:red}}",
        '@charset "utf-8";',
        '@import "x.css";',
        "@font-face{font-family:x;src:url(x.woff)}",
        "@keyframes turn{0%{top:0}to{top:1px}}",
        "@page{margin:1cm}",
        ".used{background:url(\"data:image/svg+xml;utf8,<svg fill='{}'/>\")}",
    ],
)
def test_a_rule_that_can_be_used_is_kept_as_it_was(css):
    assert prune_rules(css, {"used"}).replace("\n", "") == css


@pytest.mark.parametrize(
    "css",
    [
        ".unknown{color:red}",
        ".used .unknown{color:red}",
        ".used#unknown{color:red}",
        ".used:not(.x) .unknown{color:red}",
        r".unknown\:wide{color:red}",
        "@media print{.unknown{color:red}}",
        ".fa-used{color:red}",
        ".fas.used{color:red}",
        "@font-face{src:url(vendor/fontawesome/x.woff)}",
        "@keyframes fa-beat{0%{top:0}}",
        "/* .used{} */",
    ],
)
def test_a_rule_that_nothing_can_use_is_left_out(css):
    assert prune_rules(css, {"used", "fa-used", "fas"}).strip() == ""


def test_of_several_selectors_those_that_can_match_stay():
    css = ".unknown,.used,p:is(.a,.b),.used .unknown{color:red}"
    assert prune_rules(css, {"used"}) == ".used,p:is(.a,.b){color:red}\n"


def test_an_unclosed_brace_is_not_guessed_at():
    with pytest.raises(ValueError, match="brace"):
        prune_rules(".used{color:red", {"used"})


def test_words_of_pages_and_of_scripts_count_as_used(tmp_path):
    (tmp_path / "_static").mkdir()
    (tmp_path / "index.html").write_text('<p class="on-page">')
    (tmp_path / "_static/x.js").write_text('element.classList.add("set-by-script")')
    style = tmp_path / "_static/basic.css"
    style.write_text(".on-page{top:0}.set-by-script{top:0}.nowhere{top:0}")
    own = tmp_path / "_static/edition.css"
    own.write_text(".nowhere{top:0}")
    prune_styles(tmp_path)
    assert style.read_text() == ".on-page{top:0}\n.set-by-script{top:0}\n"
    assert own.read_text() == ".nowhere{top:0}"

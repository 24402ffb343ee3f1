// The search of the site: looks through passages.js and shows what it found in its own words.
"use strict";
(function () {
  var WORD = /[\p{L}\p{N}]+/gu, AROUND = 150, MOST_PAGES = 40, MOST_PASSAGES = 3;
  var WORTH = { heading: 4, quotation: 3, cell: 3, text: 2 };
  var KINDS = { quotation: "Quotation", cell: "Table", heading: "", text: "" };
  var stemmer = new window.STEMMER(), stems = new Map(), stopwords = new Set(window.STOPWORDS);

  function plain(text) {
    return text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[’‘]/g, "'").toLowerCase();
  }

  // Forms of one word are one: judged, judging.
  function stem(word) {
    if (!stems.has(word)) { stems.set(word, stemmer.stemWord(plain(word))); }
    return stems.get(word);
  }

  // Another word for what somebody types: lonely finds loneliness.
  var others = new Map();
  window.SYNONYMS.forEach(function (pair) {
    var own = stem(pair[0]);
    others.set(own, (others.get(own) || []).concat(stem(pair[1])));
  });

  function split(text) { return text.match(WORD) || []; }

  function readQuery(query) {
    var words = split(query), telling = words.filter(function (w) { return !stopwords.has(plain(w)); });
    var stems = (telling.length ? telling : words).map(stem);
    return {
      phrase: split(plain(query)).join(" "),
      // For each word what is taken for it, itself first.
      stems: stems.map(function (own) { return [own].concat(others.get(own) || []); }),
    };
  }

  function isHit(word, query) {
    return query.stems.some(function (alike) { return alike.indexOf(stem(word)) >= 0; });
  }

  // How well a passage answers: all words, better as they were typed, best in few words.
  function weigh(passage, query, wanted) {
    var text = passage[3], found = new Set(split(text).map(stem));
    var count = query.stems.filter(function (alike) {
      return alike.some(function (s) { return found.has(s); });
    }).length;
    var typed = query.stems.filter(function (alike) { return found.has(alike[0]); }).length;
    if (count < wanted) { return 0; }
    var is_phrase = query.stems.length > 1 && (" " + split(plain(text)).join(" ") + " ").indexOf(" " + query.phrase + " ") >= 0;
    return WORTH[passage[1]] + (count + typed) / 2 + (is_phrase ? 6 : 0) + 1 / (1 + text.length / 200);
  }

  function look(query, wanted) {
    return window.PASSAGES.map(function (page, place) {
      var hits = page[2].map(function (passage) {
        return { passage: passage, worth: weigh(passage, query, wanted) };
      }).filter(function (hit) { return hit.worth; });
      hits.sort(function (a, b) { return b.worth - a.worth; });
      return { name: page[0], title: page[1], hits: hits, worth: hits.length ? hits[0].worth - place / 100 : 0 };
    }).filter(function (page) { return page.hits.length; }).sort(function (a, b) { return b.worth - a.worth; });
  }

  function make(name, text, kind) {
    var element = document.createElement(name);
    if (text) { element.textContent = text; }
    if (kind) { element.className = kind; }
    return element;
  }

  // The words around the first hit, with each hit marked.
  function showExtract(passage, query) {
    var text = passage[3], first = 0, match;
    WORD.lastIndex = 0;
    while ((match = WORD.exec(text))) { if (isHit(match[0], query)) { first = match.index; break; } }
    var start = first > AROUND ? text.indexOf(" ", first - AROUND) + 1 : 0;
    var end = first + AROUND * 2 < text.length ? text.lastIndexOf(" ", first + AROUND * 2) : text.length;
    var extract = make("p", "", "search-extract search-" + passage[1]), part = text.slice(start, end), last = 0;
    var kind = passage[2] || KINDS[passage[1]];
    if (kind) { extract.append(make("span", kind, "search-kind"), " "); }
    if (start) { extract.append("… "); }
    WORD.lastIndex = 0;
    while ((match = WORD.exec(part))) {
      if (isHit(match[0], query)) {
        extract.append(part.slice(last, match.index), make("mark", match[0]));
        last = match.index + match[0].length;
      }
    }
    extract.append(part.slice(last), end < text.length ? " …" : "");
    return extract;
  }

  // A browser that knows how goes to the words themselves; others go to the part of the page.
  function address(page, passage) {
    var words = passage[3].split(" ").slice(0, 6).join(" ");
    return page.name + ".html#" + (passage[0] ? encodeURIComponent(passage[0]) : "") +
      ":~:text=" + encodeURIComponent(words).replace(/-/g, "%2D");
  }

  function showPage(page, query) {
    var item = make("li"), link = make("a", page.title);
    var shown = page.hits.filter(function (hit) { return hit.passage[1] !== "heading"; }).slice(0, MOST_PASSAGES);
    link.href = shown.length ? address(page, shown[0].passage) : page.name + ".html";
    item.append(make("p", "", "search-title"));
    item.firstChild.append(link);
    shown.forEach(function (hit) { item.append(showExtract(hit.passage, query)); });
    if (page.hits.length > MOST_PASSAGES) {
      item.append(make("p", (page.hits.length - MOST_PASSAGES) + " more on this page", "search-more"));
    }
    return item;
  }

  function run(words) {
    var query = readQuery(words), list = document.getElementById("search-results");
    var status = document.querySelector(".search-summary");
    list.textContent = "";
    if (!query.stems.length) { status.textContent = ""; return; }
    var found = look(query, query.stems.length), some = false;
    if (!found.length && query.stems.length > 1) { found = look(query, 1); some = true; }
    var count = found.reduce(function (sum, page) { return sum + page.hits.length; }, 0);
    status.textContent = !found.length ? "Nothing was found for “" + words + "”. Try fewer or other words." :
      count + (count === 1 ? " place" : " places") + " on " + found.length + (found.length === 1 ? " page" : " pages") +
      (some ? " with some of these words; none has all of them." : ".");
    found.slice(0, MOST_PAGES).forEach(function (page) { list.append(showPage(page, query)); });
  }

  var field = document.getElementById("edition-query");
  field.value = new URLSearchParams(location.search).get("q") || "";
  run(field.value);
  if (!field.value) { field.focus(); }
  field.addEventListener("input", function () { run(field.value); });
  field.form.addEventListener("submit", function (event) {
    event.preventDefault();
    history.replaceState(null, "", "?q=" + encodeURIComponent(field.value));
    run(field.value);
  });
})();

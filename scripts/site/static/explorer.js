/* The explorer: search, filters with counts, order, and all of it in the address. Without this
   file the list is complete; it only adds. The form is the state, and the address is the form. */
(function () {
  "use strict";

  /* Names in the address. The key of a stage has no hyphen, so none is like these. */
  const TEXT = "free-text", ORDER = "sort-by", OPEN = "row-open", ANY = "any";
  const KEPT = "explorer-view", AROUND = 90;
  const WORD = /[\p{L}\p{M}]+/gu, MARKABLE = "summary b, .case-chip, .case-sentence, .case-words, .case-quotation, .case-passage, .case-facts dd, .case-note";

  const isWord = (text) => /^[\p{L}\p{M}]+$/u.test(text);

  function make(name, properties, ...children) {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  }

  /* Small letters without accents, British endings: as fold in scripts/cases/explorer.py does. */
  function fold(text) {
    return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/\u2019/g, "'")
      .replace(/(\p{L}{3})iz(?=[aei])/gu, "$1is");
  }

  function setUp(explorer) {
    const form = explorer.querySelector("form"), list = explorer.querySelector(".explorer-rows");
    const none = explorer.querySelector(".explorer-none"), status = form.querySelector(".explorer-status");
    const chosen = form.querySelector(".explorer-chosen"), toolbar = form.querySelector(".explorer-filters");
    const reset = form.querySelector('[type="reset"]'), search = form.elements[TEXT], order = form.elements[ORDER];
    const { stems, synonyms, silent } = JSON.parse(explorer.dataset.words);
    const stemOf = (word) => (Object.hasOwn(stems, word) ? stems[word] : word);
    const facets = Array.from(form.querySelectorAll("fieldset"), (field) => ({
      key: field.dataset.facet, field, label: field.querySelector("legend").textContent,
      button: toolbar.querySelector('[popovertarget="' + field.id + '"]'),
      boxes: Array.from(field.querySelectorAll("input")),
    }));
    const rows = Array.from(list.children, (element) => {
      const text = fold(element.textContent);
      return {
        element, name: element.dataset.name, details: element.querySelector("details"), text,
        title: element.querySelector("summary b").textContent, words: new Set(text.match(WORD)),
        values: facets.map(({ key }) => (element.getAttribute("data-filter-" + key) || "").split(" ").filter(Boolean)),
      };
    });
    const vocabulary = new Set(rows.flatMap((row) => Array.from(row.words)));
    const allStems = new Set(Array.from(vocabulary, stemOf));
    const isAtFirst = (facet) => facet.boxes.every((box) => box.checked === box.defaultChecked);
    let isTyping = false, isReading = false;

    /* Search: each term is a set of words of which a row has one, or a text that stands in it. */

    function findWords(word) {
      let stem = stemOf(word);
      const found = Array.from(vocabulary).filter((other) => stemOf(other) === stem || (word.length > 1 && other.startsWith(word)));
      if (found.length) return found;
      /* A form that nobody uses here: the longest stem that it may come from. */
      const ending = word.replace(/y$/, "i");
      stem = Array.from(allStems).filter((s) => s.length > 3 && ending.startsWith(s) && ending.length - s.length < 6)
        .sort((a, b) => b.length - a.length)[0];
      return stem ? Array.from(vocabulary).filter((other) => stemOf(other) === stem) : [];
    }

    function findTerm(text) {
      const also = Object.entries(synonyms).filter(([term]) => term === text || (isWord(term) && stemOf(term) === stemOf(text)));
      const finds = [text, ...also.flatMap(([, other]) => other.words)];
      const words = new Set(finds.filter(isWord).flatMap(findWords)), values = also.flatMap(([, other]) => other.values);
      const phrases = finds.filter((other) => !isWord(other) && !(other in synonyms));
      /* A word that stands nowhere as such may be a part of one. */
      return { words, values, phrases: words.size || values.length || phrases.length ? phrases : [text] };
    }

    function readTerms() {
      let text = fold(search.value);
      const terms = [];
      for (const phrase of Object.keys(synonyms).filter((term) => !isWord(term))) {
        if (!(" " + text + " ").includes(" " + phrase + " ")) continue;
        terms.push(findTerm(phrase));
        text = text.replace(phrase, " ");
      }
      for (const phrase of text.match(/"[^"]+"/g) || []) terms.push({ words: new Set(), values: [], phrases: [phrase.slice(1, -1)] });
      const words = text.replace(/"[^"]*"?/g, " ").match(/[\p{L}\p{M}\p{N}]+/gu) || [];
      const telling = words.filter((word) => !silent.includes(word));
      return terms.concat((telling.length || terms.length ? telling : words).map(findTerm));
    }

    const fits = (row, term) => Array.from(term.words).some((word) => row.words.has(word))
      || term.phrases.some((phrase) => row.text.includes(phrase))
      || term.values.some(([key, value]) => row.values[facets.findIndex((facet) => facet.key === key)].includes(value));

    /* Marks: [start, end] of what is found in a text. */
    function findHits(text, terms) {
      const hits = [], folded = fold(text);
      for (const match of text.matchAll(WORD)) {
        const word = fold(match[0]);
        if (terms.some((term) => term.words.has(word))) hits.push([match.index, match.index + match[0].length]);
      }
      for (const phrase of folded.length === text.length ? terms.flatMap((term) => term.phrases) : []) {
        for (let i = folded.indexOf(phrase); i >= 0; i = folded.indexOf(phrase, i + phrase.length)) hits.push([i, i + phrase.length]);
      }
      return hits.sort((a, b) => a[0] - b[0]);
    }

    function markText(text, hits) {
      const parts = [];
      let end = 0;
      for (const [from, to] of hits) {
        if (from < end) continue;
        parts.push(text.slice(end, from), make("mark", { textContent: text.slice(from, to) }));
        end = to;
      }
      return [...parts, text.slice(end)];
    }

    function mark(row, terms) {
      for (const old of row.element.querySelectorAll("mark")) {
        const parent = old.parentNode;
        old.replaceWith(old.textContent);
        parent.normalize();
      }
      row.element.querySelector(".explorer-found")?.remove();
      if (!terms.length || !row.isShown) return;
      const blocks = Array.from(row.element.querySelectorAll(MARKABLE));
      const found = blocks.map((block) => findHits(block.textContent, terms).length > 0);
      const isShown = blocks.some((block, i) => found[i] && block.closest("summary"));
      const inside = blocks.filter((block, i) => found[i] && !block.closest("summary"));
      const told = inside.find((block) => block.matches(".case-quotation, .case-passage")) || (isShown ? null : inside[0]);
      if (told) row.element.append(make("p", { className: "explorer-found", dir: "auto" }, ...cut(told, terms)));
      for (const block of blocks) {
        const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT), nodes = [];
        while (walker.nextNode()) nodes.push(walker.currentNode);
        for (const node of nodes) {
          const hits = findHits(node.data, terms);
          if (hits.length) node.replaceWith(...markText(node.data, hits));
        }
      }
    }

    /* The part of a text around what is found in it, with the speaker of a quotation. */
    function cut(block, terms) {
      const speaker = block.querySelector("footer"), text = (block.querySelector("p") || block).textContent;
      const [hit] = findHits(text, terms);
      if (!hit) return markText(block.textContent, findHits(block.textContent, terms));
      let from = Math.max(0, hit[0] - AROUND), to = Math.min(text.length, hit[1] + AROUND);
      if (from) from = text.indexOf(" ", from) + 1;
      if (to < text.length) to = text.lastIndexOf(" ", to);
      const part = (from ? "… " : "") + text.slice(from, to) + (to < text.length ? " …" : "");
      return [...markText(part, findHits(part, terms)), speaker ? " – " + speaker.textContent : ""];
    }

    /* What is shown, and what each option would show: a row counts for a filter if it passes
       all the others. */
    function refresh() {
      const terms = readTerms();
      const wanted = facets.map((facet) => facet.boxes.filter((box) => box.checked).map((box) => box.value));
      const counts = facets.map(() => new Map());
      let count = 0;
      for (const row of rows) {
        const isFound = terms.every((term) => fits(row, term));
        const failing = facets.map((_, f) => f).filter((f) => wanted[f].length && !row.values[f].some((value) => wanted[f].includes(value)));
        row.isShown = isFound && !failing.length;
        count += row.isShown ? 1 : 0;
        if (isFound && failing.length < 2) {
          for (const f of failing.length ? failing : facets.keys()) {
            for (const value of row.values[f]) counts[f].set(value, (counts[f].get(value) || 0) + 1);
          }
        }
        mark(row, terms);
      }
      facets.forEach((facet, f) => {
        for (const box of facet.boxes) {
          const number = counts[f].get(box.value) || 0;
          box.parentNode.querySelector(".explorer-count").textContent = "(" + number + ")";
          box.parentNode.classList.toggle("is-empty", !number && !box.checked);
        }
        facet.button.textContent = facet.label + (wanted[f].length ? " (" + wanted[f].length + ")" : "");
        facet.button.classList.toggle("is-chosen", wanted[f].length > 0);
      });
      showChosen();
      sort();
      reset.hidden = !search.value && !order.value && facets.every(isAtFirst);
      none.hidden = count > 0;
      const text = count + " of " + rows.length + " configuration" + (rows.length === 1 ? "" : "s");
      if (status.textContent !== text) status.textContent = text;
    }

    function showChosen() {
      chosen.replaceChildren(...facets.flatMap((facet) => facet.boxes.filter((box) => box.checked).map((box) => {
        const words = facet.label + ": " + box.parentNode.querySelector("[dir]").textContent;
        const chip = make("button", { type: "button", ariaLabel: "Take away " + words },
          make("span", { dir: "auto", textContent: words }), make("span", { textContent: " \u00d7", ariaHidden: "true" }));
        chip.addEventListener("click", () => {
          const place = Array.from(chosen.children).indexOf(chip);
          box.checked = false;
          update();
          (chosen.children[Math.min(place, chosen.children.length - 1)] || search).focus();
        });
        return chip;
      })));
    }

    function sort() {
      const f = facets.findIndex((facet) => facet.key === order.value);
      const ranks = f < 0 ? [] : facets[f].boxes.map((box) => box.value);
      const rank = (row) => { const i = ranks.indexOf(row.values[f][0]); return i < 0 ? ranks.length : i; };
      const sorted = rows.slice();
      if (order.value === "title") sorted.sort((a, b) => a.title.localeCompare(b.title));
      else if (f >= 0) sorted.sort((a, b) => rank(a) - rank(b));
      /* Rows that are not shown are no part of the page: to hide hundreds takes a browser seconds. */
      for (const row of rows) if (!row.isShown) row.element.remove();
      let place = list.firstElementChild;
      for (const { element } of sorted.filter((row) => row.isShown)) {
        if (element === place) place = place.nextElementSibling;
        else list.insertBefore(element, place);
      }
    }

    /* The address */

    function writeAddress() {
      const words = new URLSearchParams();
      if (search.value.trim()) words.append(TEXT, search.value.trim());
      for (const facet of facets) {
        if (isAtFirst(facet)) continue;
        const wanted = facet.boxes.filter((box) => box.checked);
        if (!wanted.length) words.append(facet.key, ANY);
        for (const box of wanted) words.append(facet.key, box.value);
      }
      if (order.value) words.append(ORDER, order.value);
      for (const row of rows) if (row.details.open) words.append(OPEN, row.name);
      return words.toString();
    }

    function remember(kind) {
      if (isReading) return;
      const words = writeAddress(), address = window.location.href.split("#")[0] + (words ? "#" + words : "");
      keep(words);
      if (address === window.location.href) return;
      /* A row that opens is no step to go back from, nor is each letter that somebody types. */
      const isStep = kind === "choice" || (kind === "text" && !isTyping);
      window.history[isStep ? "pushState" : "replaceState"](null, "", address);
      isTyping = kind === "text";
    }

    function keep(words) {
      try { sessionStorage.setItem(KEPT, words); } catch { /* no storage here */ }
    }

    function readAddress(isArrival) {
      const hash = window.location.hash.slice(1), isView = hash.includes("=");
      if (hash && !isView && !hash.startsWith("explore-")) return;
      const words = new URLSearchParams(isView ? hash : "");
      const open = isView ? words.getAll(OPEN) : [decodeURIComponent(hash.slice("explore-".length))];
      isReading = true;
      search.value = words.get(TEXT) || "";
      order.value = words.get(ORDER) || "";
      if (order.selectedIndex < 0) order.value = "";
      for (const facet of facets) {
        const wanted = words.getAll(facet.key);
        for (const box of facet.boxes) box.checked = wanted.length ? wanted.includes(box.value) : box.defaultChecked;
      }
      for (const row of rows) row.details.open = open.includes(row.name);
      const asked = rows.filter((row) => row.details.open);
      for (const row of rows) row.element.classList.toggle("is-asked", !isView && row.details.open);
      refresh();
      if (!isView && asked.some((row) => !row.isShown)) {
        /* Somebody was sent to a row that is not among those shown at first. */
        for (const facet of facets) for (const box of facet.boxes) if (box.defaultChecked) box.checked = false;
        refresh();
      }
      if (hash) keep(isView ? hash : "");
      isTyping = false;
      if (isArrival && hash) (asked.length ? asked[0].element : form).scrollIntoView({ block: "start" });
      window.setTimeout(() => { isReading = false; });
    }

    function update(kind = "choice") {
      refresh();
      remember(kind);
    }

    /* A filter opens below its button; on a phone the style sheet puts it at the foot. */
    for (const { field, button } of facets) {
      field.addEventListener("toggle", (event) => {
        button.setAttribute("aria-expanded", String(event.newState === "open"));
        if (event.newState !== "open") return;
        const place = button.getBoundingClientRect(), room = document.documentElement.clientWidth - field.offsetWidth - 8;
        field.style.setProperty("--top", place.bottom + 4 + "px");
        field.style.setProperty("--left", Math.max(8, Math.min(place.left, room)) + "px");
      });
      button.setAttribute("aria-expanded", "false");
      button.tabIndex = -1;
    }
    if (facets.length) facets[0].button.tabIndex = 0;
    toolbar.addEventListener("keydown", (event) => {
      const buttons = facets.map((facet) => facet.button), i = buttons.indexOf(event.target);
      const next = { ArrowRight: i + 1, ArrowLeft: i - 1, Home: 0, End: buttons.length - 1 }[event.key];
      if (i < 0 || next === undefined) return;
      event.preventDefault();
      buttons.at(next % buttons.length).focus();
    });
    toolbar.addEventListener("focusin", (event) => {
      for (const { button } of facets) button.tabIndex = button === event.target ? 0 : -1;
    });

    search.addEventListener("input", () => update("text"));
    form.addEventListener("change", (event) => { if (event.target !== search) update(); });
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => window.setTimeout(() => { update(); search.focus(); }));
    form.querySelector(".explorer-copy").addEventListener("click", async (event) => {
      try { await navigator.clipboard.writeText(window.location.href); event.target.textContent = "Copied"; }
      catch { window.prompt("The address of this view:", window.location.href); }
      window.setTimeout(() => { event.target.textContent = "Copy link"; }, 2000);
    });
    list.addEventListener("toggle", () => remember("open"), true);
    /* A code in an open row shows all that share it; the focus goes to how many these are. */
    list.addEventListener("click", (event) => {
      const link = event.target.closest('.case-codes a[href^="#"]');
      if (!link) return;
      event.preventDefault();
      window.history.pushState(null, "", link.getAttribute("href"));
      readAddress(true);
      status.focus({ preventScroll: true });
    });
    window.addEventListener("popstate", () => readAddress(false));
    form.hidden = false;
    readAddress(true);
    explorer.classList.add("is-ready");
  }

  function start() {
    document.querySelectorAll(".explorer").forEach(setUp);
    /* From the page of a configuration the way leads back to the view that somebody left. */
    const back = document.querySelector(".case-back a");
    try { if (back && sessionStorage.getItem(KEPT)) back.hash = sessionStorage.getItem(KEPT); } catch { /* no storage here */ }
  }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();

/* The explorer: search, filters with counts, rows that open, and all of it in the address.
   Without this file the table is complete; it only adds. DataTables sorts, pages and draws. */
(function () {
  "use strict";

  const PAGE_LENGTH = 25, MOST_ON_ONE_PAGE = 60, LONG_LIST = 12;
  /* Names in the address. The key of a stage has no hyphen, so none is like these. */
  const TEXT = "free-text", OPEN = "row-open", ORDER = "sort-by", PAGE = "page-number";

  function make(name, properties, ...children) {
    const { attributes, ...others } = properties || {};
    const element = Object.assign(document.createElement(name), others);
    for (const [key, value] of Object.entries(attributes || {})) element.setAttribute(key, value);
    element.append(...children);
    return element;
  }

  /* Small letters without accents, and plain quotation marks. */
  function fold(text) {
    return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase()
      .replace(/[\u2018\u2019\u02bc]/g, "'").replace(/[\u201c\u201d]/g, '"').replace(/\s+/g, " ");
  }

  function splitTerms(text) {
    const parts = fold(text).match(/"[^"]+"|\S+/g) || [];
    return parts.map((part) => part.replace(/^"(.+)"$/, "$1"));
  }

  function readFacets(table) {
    return JSON.parse(table.dataset.facets).map(([key, label, options]) => ({
      key, label, ids: options.map((option) => option[0]), labels: options.map((option) => option[1]),
      chosen: new Set(), counts: new Int32Array(options.length), boxes: null,
    }));
  }

  function readRows(table, facets, isHidden) {
    const ranks = facets.map((facet) => new Map(facet.ids.map((id, i) => [id, i])));
    return Array.from(table.tBodies[0].rows, (element) => {
      /* What a row opens to is taken out of it, so that DataTables has less to read. */
      const inside = Array.from(element.cells).filter((_, i) => isHidden[i]);
      for (const cell of inside) cell.remove();
      const text = fold(Array.from(element.cells, (cell) => cell.textContent).join("\n"));
      return {
        element, name: element.dataset.configuration, number: element.cells[0].textContent.trim(),
        text, all: text + "\n" + fold(inside.map((cell) => cell.textContent).join("\n")), inside, button: null,
        values: facets.map((facet, f) => (element.getAttribute("data-filter-" + facet.key) || "")
          .split(" ").filter(Boolean).map((id) => ranks[f].get(id))),
      };
    });
  }

  function setUp(table) {
    const heads = Array.from(table.tHead.rows[0].cells);
    const isHidden = heads.map((cell) => ["quotations", "notes"].includes(cell.dataset.column));
    heads.forEach((cell, i) => { if (isHidden[i]) cell.remove(); });
    const columns = Array.from(table.tHead.rows[0].cells, (cell) => cell.dataset.column);
    const inside = heads.filter((_, i) => isHidden[i]).map((cell) => cell.dataset.column);
    const facets = readFacets(table);
    const rows = readRows(table, facets, isHidden);
    const byName = new Map(rows.map((row, i) => [row.name, i]));
    const isLong = rows.length > MOST_ON_ONE_PAGE;
    const visible = new Uint8Array(rows.length).fill(1);
    const region = table.closest(".edition-scroll");
    let terms = [], count = rows.length, isTyping = false, isReading = false, isDrawing = false;

    const api = new window.DataTable(table, {
      autoWidth: false, info: false, order: [], orderClasses: false,
      paging: isLong, pageLength: PAGE_LENGTH,
      columnDefs: [{ targets: 0, type: "html-num" }, { targets: "_all", type: "string" }],
      layout: { topStart: null, topEnd: null, bottomStart: null, bottomEnd: "paging" },
      language: { emptyTable: "No configuration.", zeroRecords: "No configuration fits. Take a filter away, or search for less." },
    });
    api.search.fixed("explorer", (text, data, index) => visible[index] === 1);

    /* Controls */
    const identifier = table.id;
    const search = make("input", { type: "search", id: identifier + "-search", className: "explorer-search", autocomplete: "off" });
    const label = make("label", { htmlFor: search.id, textContent: "Search cells and quotations" });
    const bar = make("div", { className: "explorer-filters", attributes: { role: "group", "aria-label": "Filters" } });
    const panel = make("div", { className: "explorer-panel", id: identifier + "-panel", hidden: true });
    const chips = make("div", { className: "explorer-chips", attributes: { role: "group", "aria-label": "What is chosen" } });
    const status = make("p", { className: "explorer-status", attributes: { role: "status", "aria-live": "polite" } });
    const clear = make("button", { type: "button", className: "explorer-clear", textContent: "Clear all" });
    const controls = make("div", { className: "explorer-controls", attributes: { role: "search", "aria-label": "Search and filter the configurations" } },
      make("div", { className: "explorer-field" }, label, search), bar, panel, chips,
      make("div", { className: "explorer-line" }, status, clear));
    region.before(controls);
    region.classList.add("explorer-region");
    const paging = region.querySelector(".dt-paging");
    if (paging) region.after(paging);

    let opened = null;
    for (const facet of facets) {
      facet.button = make("button", { type: "button", className: "explorer-filter", textContent: facet.label,
        attributes: { "aria-expanded": "false", "aria-controls": panel.id } });
      facet.button.addEventListener("click", () => togglePanel(opened === facet ? null : facet));
      bar.append(facet.button);
    }

    function togglePanel(facet) {
      if (opened) opened.button.setAttribute("aria-expanded", "false");
      opened = facet;
      panel.hidden = !facet;
      panel.replaceChildren();
      if (!facet) return;
      facet.button.setAttribute("aria-expanded", "true");
      const list = make("fieldset", { className: "explorer-options" }, make("legend", { textContent: facet.label }));
      if (facet.ids.length > LONG_LIST) {
        const find = make("input", { type: "search", className: "explorer-find", autocomplete: "off",
          placeholder: "Find in this list", attributes: { "aria-label": "Find in the list " + facet.label } });
        find.addEventListener("input", () => { facet.wanted = fold(find.value.trim()); showCounts(); });
        panel.append(find);
      }
      facet.wanted = "";
      facet.boxes = facet.ids.map((id, i) => {
        const box = make("input", { type: "checkbox", checked: facet.chosen.has(i) });
        const number = make("span", { className: "explorer-count" });
        const entry = make("label", { className: "explorer-option" }, box,
          make("span", { dir: "auto", textContent: facet.labels[i] }), " ", number);
        box.addEventListener("change", () => {
          if (box.checked) facet.chosen.add(i); else facet.chosen.delete(i);
          update("choice");
        });
        list.append(entry);
        return { box, number, entry, folded: fold(facet.labels[i]) };
      });
      panel.append(list);
      showCounts();
    }

    function showCounts() {
      if (!opened) return;
      opened.boxes.forEach((option, i) => {
        const isChosen = opened.chosen.has(i), text = "(" + opened.counts[i] + ")";
        if (option.number.textContent !== text) option.number.textContent = text;
        if (option.box.checked !== isChosen) option.box.checked = isChosen;
        const hide = !option.folded.includes(opened.wanted)
          || (opened.counts[i] === 0 && !isChosen && option.box !== document.activeElement);
        if (option.entry.hidden !== hide) option.entry.hidden = hide;
      });
    }

    panel.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && opened) {
        const button = opened.button;
        togglePanel(null);
        button.focus();
        event.preventDefault();
      }
    });

    function showChosen() {
      chips.replaceChildren();
      for (const facet of facets) {
        const number = facet.chosen.size;
        facet.button.textContent = number ? facet.label + " (" + number + ")" : facet.label;
        facet.button.classList.toggle("is-chosen", number > 0);
        for (const i of facet.chosen) {
          const words = facet.label + ": " + facet.labels[i];
          const chip = make("button", { type: "button", className: "explorer-chip", attributes: { "aria-label": "Take away " + words } },
            make("span", { dir: "auto", textContent: words }), make("span", { textContent: " \u00d7", ariaHidden: "true" }));
          chip.addEventListener("click", () => {
            const place = Array.from(chips.children).indexOf(chip);
            facet.chosen.delete(i);
            update("choice");
            (chips.children[Math.min(place, chips.children.length - 1)] || search).focus();
          });
          chips.append(chip);
        }
      }
      chips.hidden = !chips.children.length;
      clear.hidden = !chips.children.length && !search.value;
    }

    /* What is shown, and what each option would show: a row counts for a filter
       if it passes all the others. */
    function compute() {
      terms = splitTerms(search.value);
      for (const facet of facets) facet.counts.fill(0);
      count = 0;
      rows.forEach((row, r) => {
        const isFound = terms.every((term) => row.all.includes(term));
        let failed = isFound ? 0 : 2, failing = -1;
        for (let f = 0; f < facets.length && failed < 2; f++) {
          const chosen = facets[f].chosen;
          if (chosen.size && !row.values[f].some((i) => chosen.has(i))) { failed++; failing = f; }
        }
        visible[r] = failed === 0 ? 1 : 0;
        count += visible[r];
        if (failed > 1) return;
        for (let f = 0; f < facets.length; f++) {
          if (failed === 0 || f === failing) for (const i of row.values[f]) facets[f].counts[i]++;
        }
      });
    }

    function refresh() {
      compute();
      isDrawing = true;
      api.draw();
      isDrawing = false;
      showChosen();
      showCounts();
      status.textContent = count + " of " + rows.length + " configuration" + (rows.length === 1 ? "" : "s");
    }

    /* Rows that open */
    const openRows = new Set();

    function setOpen(r, open) {
      if (open === openRows.has(r)) return;
      const row = rows[r], entry = api.row(r);
      if (open) {
        openRows.add(r);
        entry.child(buildDetail(r), "explorer-detail-cell").show();
        const detail = entry.child();
        if (detail && detail[0]) detail[0].id = "detail-" + row.name;
      } else {
        openRows.delete(r);
        entry.child.hide();
      }
      labelButton(r);
    }

    function labelButton(r) {
      const row = rows[r], isShown = openRows.has(r);
      if (!row.button) return;
      row.button.setAttribute("aria-expanded", String(isShown));
      if (isShown) row.button.setAttribute("aria-controls", "detail-" + row.name);
      else row.button.removeAttribute("aria-controls");
      const isInside = terms.length > 0 && !terms.every((term) => row.text.includes(term));
      const words = isInside ? "Details: found here" : "Details";
      row.button.textContent = words;
      row.button.setAttribute("aria-label", words + ", configuration " + row.number);
      row.button.classList.toggle("is-found", isInside);
    }

    function buildDetail(r) {
      const row = rows[r], detail = make("div", { className: "explorer-detail" });
      const chain = make("ol", { className: "explorer-chain", attributes: { "aria-label": "Chain" } });
      facets.forEach((facet, f) => {
        if (!columns.includes("stage-" + facet.key)) return;
        const codes = row.values[f].map((i) => {
          const href = "#" + new URLSearchParams([[facet.key, facet.ids[i]]]);
          return make("a", { href, dir: "auto", textContent: facet.labels[i], title: "Show all with this" });
        });
        const list = make("ul", null, ...codes.map((code) => make("li", null, code)));
        chain.append(make("li", null, make("b", { textContent: facet.label }), list));
      });
      detail.append(chain);
      row.inside.forEach((cell, i) => {
        if (!cell.childNodes.length) return;
        const copies = Array.from(cell.childNodes, (node) => node.cloneNode(true));
        detail.append(make("div", { className: "explorer-" + inside[i] }, ...copies));
      });
      const link = row.element.cells[0].querySelector("a");
      if (link) detail.append(make("p", null, make("a", { href: link.getAttribute("href"), textContent: "The page of configuration " + row.number })));
      return detail;
    }

    rows.forEach((row, r) => {
      row.button = make("button", { type: "button", className: "explorer-open" });
      row.button.addEventListener("click", () => { setOpen(r, !openRows.has(r)); remember("open"); });
      row.element.cells[0].append(" ", row.button);
      labelButton(r);
      row.element.addEventListener("click", (event) => {
        if (event.target.closest("a, button") || String(window.getSelection())) return;
        setOpen(r, !openRows.has(r));
        remember("open");
      });
    });
    api.on("draw", () => {
      for (const r of api.rows({ page: "current" }).indexes().toArray()) labelButton(r);
    });

    /* The address */
    function writeAddress() {
      const words = new URLSearchParams();
      if (search.value.trim()) words.append(TEXT, search.value.trim());
      for (const facet of facets) for (const i of facet.chosen) words.append(facet.key, facet.ids[i]);
      for (const [column, direction] of api.order()) if (direction) words.append(ORDER, columns[column] + " " + direction);
      if (api.page() > 0) words.append(PAGE, api.page() + 1);
      for (const r of openRows) words.append(OPEN, rows[r].name);
      return words.toString();
    }

    function remember(kind) {
      if (isReading || isDrawing) return;
      const words = writeAddress(), address = window.location.href.split("#")[0] + (words ? "#" + words : "");
      if (address === window.location.href) return;
      /* While somebody types, the address follows without a new entry for each letter. */
      const isSame = kind === "text" && isTyping;
      window.history[isSame ? "replaceState" : "pushState"](null, "", address);
      isTyping = kind === "text";
    }

    function readAddress() {
      const hash = window.location.hash.slice(1);
      const isView = hash.includes("=");
      if (hash && !isView && !hash.startsWith("explore-")) return false;
      const words = new URLSearchParams(isView ? hash : "");
      isReading = true;
      search.value = words.get(TEXT) || "";
      for (const facet of facets) {
        const wanted = new Set(words.getAll(facet.key));
        facet.chosen = new Set(facet.ids.map((_, i) => i).filter((i) => wanted.has(facet.ids[i])));
      }
      const order = words.getAll(ORDER).map((entry) => entry.split(" "))
        .map(([column, direction]) => [columns.indexOf(column), direction])
        .filter(([column, direction]) => column >= 0 && ["asc", "desc"].includes(direction));
      api.order(order);
      refresh();
      const page = Number(words.get(PAGE)) - 1;
      if (page > 0 && page < api.page.info().pages) api.page(page).draw("page");
      const wanted = new Set(words.getAll(OPEN).map((name) => byName.get(name)));
      for (const r of openRows) if (!wanted.has(r)) setOpen(r, false);
      for (const r of wanted) if (r !== undefined) setOpen(r, true);
      if (hash.startsWith("explore-") && !isView) showRow(byName.get(decodeURIComponent(hash.slice(8))));
      isReading = false;
      isTyping = false;
      return true;
    }

    function showRow(r) {
      if (r === undefined) return;
      const place = api.rows({ order: "applied", search: "applied" }).indexes().toArray().indexOf(r);
      api.page(Math.floor(place / api.page.len())).draw("page");
      setOpen(r, true);
      rows[r].element.scrollIntoView({ block: "center" });
    }

    function update(kind) {
      refresh();
      remember(kind);
    }

    search.addEventListener("input", () => update("text"));
    clear.addEventListener("click", () => {
      search.value = "";
      for (const facet of facets) facet.chosen.clear();
      update("choice");
      search.focus();
    });
    api.on("order", () => remember("choice"));
    api.on("page", () => { if (!isReading && !isDrawing) window.setTimeout(() => remember("choice"), 0); });
    window.addEventListener("popstate", readAddress);
    window.addEventListener("hashchange", readAddress);
    /* Paper has no pages to turn. */
    window.addEventListener("beforeprint", () => { if (isLong) api.page.len(-1).draw(); });
    window.addEventListener("afterprint", () => { if (isLong) api.page.len(PAGE_LENGTH).draw(); });
    if (!readAddress()) refresh();
    table.classList.add("is-ready");
  }

  function start() {
    if (window.DataTable) document.querySelectorAll("table.explorer-table").forEach(setUp);
  }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();

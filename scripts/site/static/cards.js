// One kind of card for whatever answers for itself: a number, a cell, a box, a reference.
"use strict";
(function () {
  var root = document.documentElement, base = new URL(root.dataset.content_root || "./", location.href).href;
  var DATA = "_static/cards-data.js", WAIT = 300, LINGER = 250;
  // Whoever reads a table with the pointer on it is not interrupted.
  var CELL_WAIT = 700;
  var CELLS = "article table.edition-table[id] > tbody > tr:not(.block) > :is(td, th)";
  var MARKS = "a.note-mark, a.verdict-mark, th > a.figure-link";
  var card = null, owner = null, timer = 0, loading = null;

  // The cards of the site are loaded once somebody may want one.
  function load() {
    loading = loading || new Promise(function (done) {
      var script = document.createElement("script");
      script.src = base + DATA;
      script.onload = done;
      script.onerror = function () { window.CARDS = {}; done(); };
      document.head.append(script);
    });
    return loading;
  }

  // What answers for itself: the number of a configuration in a drawing, a link, or else a cell.
  function findOwner(target) {
    return target instanceof Element ? target.closest("article .parts .chip") || target.closest("article a[href]") || target.closest(CELLS) : null;
  }

  function isCell(owner) { return owner.matches("td, th"); }

  function lookUp(href, name) {
    var address = new URL(href, location.href).href.split(":~:")[0];
    return address.startsWith(base) ? window.CARDS[decodeURIComponent(address.slice(base.length)) + (name || "")] : null;
  }

  // A number has the card of its name.
  function findCard(owner) {
    if (isCell(owner)) { return findCellCard(owner); }
    if (!owner.hasAttribute("href")) { return lookUp(findRow(owner)); }
    var name = /(?:^| )value-(\S+)/.exec(owner.getAttribute("class") || "");
    return lookUp(owner.getAttribute("href"), name ? ":" + name[1] : "");
  }

  // Where a number of a drawing leads is told by the first of its kind.
  function findRow(chip) {
    var first = Array.from(chip.closest("svg").querySelectorAll(".chip[data-row]")).find(function (other) { return other.textContent === chip.textContent; });
    return first ? first.dataset.row : "#";
  }

  // Where a cell leads: to its note or verdict, and the head of a row to its configuration.
  function findTarget(cell) {
    var mark = cell.querySelector(MARKS), name = cell.parentElement.dataset.row;
    if (mark) { return mark.getAttribute("href"); }
    return cell.matches("th") && name ? base + "configurations/" + name + ".html" : null;
  }

  // A cell has the card of its note or verdict, and of the calculation of its table.
  function findCellCard(cell) {
    var address = findTarget(cell), own = address && lookUp(address);
    var calculated = lookUp("#" + cell.closest("table").id);
    if (cell.matches("th") || !calculated) { return own; }
    var row = cell.parentElement.querySelector("th"), words = row ? row.firstChild.textContent.trim() : "";
    return [own ? own[0] : [words, cell.dataset.label].filter(Boolean).join(": "), (own ? own[1] : []).concat(calculated[1]), ""];
  }

  function findHow(owner) {
    var cell = isCell(owner) && owner.closest(".cell");
    return cell ? cell.querySelector(".edition-how a") : owner.matches(".edition-value") ? owner : null;
  }

  function make(name, text, kind) {
    var element = document.createElement(name);
    element.textContent = text;
    if (kind) { element.className = kind; }
    return element;
  }

  // Of a box or a line of a drawing: what passes through it, by the titles of its pages.
  function listConfigurations(link) {
    return link.dataset.configurations.split(" ").map(function (number) {
      var title = Object.keys(window.CARDS).map(function (key) { return window.CARDS[key][0]; })
        .find(function (words) { return words.split(":")[0].split(" ").pop() === number && words.indexOf(":") > 0; });
      return ["", title || number];
    });
  }

  function fill(link, content) {
    var rows = document.createElement("dl"), how = findHow(link);
    var label = link.getAttribute("aria-label") || "", title = link.matches(".edition-value") ? link.textContent : content[0] || label;
    if (link.dataset.configurations) { title = label; content = [title, listConfigurations(link), ""]; }
    card.replaceChildren();
    if (title) { card.append(make("p", title, "card-title")); }
    content[1].forEach(function (row) {
      if (row[0]) { rows.append(make("dt", row[0])); }
      rows.append(make("dd", row[1], row[2]));
    });
    if (rows.children.length) { card.append(rows); }
    if (content[2]) { card.append(make("blockquote", content[2])); }
    var target = isCell(link) ? findTarget(link) : link.getAttribute("href") || findRow(link);
    if (target && link !== how) { addLink("Open", target, hide); }
    if (how) { addLink("How this was made", how.getAttribute("href"), function (event) { event.preventDefault(); hide(); how.click(); }); }
    if (isCell(link) && link === document.activeElement) { card.append(make("p", "Arrow keys lead to other cells, Enter opens, Escape closes.", "card-keys")); }
  }

  function addLink(words, href, act) {
    var link = make("a", words, "card-open");
    link.href = href;
    link.tabIndex = -1;
    link.addEventListener("click", act);
    card.append(link);
  }

  // Below the link, or above it where there is no room.
  function place(link) {
    var there = link.getBoundingClientRect(), own = card.getBoundingClientRect(), gap = 6;
    var left = Math.max(8, Math.min(there.left, root.clientWidth - own.width - 8));
    var top = there.bottom + gap + own.height > innerHeight && there.top > own.height + gap ? there.top - own.height - gap : there.bottom + gap;
    card.style.left = left + scrollX + "px";
    card.style.top = top + scrollY + "px";
  }

  function show(link) {
    clearTimeout(timer);
    load().then(function () {
      var content = findCard(link);
      if (link !== owner) { return; }
      if (!content) { hide(); return; }
      if (!card) {
        card = make("div", "", "edition-card");
        card.setAttribute("role", "status");
        // One that is long can be scrolled.
        card.tabIndex = 0;
        card.addEventListener("pointerenter", function () { clearTimeout(timer); });
        card.addEventListener("pointerleave", hideSoon);
        document.body.append(card);
      }
      card.hidden = false;
      fill(link, content);
      place(link);
    });
  }

  function hide() {
    clearTimeout(timer);
    owner = null;
    if (card) { card.hidden = true; card.replaceChildren(); }
  }

  function hideSoon() {
    clearTimeout(timer);
    timer = setTimeout(hide, LINGER);
  }

  document.addEventListener("pointerover", function (event) {
    var link = event.pointerType === "touch" ? null : findOwner(event.target);
    if (!link || link === owner) { if (link) { clearTimeout(timer); } return; }
    clearTimeout(timer);
    timer = setTimeout(function () { owner = link; show(link); }, isCell(link) ? CELL_WAIT : WAIT);
  });
  document.addEventListener("pointerout", function (event) {
    if (findOwner(event.target)) { hideSoon(); }
  });
  document.addEventListener("focusin", function (event) {
    var link = findOwner(event.target);
    if (link && link.matches(":focus-visible")) { owner = link; show(link); } else if (!card || !card.contains(event.target)) { hide(); }
  });
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape" && card && !card.hidden) { hide(); }
    else if (event.target.matches && event.target.matches(CELLS)) { walk(event); }
  });

  // The cells of a table are one stop of the Tab key; arrow keys lead from one to the next.
  function walk(event) {
    var cell = event.target, row = cell.parentElement, place = cell.cellIndex;
    var rows = Array.from(row.closest("table").querySelectorAll("tbody > tr:not(.block, [hidden])")), i = rows.indexOf(row);
    var next = {
      ArrowRight: cell.nextElementSibling, ArrowLeft: cell.previousElementSibling, Home: row.cells[0], End: row.cells[row.cells.length - 1],
      ArrowDown: rows[i + 1] && rows[i + 1].cells[place], ArrowUp: rows[i - 1] && rows[i - 1].cells[place]
    }[event.key];
    if (event.key === "Enter") { next = card && !card.hidden && card.querySelector(".card-open"); if (next) { next.click(); } return; }
    if (!next || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) { return; }
    event.preventDefault();
    cell.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  }

  // Tables of exhibits have cells to go to: such as have a verdict, or show what was calculated.
  function openTables() {
    document.querySelectorAll("article table.edition-table[id]").forEach(function (table) {
      var first = table.querySelector("tbody > tr:not(.block) > td");
      if (first && table.closest(".cell").querySelector(".edition-how a")) { first.tabIndex = 0; }
    });
  }
  if (document.readyState === "loading") { document.addEventListener("DOMContentLoaded", openTables); } else { openTables(); }

  // A finger points by a first tap, and goes there by a second one or by the link on the card.
  document.addEventListener("click", function (event) {
    var link = findOwner(event.target), is_touch = event.pointerType === "touch";
    if (card && card.contains(event.target)) { return; }
    if (!link) { if (is_touch) { hide(); } return; }
    if (!is_touch && isCell(link)) { return; }
    // Numbers in a figure are followed there; the links of the findings go where they say.
    if (is_touch && link.matches(".parts .chip, .edition-cards a")) { return; }
    if (!is_touch || link === owner || link.matches(".edition-findings a, .fork-way a")) { hide(); return; }
    // Before the cards are there nobody knows whether a link has one: it is followed if not.
    if (window.CARDS && !findCard(link)) { hide(); return; }
    owner = link;
    // A drawing answers to the tap as well.
    if (link.closest("svg")) { show(link); return; }
    event.preventDefault();
    event.stopImmediatePropagation();
    load().then(function () { if (isCell(link) || findCard(link)) { show(link); } else { link.click(); } });
  }, true);
  document.addEventListener("touchstart", load, { once: true, passive: true });
})();

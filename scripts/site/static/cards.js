// One kind of card for whatever answers for itself: a number, a cell, a box, a reference.
"use strict";
(function () {
  var root = document.documentElement, base = new URL(root.dataset.content_root || "./", location.href).href;
  var DATA = "_static/cards-data.js", WAIT = 300, LINGER = 250;
  var card = null, owner = null, timer = 0, loading = null;

  // The cards of the site are loaded once somebody may want one.
  function load() {
    loading = loading || new Promise(function (done) {
      var script = document.createElement("script");
      script.src = base + DATA;
      script.onload = done;
      document.head.append(script);
    });
    return loading;
  }

  function findLink(target) {
    return target instanceof Element ? target.closest("article a[href]") : null;
  }

  function findCard(link) {
    var address = new URL(link.getAttribute("href"), location.href).href.split(":~:")[0];
    return address.startsWith(base) ? window.CARDS[decodeURIComponent(address.slice(base.length))] : null;
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
    var is_value = link.classList.contains("edition-value"), rows = document.createElement("dl");
    var label = link.getAttribute("aria-label") || "", title = is_value ? link.textContent : content[0] || label;
    if (link.dataset.configurations) { title = label; content = [title, listConfigurations(link), ""]; }
    card.replaceChildren();
    if (title) { card.append(make("p", title, "card-title")); }
    content[1].forEach(function (row) {
      if (row[0]) { rows.append(make("dt", row[0])); }
      rows.append(make("dd", row[1]));
    });
    if (rows.children.length) { card.append(rows); }
    if (content[2]) { card.append(make("blockquote", content[2])); }
    var more = make("a", is_value ? "How this was made" : "Open", "card-open");
    more.href = link.getAttribute("href");
    more.tabIndex = -1;
    more.addEventListener("click", function (event) {
      hide();
      if (is_value) { event.preventDefault(); link.click(); }
    });
    card.append(more);
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
      if (!content || link !== owner) { return; }
      if (!card) {
        card = make("div", "", "edition-card");
        card.setAttribute("role", "status");
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
    var link = event.pointerType === "touch" ? null : findLink(event.target);
    if (!link || link === owner) { if (link) { clearTimeout(timer); } return; }
    clearTimeout(timer);
    timer = setTimeout(function () { owner = link; show(link); }, WAIT);
  });
  document.addEventListener("pointerout", function (event) {
    if (findLink(event.target)) { hideSoon(); }
  });
  document.addEventListener("focusin", function (event) {
    var link = findLink(event.target);
    if (link && link.matches(":focus-visible")) { owner = link; show(link); } else if (!card || !card.contains(event.target)) { hide(); }
  });
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape" && card && !card.hidden) { hide(); }
  });
  // A finger points by a first tap, and goes there by a second one or by the link on the card.
  document.addEventListener("click", function (event) {
    var link = findLink(event.target), is_touch = event.pointerType === "touch";
    if (!link) { if (is_touch && card && !card.contains(event.target)) { hide(); } return; }
    if (is_touch && link !== owner && window.CARDS && findCard(link) && !link.matches(".finding-title a, .finding-others a, .fork-way a")) {
      event.preventDefault();
      event.stopImmediatePropagation();
      owner = link;
      show(link);
    } else { hide(); }
  }, true);
  document.addEventListener("touchstart", load, { once: true, passive: true });
})();

// The shell of a page: what its buttons do that plain HTML cannot.
"use strict";
(function () {
  function start() {
    document.querySelectorAll(".edition-print").forEach(function (button) {
      button.addEventListener("click", function () { window.print(); });
    });
    document.addEventListener("click", function (event) {
      closeMenus(event.target);
    });
    document.addEventListener("keydown", function (event) {
      var menu = event.key === "Escape" && event.target.closest && event.target.closest(".edition-menu[open]");
      if (menu) {
        menu.open = false;
        menu.querySelector("summary").focus();
      }
    });
    document.querySelectorAll(".edition-copy").forEach(addCopyButton);
    watchTables();
    document.querySelectorAll("table[data-views]").forEach(addViews);
    document.querySelectorAll(".edition-switch").forEach(connectSwitch);
    document.querySelectorAll(".edition-how a, a.edition-value").forEach(function (link) {
      link.addEventListener("click", showCells);
    });
  }

  // What is switched on stays so on every page, until it is switched off.
  function connectSwitch(button) {
    var name = button.dataset.switch, root = document.documentElement;
    function show() {
      button.setAttribute("aria-pressed", String(root.dataset[name] === "on"));
      if (name === "code") {
        document.querySelectorAll(".edition-code").forEach(function (fold) {
          fold.open = root.dataset.code === "on" || fold.classList.contains("is-asked");
        });
      }
    }
    button.addEventListener("click", function () {
      remember(name, root.dataset[name] === "on" ? "off" : "on");
      document.querySelectorAll(".edition-code.is-asked").forEach(function (fold) {
        fold.classList.remove("is-asked");
      });
      show();
    });
    show();
  }

  // How an exhibit was made: its cells are opened, and the first of them is gone to.
  function showCells(event) {
    var cells = (event.currentTarget.dataset.cells || event.currentTarget.hash.slice(1)).split(" ").map(function (id) { return document.getElementById(id); });
    cells.forEach(function (fold) {
      fold.classList.add("is-asked");
      fold.open = true;
    });
    event.preventDefault();
    history.replaceState(null, "", event.currentTarget.hash);
    cells[0].querySelector("summary").focus({ preventScroll: true });
    cells[0].scrollIntoView();
  }

  function remember(name, choice) {
    document.documentElement.dataset[name] = choice;
    try { localStorage.setItem("edition-" + name, choice); } catch (error) { /* this visit only */ }
  }

  // Where there is room, the contents of the book are shut and opened in place, and stay so on
  // the next page. Elsewhere the theme shows them in a window of their own.
  document.addEventListener("click", function (event) {
    var button = event.target.closest && event.target.closest(".primary-toggle");
    if (button && matchMedia("(min-width: 960px)").matches) {
      event.preventDefault();
      event.stopPropagation();
      var contents = document.getElementById("pst-primary-sidebar");
      remember("nav", contents.getClientRects().length ? "closed" : "open");
    }
  }, true);

  // Words of a table are broken where it is wider than its place. Headings stay in view as long
  // as nothing of their table has to be scrolled to from the side. The table is watched as well
  // as its place: it grows by itself when a font arrives or rows are shown.
  function watchTables() {
    var arrival = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    var watch = new ResizeObserver(function (changes) {
      new Set(changes.map(function (change) { return change.target.closest(".edition-scroll"); })).forEach(function (place) {
        place.classList.remove("is-tight");
        place.classList.toggle("is-tight", place.scrollWidth > place.clientWidth + 1);
        if (place.classList.contains("is-tight")) { nameCells(place.querySelector("table")); }
        place.classList.toggle("is-whole", place.scrollWidth <= place.clientWidth + 1);
        var head = place.querySelector("thead");
        place.style.setProperty("--edition-head", (head ? head.offsetHeight : 0) + "px");
        if (arrival && arrival.matches("tr") && place.contains(arrival)) { arrival.scrollIntoView(); arrival = null; }
      });
    });
    document.querySelectorAll(".edition-scroll").forEach(function (place) {
      var table = place.querySelector("table");
      if (table) { watch.observe(place); watch.observe(table); }
    });
  }

  // The cells of a frame say in which column they stand once its headings are out of sight.
  function nameCells(table) {
    var heads = Array.from(table.querySelectorAll("thead tr:last-child > *"));
    table.querySelectorAll("td:not([data-label])").forEach(function (cell) {
      if (heads[cell.cellIndex]) { cell.dataset.label = heads[cell.cellIndex].textContent; }
    });
  }

  // A table that has parts can be looked at part by part. All of it is there at first, and again
  // where a link leads to a row that is not shown.
  function addViews(table) {
    var rows = Array.from(table.querySelectorAll("tbody tr:not(.block)")), group = document.createElement("div");
    var names = Array.from(new Set(rows.map(function (row) { return row.dataset.view; }))).filter(Boolean);
    function show(name) {
      rows.forEach(function (row) { row.hidden = name !== null && row.dataset.view !== name; });
      Array.from(group.children).forEach(function (button) {
        button.setAttribute("aria-pressed", String(button.view === name));
      });
    }
    function add(name, words, count) {
      var button = document.createElement("button");
      button.type = "button";
      button.view = name;
      button.textContent = words + " (" + count + ")";
      button.addEventListener("click", function () { show(name); });
      group.append(button);
    }
    function showTarget() {
      var target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
      var row = target && target.closest("tr[hidden]");
      if (row && table.contains(row)) { show(null); row.scrollIntoView(); }
    }
    group.className = "edition-views";
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", "Rows shown");
    add(null, "All", rows.length);
    names.forEach(function (name) {
      add(name, name.charAt(0).toUpperCase() + name.slice(1), rows.filter(function (row) { return row.dataset.view === name; }).length);
    });
    table.parentElement.before(group);
    show(null);
    window.addEventListener("hashchange", showTarget);
  }

  function closeMenus(place) {
    document.querySelectorAll(".edition-menu[open]").forEach(function (menu) {
      if (!menu.contains(place)) { menu.open = false; }
    });
  }

  // The text can be selected by hand too, so the button is here only if it works.
  function addCopyButton(block) {
    var button = document.createElement("button"), status = document.createElement("span");
    button.type = "button";
    button.className = "edition-copy-button";
    button.textContent = "Copy";
    button.setAttribute("aria-label", "Copy: " + block.dataset.label);
    status.setAttribute("role", "status");
    button.addEventListener("click", function () {
      copy(block.querySelector("pre, p")).then(function (done) {
        status.textContent = done ? "Copied" : "Please select the text and copy it";
      });
    });
    block.append(button, " ", status);
  }

  function copy(source) {
    if (navigator.clipboard && window.isSecureContext) {
      return navigator.clipboard.writeText(source.textContent).then(
        function () { return true; }, function () { return copyOldWay(source); });
    }
    return Promise.resolve(copyOldWay(source));
  }

  function copyOldWay(source) {
    var range = document.createRange(), selection = window.getSelection();
    range.selectNodeContents(source);
    selection.removeAllRanges();
    selection.addRange(range);
    return document.execCommand("copy");
  }

  // For the printer whatever is folded is opened, and dark is light; afterwards all is as before.
  var opened = [], theme = null;
  window.addEventListener("beforeprint", function () {
    if (theme === null) {
      theme = document.documentElement.dataset.theme;
      document.documentElement.dataset.theme = "light";
    }
    document.querySelectorAll("article details:not([open])").forEach(function (details) {
      if (!details.classList.contains("edition-code")) {
        details.open = true;
        opened.push(details);
      }
    });
  });
  window.addEventListener("afterprint", function () {
    if (theme !== null) {
      document.documentElement.dataset.theme = theme;
      theme = null;
    }
    opened.splice(0).forEach(function (details) { details.open = false; });
  });

  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", start);
  } else {
    start();
  }
})();

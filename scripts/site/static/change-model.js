/* Change models on the page: follow configurations by pointer, touch and keyboard, and zoom.
   Without this file the figures are complete; it only adds. */
(function () {
  "use strict";

  const HINT = "Point at, tap or tab to a box or a line to follow its configurations. Escape ends it.";
  const CARD_HINT = "Tap a number to see its configuration alone, from top to bottom.";
  const STEP = 1.25, SMALLEST = 0.5, LARGEST = 4;

  /* What the reader used last: a pointer that only rests while the page moves is not used. */
  let device = "mouse", place = "";
  function notePointer(event) {
    const now = event.screenX + " " + event.screenY;
    if (event.type === "pointerdown" || now !== place) device = event.pointerType;
    place = now;
  }
  document.addEventListener("pointermove", notePointer, true);
  document.addEventListener("pointerdown", notePointer, true);
  document.addEventListener("keydown", () => { device = "keyboard"; }, true);

  /* The part that is pointed at: a number, or else a box, a card or a link. */
  function findPart(figure, target) {
    const part = target.closest ? target.closest(".parts .chip, .box, .link, .box-card .chip, .box-card") : null;
    return part && figure.contains(part) && listConfigurations(part).length ? part : null;
  }

  function listConfigurations(part) {
    const text = part.dataset.configurations || (part.matches(".chip") ? part.textContent : "");
    return text.split(/\s+/).filter(Boolean);
  }

  function setUp(svg) {
    const figure = svg.closest("figure");
    if (!figure) return;
    const region = svg.parentElement, cards = figure.querySelector(".edition-cards");
    /* A configuration goes by its number; its title and row are with its first chip. */
    const rows = new Map(), names = new Map();
    for (const chip of svg.querySelectorAll(".parts .chip[data-name]")) {
      const number = chip.textContent.trim();
      names.set(number, chip.dataset.title || chip.dataset.name.replace(/-/g, " "));
      if (chip.dataset.row) rows.set(number, chip.dataset.row);
    }
    const status = document.createElement("div");
    status.className = "edition-status";
    const words = document.createElement("p");
    words.setAttribute("aria-live", "polite");
    const end = document.createElement("button");
    end.type = "button";
    end.textContent = "Show all";
    end.hidden = true;
    end.addEventListener("click", () => {
      clear();
      figure.scrollIntoView({ block: "start" });
    });
    status.append(words, end);
    figure.querySelector("figcaption").before(status);

    let shown = "", kept = null;

    function isNarrow() {
      return Boolean(cards) && getComputedStyle(cards).display !== "none";
    }

    function light(numbers) {
      const key = numbers.join(" ");
      if (key === shown) return;
      shown = key;
      const wanted = new Set(numbers);
      figure.classList.toggle("is-lit", wanted.size > 0);
      for (const part of figure.querySelectorAll(".parts .chip, .box-card .chip, [data-configurations]")) {
        part.classList.toggle("lit", listConfigurations(part).some((number) => wanted.has(number)));
      }
      tell(numbers);
    }

    function tell(numbers) {
      end.hidden = !numbers.length;
      if (!numbers.length) {
        words.textContent = isNarrow() ? CARD_HINT : HINT;
        return;
      }
      words.textContent = numbers.length === 1 ? "Configuration " : "Configurations ";
      numbers.forEach((number, i) => {
        const entry = document.createElement(rows.has(number) ? "a" : "span");
        if (rows.has(number)) entry.href = rows.get(number);
        entry.textContent = number + " " + (names.get(number) || "");
        words.append(i ? "; " : "", entry);
      });
    }

    function lightPart(part) {
      light(part ? listConfigurations(part) : []);
    }

    function clear() {
      kept = null;
      light([]);
    }

    svg.addEventListener("pointerover", (event) => {
      if (device !== "mouse" && device !== "pen") return;
      const part = findPart(figure, event.target);
      if (part) lightPart(part);
    });
    figure.addEventListener("pointerleave", () => {
      if (device === "touch" || device === "keyboard" || isNarrow()) return;
      const active = document.activeElement;
      if (svg.contains(active)) lightPart(findPart(figure, active));
      else if (!status.contains(active)) clear();
    });
    figure.addEventListener("focusin", (event) => {
      if (device === "keyboard" && svg.contains(event.target)) lightPart(findPart(figure, event.target));
    });
    figure.addEventListener("focusout", (event) => {
      if (!figure.contains(event.relatedTarget) && !kept && !isNarrow()) clear();
    });
    document.addEventListener("pointerdown", (event) => {
      if (isNarrow()) return;
      if (!figure.contains(event.target)) clear();
      else if (svg.contains(event.target) && !findPart(figure, event.target)) clear();
    });
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") clear();
    });
    /* A first tap shows, a second one on the same part leads to the table. */
    svg.addEventListener("click", (event) => {
      const part = findPart(figure, event.target);
      if (!part) return;
      if (device === "touch" && part !== kept) {
        event.preventDefault();
        kept = part;
        lightPart(part);
        return;
      }
      const row = part.matches(".chip") && rows.get(part.textContent.trim());
      if (row && !(event.ctrlKey || event.metaKey || event.shiftKey)) {
        event.preventDefault();
        window.location.href = row;
      }
    });
    /* Of cards only those of the number are left, one below the other: its chain. */
    if (cards) {
      cards.addEventListener("click", (event) => {
        const part = findPart(figure, event.target);
        if (!part || event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        const numbers = listConfigurations(part);
        if (numbers.join(" ") === shown) clear();
        else light(numbers);
        (part.matches(".chip") ? part : cards).scrollIntoView({ block: "nearest" });
      });
    }

    function followAddress() {
      const mark = document.getElementById(decodeURIComponent(window.location.hash.slice(1)));
      if (mark && svg.contains(mark) && mark.dataset.name) {
        kept = mark;
        lightPart(mark);
        if (isNarrow()) figure.scrollIntoView({ block: "start" });
      }
    }
    window.addEventListener("hashchange", followAddress);
    tell([]);
    followAddress();

    region.before(makeZoom(svg, region));
  }

  function makeZoom(svg, region) {
    let scale = 1, width = 0;
    const bar = document.createElement("div");
    bar.className = "edition-zoom";
    const buttons = [["Zoom out", "\u2212", 1 / STEP], ["Zoom in", "+", STEP]].map(([name, sign, by]) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = sign;
      button.title = name;
      button.setAttribute("aria-label", name + ": " + region.getAttribute("aria-label"));
      button.addEventListener("click", () => zoom(by));
      bar.append(button);
      return button;
    });

    function zoom(by) {
      const next = Math.min(LARGEST, Math.max(SMALLEST, scale * by));
      if (scale === 1) width = svg.getBoundingClientRect().width;
      const middle = (region.scrollLeft + region.clientWidth / 2) / svg.getBoundingClientRect().width;
      scale = Math.abs(next - 1) < 0.01 ? 1 : next;
      svg.style.minWidth = scale === 1 ? "" : "0";
      svg.style.maxWidth = scale === 1 ? "" : "none";
      svg.style.width = scale === 1 ? "" : width * scale + "px";
      region.scrollLeft = middle * svg.getBoundingClientRect().width - region.clientWidth / 2;
      buttons[0].setAttribute("aria-disabled", String(scale <= SMALLEST));
      buttons[1].setAttribute("aria-disabled", String(scale >= LARGEST));
    }
    return bar;
  }

  function start() {
    document.querySelectorAll('svg.change-model[role="group"]').forEach(setUp);
  }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();

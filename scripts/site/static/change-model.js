/* Change models on the page: follow configurations by pointer, touch and keyboard, and zoom.
   Without this file the figures are complete; it only adds. */
(function () {
  "use strict";

  const HINT = "Point at, tap or tab to a box or a line to follow its configurations. Escape ends it.";
  const STEP = 1.25, SMALLEST = 0.5, LARGEST = 4;

  /* The part that is pointed at: a number, or else a box or a link. */
  function findPart(svg, target) {
    const part = target.closest ? target.closest(".parts .chip, .box, .link") : null;
    return part && svg.contains(part) && listConfigurations(part).length ? part : null;
  }

  function listConfigurations(part) {
    const text = part.dataset.configurations || (part.matches(".parts .chip") ? part.textContent : "");
    return text.split(/\s+/).filter(Boolean);
  }

  function setUp(svg) {
    const figure = svg.closest("figure");
    if (!figure) return;
    const region = svg.parentElement;
    /* A configuration goes by its number; its name and row are with its first chip. */
    const rows = new Map(), names = new Map();
    for (const chip of svg.querySelectorAll(".parts .chip[data-name]")) {
      const number = chip.textContent.trim();
      names.set(number, chip.dataset.name);
      if (chip.dataset.row) rows.set(number, chip.dataset.row);
    }
    const status = document.createElement("p");
    status.className = "edition-status";
    status.setAttribute("aria-live", "polite");
    status.textContent = HINT;
    region.after(status);

    let shown = "", tapped = null, pointer = "mouse";

    function light(numbers) {
      const key = numbers.join(" ");
      if (key === shown) return;
      shown = key;
      const wanted = new Set(numbers);
      svg.classList.toggle("is-lit", wanted.size > 0);
      for (const part of svg.querySelectorAll(".parts .chip, [data-configurations]")) {
        part.classList.toggle("lit", listConfigurations(part).some((number) => wanted.has(number)));
      }
      tell(numbers);
    }

    function tell(numbers) {
      if (!numbers.length) {
        status.textContent = HINT;
        return;
      }
      status.textContent = numbers.length === 1 ? "Configuration " : "Configurations ";
      numbers.forEach((number, i) => {
        const words = number + " " + (names.get(number) || "").replace(/-/g, " ");
        const entry = document.createElement(rows.has(number) ? "a" : "span");
        if (rows.has(number)) entry.href = rows.get(number);
        entry.textContent = words;
        status.append(i ? ", " : "", entry);
      });
    }

    function lightPart(part) {
      light(part ? listConfigurations(part) : []);
    }

    function clear() {
      tapped = null;
      light([]);
    }

    svg.addEventListener("pointerover", (event) => {
      if (event.pointerType !== "touch") {
        const part = findPart(svg, event.target);
        if (part) lightPart(part);
      }
    });
    figure.addEventListener("pointerleave", (event) => {
      if (event.pointerType === "touch") return;
      const active = document.activeElement;
      if (svg.contains(active)) lightPart(findPart(svg, active));
      else if (!status.contains(active)) clear();
    });
    figure.addEventListener("focusin", (event) => {
      if (svg.contains(event.target)) lightPart(findPart(svg, event.target));
    });
    figure.addEventListener("focusout", (event) => {
      if (!figure.contains(event.relatedTarget) && !tapped) clear();
    });
    document.addEventListener("pointerdown", (event) => {
      pointer = event.pointerType;
      if (!figure.contains(event.target)) clear();
      else if (svg.contains(event.target) && !findPart(svg, event.target)) clear();
    });
    document.addEventListener("keydown", (event) => {
      pointer = "keyboard";
      if (event.key === "Escape") clear();
    });
    /* A first tap shows, a second one on the same part leads to the table. */
    svg.addEventListener("click", (event) => {
      const part = findPart(svg, event.target);
      if (!part) return;
      if (pointer === "touch" && part !== tapped) {
        event.preventDefault();
        tapped = part;
        lightPart(part);
        return;
      }
      const row = part.matches(".chip") && rows.get(part.textContent.trim());
      if (row && !(event.ctrlKey || event.metaKey || event.shiftKey)) {
        event.preventDefault();
        window.location.href = row;
      }
    });

    function followAddress() {
      const mark = document.getElementById(decodeURIComponent(window.location.hash.slice(1)));
      if (mark && svg.contains(mark) && mark.dataset.name) {
        tapped = mark;
        lightPart(mark);
      }
    }
    window.addEventListener("hashchange", followAddress);
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

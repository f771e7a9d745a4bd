// The source of a number, shown while one points at it.
//
// Numbers in texts have tips of their own, which open by click, tap and key without this
// file; here they also open on hover and focus, and beside the number. Numbers in tables
// and in tiles share one tip, filled from their attributes: one stop of the tabulator for each
// table or group of tiles, and the arrow keys from there.

"use strict";

(() => {
  const IN_TABLE = ":is(table, .tiles) [data-rows]";
  const SOURCED = `button.source-of, ${IN_TABLE}`;
  const GAP = 6; // pixels between a number and its tip, and to the window's edge
  const NAMES_VALUE = /^(rank|ratio|year)\b/; // units that do not read well after a value
  const WAIT = 120; // milliseconds a pointer rests before a tip opens, or closes
  const sources = window.reportSources ?? {};
  const root = document.documentElement.dataset.content_root ?? "";

  let number = null; // whose tip is open
  let timer = 0;

  // The tip that all tables share ------------------------------------------------

  const shared = document.createElement("div");
  shared.className = "tip";
  shared.id = "tip-of-tables";
  shared.popover = "auto";
  shared.setAttribute("role", "group");

  function line(...parts) {
    const made = document.createElement("p");
    made.append(...parts.filter(Boolean));
    return made;
  }

  function link(text, href) {
    const made = document.createElement("a");
    made.textContent = text;
    made.href = root + href;
    return made;
  }

  // As reportlib.web.addresses.row_anchor makes it.
  function anchor(key) {
    return "row-" + key.replace(/[^A-Za-z0-9_-]/gu, (c) => `.${c.codePointAt(0).toString(16)}.`);
  }

  // As reportlib.web.tips.in_full does for texts.
  function inFull(found) {
    if (!found.hasAttribute("value")) return found.textContent;
    const value = Number(found.getAttribute("value"));
    if (unitOf(found) === "year") return String(value);
    const before = Math.abs(value).toFixed(0).length;
    const computed = found.dataset.how && !Number.isInteger(value);
    const digits = computed ? Math.max(8, before + 2) : 15;
    return value.toLocaleString("en", { maximumSignificantDigits: digits });
  }

  // A cell names its dataset by its place among those of the table, and leaves the unit to the
  // head of its column where all numbers of that have the same.
  const tableOf = (found) => found.closest("table");

  function unitOf(found) {
    const head = tableOf(found)?.tHead?.rows[0].cells[found.closest("td, th").cellIndex];
    return found.dataset.unit ?? head?.dataset.unit ?? "";
  }

  function origin(found, said) {
    const [, count, row] = /^(?:(\d+)\*)?(.*)$/u.exec(said);
    const place = row.slice(0, row.indexOf(":"));
    const key = row.slice(place.length + 1);
    const dataset = tableOf(found)?.dataset.of?.split(" ")[place] ?? place;
    const [title, told, page, listed] = sources[dataset] ?? [dataset, "", "", false];
    const which = !key ? "All rows" : count ? `${count} rows, the first` : "Row";
    return key && listed
      ? line(`${title}: ${told}. ${which} `, link(key, `${page}#${anchor(key)}`), ".")
      : line(link(title, page), `: ${told}. ${which}.`);
  }

  function fill(found) {
    const value = document.createElement("strong");
    value.textContent = inFull(found);
    const unit = unitOf(found);
    const first = NAMES_VALUE.test(unit)
      ? line(`${unit[0].toUpperCase()}${unit.slice(1)}: `, value)
      : line(value, ` ${unit}`);
    first.className = "tip-value";
    const next = found.nextElementSibling; // the tip itself, where it was opened here before
    const marks = next === shared ? shared.nextElementSibling : next;
    const how = found.dataset.how ?? "as it stands in the dataset";
    shared.replaceChildren(
      first,
      ...found.dataset.rows.split(" ").map((said) => origin(found, said)),
      line(`${how[0].toUpperCase()}${how.slice(1)}.`),
      ...(marks?.matches("sup[title]") ? [line(`${marks.title}.`)] : []),
    );
    shared.setAttribute("aria-label", `Source of ${found.textContent}`);
  }

  // Opening and closing -----------------------------------------------------------

  function tipOf(found) {
    const own = found.getAttribute("popovertarget");
    return own ? document.getElementById(own) : shared;
  }

  function isOpen(tip) {
    return tip.matches(":popover-open");
  }

  function open(found) {
    clearTimeout(timer);
    const tip = tipOf(found);
    if (found === number && isOpen(tip)) return;
    if (number) close();
    if (tip === shared) {
      fill(found);
      found.setAttribute("aria-describedby", shared.id);
    }
    found.after(tip); // so that the tabulator leads from the number into the tip
    number = found;
    tip.showPopover();
    place();
  }

  function close() {
    if (number && isOpen(tipOf(number))) tipOf(number).hidePopover();
  }

  function later(action) {
    clearTimeout(timer);
    timer = setTimeout(action, WAIT);
  }

  // Under the number, or above it where there is more room; never beyond the window.
  function place() {
    const tip = tipOf(number);
    const { width, height } = tip.getBoundingClientRect();
    const at = number.getBoundingClientRect();
    const across = document.documentElement.clientWidth;
    const down = document.documentElement.clientHeight;
    const fits = at.bottom + GAP + height <= down - GAP || at.top < down - at.bottom;
    const top = fits ? at.bottom + GAP : at.top - GAP - height;
    tip.style.inset = "auto";
    tip.style.left = `${Math.max(GAP, Math.min(at.left, across - GAP - width))}px`;
    tip.style.top = `${Math.max(GAP, Math.min(top, down - GAP - height))}px`;
  }

  function follow() {
    if (!number || !isOpen(tipOf(number))) return;
    const at = number.getBoundingClientRect();
    if (at.bottom < 0 || at.top > document.documentElement.clientHeight) close();
    else place();
  }

  // What a pointer and the tabulator do -------------------------------------------

  document.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "mouse") return;
    const found = event.target.closest(SOURCED);
    if (found) later(() => open(found));
    else if (number && event.target.closest(".tip") === tipOf(number)) clearTimeout(timer);
    else if (number && document.activeElement !== number && !inTip(document.activeElement)) {
      later(close);
    } else clearTimeout(timer);
  });

  function inTip(element) {
    return number !== null && tipOf(number).contains(element);
  }

  document.addEventListener("click", (event) => {
    const found = event.target.closest(SOURCED);
    if (!found) return;
    event.preventDefault(); // the browser would open it by itself, but in its own place
    if (found.matches(IN_TABLE)) found.focus();
    open(found);
  });

  document.addEventListener("focusin", (event) => {
    const found = event.target;
    if (found.matches(SOURCED)) {
      if (found.matches(":focus-visible")) open(found);
    } else if (!inTip(found)) close();
  });

  document.addEventListener(
    "toggle",
    (event) => {
      if (event.newState === "closed" && event.target.classList.contains("tip")) {
        if (number && tipOf(number) === event.target && !isOpen(event.target)) number = null;
      }
    },
    true,
  );
  addEventListener("scroll", follow, { capture: true, passive: true });
  addEventListener("resize", follow);

  // Tables and tiles: one stop of the tabulator, then the arrow keys -------------------------

  for (const table of document.querySelectorAll("table, .tiles")) {
    table.querySelectorAll("[data-rows]").forEach((found, position) => {
      found.setAttribute("role", "button");
      found.tabIndex = position ? -1 : 0;
    });
  }

  const STEPS = {
    ArrowLeft: [0, -1],
    ArrowRight: [0, 1],
    ArrowUp: [-1, 0],
    ArrowDown: [1, 0],
  };

  // By itself a browser closes what a hover has opened only on the second Escape.
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      clearTimeout(timer);
      close();
    }
  });

  document.addEventListener("keydown", (event) => {
    const found = event.target;
    if (!found.matches?.(IN_TABLE)) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      open(found);
      return;
    }
    const next = STEPS[event.key] && neighbour(found, ...STEPS[event.key]);
    if (!next) return;
    event.preventDefault(); // the page would scroll
    found.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  });

  function neighbour(found, down, across) {
    const cell = found.closest("td, th");
    if (!cell) {
      const all = [...found.closest(".tiles").querySelectorAll("[data-rows]")];
      return all[all.indexOf(found) + down + across];
    }
    const rows = [...found.closest("table").rows];
    let row = rows.indexOf(cell.parentElement) + down;
    let column = cell.cellIndex + across;
    while (rows[row]?.cells[column]) {
      const next = rows[row].cells[column].querySelector("[data-rows]");
      if (next?.checkVisibility()) return next;
      row += down;
      column += across;
    }
    return null;
  }
})();

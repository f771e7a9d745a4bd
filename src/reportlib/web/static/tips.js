// The source of a number, shown while one points at it. Numbers in texts have tips of their own,
// which open without this file; those in tables and tiles share one. A paragraph, a list of
// findings or a table is one stop of the tabulator, and arrow keys go on from there. Terms are
// links to the glossary, with their definition as a tip.
(() => {
  "use strict";
  const CELLS = ":is(tbody, .tiles) [data-rows], [data-of] tbody data:not(.number)";
  const SOURCED = `button.source-of, a.term, ${CELLS}`;
  const GROUPS = "table, .tiles, .findings, .statement, p, li, dd";
  const NAMES_VALUE = /^(rank|ratio|year)\b/; // units that do not read well after a value
  const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
  const GAP = 6; // pixels between a number and its tip, and to the window's edge
  const WAIT = 120; // milliseconds a pointer rests before a tip opens, or closes
  const page = document.documentElement;
  const SOURCES = new URL("../data/tip-sources.js", document.currentScript.src).href;
  const shared = make("div");
  const groups = new Map();
  let number = null; // whose tip is open
  let timer = 0;
  let script = null; // of what datasets are called
  let wanted = null; // the number whose tip opens when that is there

  shared.className = "tip";
  shared.id = "tip-of-tables";
  shared.popover = "auto";
  shared.role = "group";

  function make(tag, ...parts) {
    const made = document.createElement(tag);
    made.append(...parts);
    return made;
  }

  function link(text, href) {
    const made = make("a", text);
    made.href = new URL(href, SOURCES);
    return made;
  }

  const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
  // As reportlib.web.addresses.row_anchor makes it.
  const anchor = (key) =>
    key.replace(/[^A-Za-z0-9_-]/gu, (c) => `.${c.codePointAt(0).toString(16)}.`);

  // A cell names its dataset by its place among those of the table, and leaves to the head of its
  // column what numbers of that have in common: the unit, how they were made, and which rows are
  // behind them, with a sign for what names the row of the table.
  function toldOf(found) {
    const head = found.closest("table")?.tHead?.rows[0].cells[found.closest("td, th").cellIndex];
    const told = { ...head?.dataset, ...found.dataset };
    const row = found.closest("tr");
    const name = row && (row.dataset.code ?? row.dataset.key ?? row.cells[0].textContent);
    return { ...told, rows: told.rows.replaceAll("{}", () => name) };
  }

  // As reportlib.web.tips.in_full does for texts.
  function inFull(found) {
    if (!found.hasAttribute("value")) return found.textContent;
    const value = Number(found.getAttribute("value"));
    const { how, unit } = toldOf(found);
    if (unit === "year") return String(value);
    const computed = how && !Number.isInteger(value);
    const digits = computed ? Math.max(8, Math.abs(value).toFixed(0).length + 2) : 15;
    return value.toLocaleString("en", { maximumSignificantDigits: digits });
  }

  function origin(found, said) {
    const [, count, at, key] = /^(?:(\d+)\*)?([^:]*):?(.*)$/u.exec(said);
    const dataset = found.closest("table")?.dataset.of?.split(" ")[at] ?? at;
    const known = window.reportSources?.[dataset];
    const [title, told, place, listed] = known ?? [dataset, "", "", false];
    const which = !key ? "All rows" : count ? `${count} rows, the first` : "Row";
    return key && listed
      ? make("p", `${title}: ${told}. ${which} `, link(key, `${place}#row-${anchor(key)}`), ".")
      : make("p", link(title, place), `: ${told}. ${which}.`);
  }

  function fill(found) {
    const { how = "as it stands in the dataset", rows, unit = "" } = toldOf(found);
    const value = make("strong", inFull(found));
    const first = NAMES_VALUE.test(unit) ? [`${capital(unit)}: `, value] : [value, ` ${unit}`];
    const next = found.nextElementSibling; // the tip itself, where it was opened here before
    const marks = next === shared ? shared.nextElementSibling : next;
    const origins = rows.split(" ").map((said) => origin(found, said));
    const lines = [...origins, make("p", `${capital(how)}.`)];
    if (marks?.matches("sup[title]")) lines.push(make("p", `${marks.title}.`));
    shared.replaceChildren(make("p", ...first), ...lines);
    shared.ariaLabel = `Source of ${found.textContent}`;
    found.setAttribute("aria-describedby", shared.id);
  }

  const ownOf = (found) =>
    found.getAttribute(found.matches("a.term") ? "aria-describedby" : "popovertarget");
  const tipOf = (found) => document.getElementById(ownOf(found)) ?? shared;
  const isOpen = () => number !== null && tipOf(number).matches(":popover-open");
  const inTip = (element) => number !== null && tipOf(number).contains(element);

  function open(found) {
    clearTimeout(timer);
    if (found === number && isOpen()) return;
    close();
    const tip = tipOf(found);
    if (tip === shared && !window.reportSources) return load(found);
    if (tip === shared) fill(found);
    found.after(tip); // so that the tabulator leads from the number into the tip
    number = found;
    tip.showPopover();
    place();
  }

  function load(found) {
    wanted = found;
    if (script) return;
    script = make("script");
    script.src = SOURCES;
    script.onload = script.onerror = () => {
      window.reportSources ??= {}; // a dataset's own name, at least
      if (wanted) open(wanted);
    };
    document.head.append(script);
  }

  function close() {
    clearTimeout(timer);
    wanted = null;
    hide();
  }

  function hide() {
    if (isOpen()) tipOf(number).hidePopover();
    number = null;
  }

  function later(action) {
    clearTimeout(timer);
    timer = setTimeout(action, WAIT);
  }

  // Under the number, or above it where there is more room; never beyond the window.
  function place() {
    if (!isOpen()) return;
    const { style } = tipOf(number);
    const { width, height } = tipOf(number).getBoundingClientRect();
    const { left, top, bottom } = number.getBoundingClientRect();
    const [across, down] = [page.clientWidth, page.clientHeight];
    if (bottom < 0 || top > down) return hide(); // another may be about to open
    const fits = bottom + GAP + height <= down - GAP || top < down - bottom;
    const wanted = fits ? bottom + GAP : top - GAP - height;
    style.inset = "auto";
    style.left = `${Math.max(GAP, Math.min(left, across - GAP - width))}px`;
    style.top = `${Math.max(GAP, Math.min(wanted, down - GAP - height))}px`;
  }

  document.addEventListener("pointerover", ({ pointerType, target }) => {
    if (pointerType !== "mouse") return;
    const found = target.closest(SOURCED);
    const stays = inTip(target) || inTip(document.activeElement) || number === document.activeElement;
    if (found) later(() => open(found));
    else if (number && !stays) later(close);
    else clearTimeout(timer);
  });

  document.addEventListener("click", (event) => {
    const found = event.target.closest(SOURCED);
    if (!found) return;
    // A mouse has seen the definition of a term, and keys have: they follow the link.
    if (found.matches("a.term") && event.pointerType !== "touch") return;
    event.preventDefault(); // the browser would open it by itself, but in its own place
    found.focus();
    open(found);
  });

  document.addEventListener("focusin", ({ target }) => {
    if (target.matches(SOURCED)) stop(target);
    if (target.matches(SOURCED) && target.matches(":focus-visible")) open(target);
    else if (target !== number && !inTip(target)) close();
  });

  addEventListener("scroll", place, { capture: true, passive: true });
  addEventListener("resize", place);

  for (const found of document.querySelectorAll(SOURCED)) {
    if (found.matches("a.term")) continue; // a link as any
    const group = found.closest("table, .tiles, .findings") ?? found.closest(GROUPS) ?? found;
    if (!groups.has(group)) groups.set(group, []);
    if (found.matches(CELLS)) found.role = "button";
    found.tabIndex = groups.get(group).push(found) > 1 ? -1 : 0;
  }

  const groupOf = (found) => [...groups.values()].find((group) => group.includes(found)) ?? [];

  function stop(found) {
    for (const each of groupOf(found)) each.tabIndex = each === found ? 0 : -1;
  }

  document.addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (key === "Escape") close(); // which a browser does at once for no tip that a hover opened
    if (!target.matches?.(SOURCED)) return;
    const all = groupOf(target);
    const next = STEPS[key] ? beside(target, all, ...STEPS[key]) : { Home: all[0], End: all.at(-1) }[key];
    if (next) next.focus();
    else if (target.matches(CELLS) && [" ", "Enter"].includes(key)) open(target);
    else return;
    event.preventDefault(); // the page would scroll
  });

  function beside(found, all, down, across) {
    const cell = found.closest("td, th");
    if (!cell) return all[all.indexOf(found) + down + across];
    const { rows } = found.closest("table");
    for (let [row, at] = [cell.parentElement.rowIndex, cell.cellIndex]; ; ) {
      const next = rows[(row += down)]?.cells[(at += across)];
      if (!next) return null;
      const inside = next.querySelector(CELLS);
      if (inside?.checkVisibility()) return inside;
    }
  }
})();

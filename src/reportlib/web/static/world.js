// The world page: finds, filters, sorts and colours what stands there without a script too.
"use strict";

(() => {
  const page = document.getElementById("world");
  if (!page || !window.reportWorld) return;
  const { economies, measures } = window.reportWorld;
  const MOST = 8; // economies that the search lists
  const one = (name) => page.querySelector(name);
  const plain = (text) =>
    text.normalize("NFKD").replace(/\p{M}/gu, "").replace(/['’]/g, " ").toLowerCase();
  const known = new Map(
    economies.map(([code, name, chinese, region, income, address, values]) => [
      code,
      { code, name, chinese, region, income, address, values, words: plain(name) },
    ]),
  );
  const tiles = [...page.querySelectorAll(".world-map [data-code]")];
  const rows = [...page.querySelectorAll(".world-table tbody tr")];
  const form = one(".world-pick");
  const told = one(".world-told");
  const words = one("#world-words");

  function make(name, kind, ...parts) {
    const made = document.createElement(name);
    if (kind) made.className = kind;
    made.append(...parts);
    return made;
  }

  // What a value is, of when, and where it stands.
  function say(value, measure) {
    if (!value) return "no data";
    const [text, year, , place, among, step, , , withheld] = value;
    const when = measure.printed ? `edition of ${year}` : `${year}`;
    if (withheld && (place || step)) return `${text}, ${when}`;
    if (!place) return `${text}, ${when}, not ranked`;
    const rank = measure.printed ? "," : `, rank ${place}`;
    return `${text}, ${when}${among || !measure.printed ? rank : ""}${among ? ` of ${among}` : ""}`;
  }

  // Colours --------------------------------------------------------------------

  let shown = -1;

  function colour(key) {
    shown = measures.findIndex((each) => each.key === key);
    const measure = measures[shown];
    if (!measure) return;
    one(".world-title").textContent = measure.title;
    one(".world-said").textContent = measure.told;
    one(".world-source").textContent = measure.sources.join(". ");
    one(".world-withheld").textContent = measure.withheld;
    const swatches = measure.steps.map(([step, text]) => make("li", `step-${step}`, text));
    one(".world-key").replaceChildren(
      ...swatches,
      ...page.querySelectorAll(".world-key :is(.not-ranked, .no-data)"),
    );
    for (const tile of tiles) {
      const { code, name, values } = known.get(tile.dataset.code);
      const value = values[shown];
      const step = value?.[5] ? `step-${value[5]}` : value ? "not-ranked" : "no-data";
      tile.parentElement.className = step;
      if (tile.href) tile.ariaLabel = `${code} ${name}: ${say(value, measure)}`;
    }
    told.textContent = "";
  }

  function tell({ target }) {
    const tile = target.closest?.(".world-map [data-code]");
    if (!tile) return;
    const { code, name, chinese, values } = known.get(tile.dataset.code);
    const named = make("b", "", name);
    const said = measures[shown] ? `: ${say(values[shown], measures[shown])}` : "";
    told.replaceChildren(named, ` ${chinese ? `${chinese} ` : ""}(${code})${said}`);
    if (!tile.href) told.append("; no edition here");
  }

  // A finger has no way to ask before it goes: its first touch tells, its second goes.
  let touched = null;
  function touch(event) {
    const tile = event.target.closest?.(".world-map a");
    if (!tile || event.pointerType !== "touch") return;
    if (touched !== tile) event.preventDefault();
    touched = tile;
    tell(event);
  }

  // Search and filters -----------------------------------------------------------

  function matches(each, asked) {
    if (!asked) return true;
    const begins = each.words.startsWith(asked) || each.words.includes(` ${asked}`);
    return begins || each.code.toLowerCase().startsWith(asked) || each.chinese.includes(asked);
  }

  function find() {
    const asked = plain(words.value.trim());
    const found = asked ? [...known.values()].filter((each) => matches(each, asked)) : [];
    const rank = (each) =>
      each.code.toLowerCase() === asked ? 0 : each.words.startsWith(asked) ? 1 : 2;
    found.sort((a, b) => rank(a) - rank(b) || a.words.localeCompare(b.words));
    const hits = found.slice(0, MOST).map((each) => {
      const chinese = make("span", "", each.chinese);
      chinese.lang = "zh";
      const parts = [each.name, " ", chinese, " ", make("small", "", each.code)];
      if (!each.address) return make("li", "", ...parts, " – no edition here");
      const link = make("a", "", ...parts);
      link.href = each.address;
      return make("li", "", link);
    });
    one(".world-hits").replaceChildren(...hits);
    const more = found.length > MOST ? `, the first ${MOST} shown` : "";
    const count = found.length === 1 ? "1 economy" : `${found.length} economies`;
    one(".world-found").textContent = asked ? `${count}${more}` : "";
  }

  function filter() {
    const region = one(".world-region")?.value ?? "";
    const income = one(".world-income")?.value ?? "";
    const fits = (code) => {
      const each = known.get(code);
      return (!region || each.region === region) && (!income || each.income === income);
    };
    for (const tile of tiles) tile.parentElement.classList.toggle("off", !fits(tile.dataset.code));
    for (const part of page.querySelectorAll(".world-part")) {
      part.classList.toggle("off", !part.querySelector("li:not(.off)"));
    }
    for (const row of rows) row.hidden = !fits(row.dataset.code);
    const left = rows.filter((row) => !row.hidden).length;
    one(".world-count").textContent = `${left} of ${rows.length} economies shown`;
  }

  // The table --------------------------------------------------------------------

  const heads = [...page.querySelectorAll(".world-table thead th")];
  const columns = heads.map(({ dataset }) => measures.findIndex(({ key }) => key === dataset.key));

  // What a row is sorted by: a number, a text, or nothing, which comes last both ways.
  function key(row, column) {
    const at = columns[column];
    if (at >= 0) return known.get(row.dataset.code).values[at]?.[2];
    const text = row.cells[column].textContent.trim();
    return heads[column].classList.contains("number") ? -Number(text) : text || undefined;
  }

  // Numbers begin with the largest, words and places with the first.
  function sort(head, column) {
    const { printed, withheld } = measures[columns[column]] ?? {};
    const falls = head.classList.contains("number") && !printed && !withheld;
    const names = falls ? ["descending", "ascending"] : ["ascending", "descending"];
    const down = head.ariaSort === names[0];
    for (const each of heads) each.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", names[Number(down)]);
    const keyed = rows.map((row) => [key(row, column), row]);
    const by = ([a], [b]) => {
      if (a === undefined || b === undefined) return (a === undefined) - (b === undefined);
      const order = typeof a === "number" ? a - b : a.localeCompare(b);
      return down ? -order : order;
    };
    one(".world-table tbody").append(...keyed.sort(by).map(([, row]) => row));
  }

  heads.forEach((head, column) => {
    const button = make("button", "", ...head.childNodes);
    button.type = "button";
    button.onclick = () => sort(head, column);
    head.append(button);
  });

  // ------------------------------------------------------------------------------

  if (form) {
    form.hidden = false;
    form.onsubmit = () => false;
    const picked = () => {
      colour(one(".world-measure")?.value ?? form.dataset.first);
      filter(); // last: colours are classes too
    };
    form.onreset = () => setTimeout(picked);
    form.onchange = picked;
    picked();
    for (const kind of ["pointerover", "focusin"]) one(".world-map").addEventListener(kind, tell);
    one(".world-map").addEventListener("click", touch);
  }
  const search = one(".world-find");
  search.hidden = false;
  words.oninput = find;
  search.onsubmit = () => {
    search.querySelector("a")?.click();
    return false;
  };
  search.onkeydown = (event) => {
    const stops = [words, ...search.querySelectorAll("a")];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    stops[stops.indexOf(document.activeElement) + step]?.focus();
    event.preventDefault();
  };
  find(); // what a browser kept when the reader comes back
})();

// A dataset's page at the root of a site: shows its rows, of which the address may name one, and
// leads to the chapters of the edition that the reader comes from.
(() => {
  "use strict";
  const STEP = 100; // rows shown at once
  const EDITION = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;
  const site = new URL(document.documentElement.dataset.content_root, location.href);
  const view = document.querySelector(".row-view");
  const asked = document.querySelector(".row-asked");

  function make(tag, attributes = {}, ...parts) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...parts);
    return made;
  }

  // The edition --------------------------------------------------------------------------------

  function edition() {
    let name = "";
    try {
      name = sessionStorage.reportEdition ?? "";
    } catch {} // refused
    const came = document.referrer;
    if (came.startsWith(site.href)) {
      const [folder, ...inside] = came.slice(site.href.length).split("/");
      if (inside.length && folder !== "data") name = folder;
    }
    return EDITION.test(name) ? name : "";
  }

  const name = edition();
  if (name) {
    for (const item of document.querySelectorAll("[data-page]")) {
      const link = make("a", { href: new URL(`${name}/${item.dataset.page}`, site) });
      link.append(...item.childNodes);
      item.append(link);
    }
    const back = make("a", { href: new URL(`${name}/index.html`, site) }, `Edition ${name}`);
    document.querySelector(".annex-back").append(" · ", back);
  }

  // The rows -----------------------------------------------------------------------------------

  // As reportlib.web.addresses.row_anchor makes it.
  const anchor = (key) =>
    "row-" + key.replace(/[^A-Za-z0-9_-]/gu, (c) => `.${c.codePointAt(0).toString(16)}.`);

  const wanted = () => location.hash.slice(1);

  function tellId() {
    const found = /^row-([A-Za-z0-9_.-]{1,200})$/.exec(wanted());
    asked.hidden = !found;
    if (!found) return;
    const id = found[1].replace(/\.([0-9a-f]{1,6})\./g, (whole, code) => {
      const point = parseInt(code, 16);
      return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
    });
    asked.replaceChildren("The row asked for: ", make("code", {}, id), ".");
  }

  function show({ columns, key, economy, names, rows }) {
    const anchors = rows.map((row) => anchor(key.map((at) => row[at].replaceAll(" ", "_")).join("-")));
    const body = make("tbody");
    const said = make("p", { class: "notes", role: "status" });
    const more = make("button", { type: "button", class: "row-more" }, "More rows");
    const heads = columns.map(([title, unit, numeric]) => {
      const head = make("th", { scope: "col", ...(numeric && { class: "num" }) }, title);
      if (unit) head.append(" ", make("span", { class: "unit" }, `(${unit})`));
      return head;
    });
    const table = make("table", { class: "data" }, make("thead", {}, make("tr", {}, ...heads)), body);
    const frame = { class: "table-scroll annex-rows", role: "region", tabindex: "0" };
    const place = make("div", { ...frame, "aria-label": "Rows" }, table);
    const chosen = make("select", {}, make("option", { value: "" }, "All"));
    const codes = Object.keys(names ?? {});
    codes.sort((one, other) => names[one].localeCompare(names[other], "en"));
    for (const code of codes) {
      const text = names[code] === code ? code : `${names[code]} (${code})`;
      chosen.append(make("option", { value: code }, text));
    }
    let [due, first, last] = [[], 0, 0]; // the rows chosen, and which of them are shown

    function add(upTo) {
      last = Math.min(upTo, due.length);
      const lines = due.slice(first, last).map((at) => {
        const cells = columns.map(([title, , numeric], column) =>
          make(
            "td",
            { "data-title": title, ...(numeric && { class: "num" }) },
            rows[at][column] || "–",
          ),
        );
        return make("tr", { id: anchors[at] }, ...cells);
      });
      body.replaceChildren(...lines);
      const count = (number) => number.toLocaleString("en");
      const whole = first === 0 && last === due.length;
      said.textContent = whole
        ? `${count(due.length)} rows.`
        : `Rows ${count(first + 1)} to ${count(last)} of ${count(due.length)}.`;
      more.hidden = last === due.length;
    }

    function choose(code, row = -1) {
      chosen.value = code;
      due = [...rows.keys()].filter((at) => !code || rows[at][economy] === code);
      const at = due.indexOf(row);
      first = at < STEP ? 0 : at - STEP / 2;
      add(first + STEP);
    }

    function find() {
      const at = anchors.indexOf(wanted());
      if (at < 0) return choose(economy !== undefined && name in names ? name : "");
      choose(economy === undefined ? "" : rows[at][economy], at);
      const line = document.getElementById(anchors[at]);
      line.classList.add("asked");
      line.setAttribute("aria-current", "true");
      line.tabIndex = -1;
      line.scrollIntoView({ block: "center" });
      line.focus({ preventScroll: true });
    }

    chosen.onchange = () => choose(chosen.value);
    more.onclick = () => add(last + STEP);
    addEventListener("hashchange", find);
    if (codes.length > 1) view.append(make("p", {}, make("label", {}, "Economy ", chosen)));
    view.append(said, place, more);
    view.hidden = false;
    find();
  }

  if (asked) {
    addEventListener("hashchange", tellId);
    tellId();
  }
  if (view) {
    window.reportRows = show;
    document.head.append(make("script", { src: new URL(view.dataset.rows, location.href) }));
  }
})();

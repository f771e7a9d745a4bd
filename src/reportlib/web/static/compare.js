// The page of comparison: its address names the economies, and the page shows what it names.
"use strict";

(() => {
  const page = document.getElementById("compare");
  if (!page || !window.reportWorld) return;
  const { economies, measures, notes, marks } = window.reportWorld;
  const MISSING = "no data";
  const known = new Map(economies.map((each) => [each[0], each]));
  const one = (name) => page.querySelector(name);
  const form = one(".compare-pick");
  const selects = [...form.querySelectorAll("select")];

  function make(name, attributes, ...parts) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...parts);
    return made;
  }

  function fill() {
    const order = [...economies].sort((a, b) => a[1].localeCompare(b[1]));
    selects.forEach((select, at) => {
      const none = make("option", { value: "" }, at < 2 ? "choose" : "none");
      const options = order.map(([code, name, chinese]) =>
        make("option", { value: code }, chinese ? `${name} ${chinese}` : name),
      );
      select.append(none, ...options);
    });
  }

  // The economies that the address names, each once, as many as have room; a stranger's words
  // that name none are passed over.
  function named() {
    const said = location.hash.slice(1).toUpperCase().split(/,|%2C/);
    return [...new Set(said)].filter((code) => known.has(code)).slice(0, selects.length);
  }

  function when(measure, year) {
    return measure.printed ? `edition of ${year}` : `${year}`;
  }

  function cell(measure, value, name) {
    const lead = make("span", { class: "compare-name", "aria-hidden": "true" }, name);
    if (!value) return make("td", { role: "cell", class: "no-data" }, lead, MISSING);
    const [text, year, , place, among, , letters = "", said = [], withheld] = value;
    const shown = make("b", {}, text);
    if (letters) shown.append(make("sup", { class: "flags" }, letters));
    const first = measure.printed ? "" : `rank ${place} `; // else the value is the rank
    const ranked = place ? `${first}${among ? `of ${among}` : ""}` : "not ranked";
    const rank = withheld ? "" : ranked; // else the text is the rank, or the class
    const small = make("small", {}, `${when(measure, year)}${rank ? ` · ${rank.trim()}` : ""}`);
    if (withheld) told.add(`${measure.title}: ${measure.withheld}`);
    for (const each of said) told.add(`${measure.title}: ${notes[each]}`);
    for (const letter of letters) used.add(letter);
    return make("td", { role: "cell" }, lead, shown, " ", small);
  }

  let told = new Set();
  let used = new Set();

  function row(measure, at, chosen) {
    const values = chosen.map((each) => each[6][at]);
    const years = [...new Set(values.filter(Boolean).map((value) => value[1]))];
    const parts = [measure.title, " ", make("small", {}, measure.unit)];
    if (years.length > 1) parts.push(make("em", {}, "years differ"));
    const head = make("th", { scope: "row", role: "rowheader" }, ...parts);
    const cells = values.map((value, place) => cell(measure, value, chosen[place][1]));
    return make("tr", { role: "row" }, head, ...cells);
  }

  function body(group, chosen) {
    const head = make(
      "th",
      { colspan: chosen.length + 1, scope: "rowgroup", role: "rowheader" },
      group,
    );
    const rows = measures.map((measure, at) => [measure, at]);
    const own = rows.filter(([measure]) => measure.group === group);
    const lines = own.map(([measure, at]) => row(measure, at, chosen));
    const first = make("tr", { role: "row", class: "compare-group" }, head);
    return make("tbody", { role: "rowgroup" }, first, ...lines);
  }

  function table(chosen) {
    const heads = chosen.map(([code, name, chinese, , , address]) => {
      const link = address ? make("a", { href: address }, name) : name;
      const second = make("span", { lang: "zh" }, chinese);
      const parts = [link, " ", second, " ", make("small", {}, code)];
      return make("th", { scope: "col", role: "columnheader" }, ...parts);
    });
    const corner = make("th", { scope: "col", role: "columnheader" }, "Measure");
    const head = make("tr", { role: "row" }, corner, ...heads);
    const groups = [...new Set(measures.map((measure) => measure.group))];
    const caption = make("caption", {}, chosen.map((each) => each[1]).join(", "));
    const kind = `compare-table of-${chosen.length}`;
    return make(
      "table",
      { class: kind, role: "table" },
      caption,
      make("thead", { role: "rowgroup" }, head),
      ...groups.map((group) => body(group, chosen)),
    );
  }

  // Where the values of each measure come from, folded.
  function sources(chosen) {
    const shown = measures.filter((_, at) => chosen.some((each) => each[6][at]));
    const lines = shown.map(({ title, sources: said }) =>
      make("li", {}, `${title}: ${said.join(". ")}`),
    );
    return make("details", { class: "fold" }, make("summary", {}, "Sources"), make("ul", {}, ...lines));
  }

  function show() {
    const codes = named();
    const chosen = codes.map((code) => known.get(code));
    selects.forEach((select, at) => (select.value = codes[at] ?? ""));
    [told, used] = [new Set(), new Set()];
    const enough = chosen.length > 1;
    one("#compare-place").replaceChildren(...(enough ? [table(chosen)] : []));
    one(".compare-said").textContent = enough
      ? `Shown: ${chosen.map((each) => each[1]).join(", ")}.`
      : "Choose two economies at least.";
    const legend = [...used].sort().map((letter) => `${letter}: ${marks[letter]}`);
    const lines = [legend.join("; "), ...told].filter(Boolean).map((line) => make("p", {}, line));
    one(".compare-notes").replaceChildren(...(enough ? [...lines, sources(chosen)] : []));
    const link = one(".compare-link");
    link.hidden = !enough;
    link.href = `#${codes.join(",")}`;
  }

  fill();
  form.hidden = false;
  form.onsubmit = () => false;
  form.onchange = () => {
    const codes = selects.map((select) => select.value).filter(Boolean);
    history.replaceState(null, "", `#${[...new Set(codes)].join(",")}`);
    show();
  };
  window.addEventListener("hashchange", show);
  show();
})();

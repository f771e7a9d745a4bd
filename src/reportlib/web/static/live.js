// Figures tell their values when pointed at, tapped or walked by arrow keys. The table has the
// values; the drawing says where they stand.
(() => {
  "use strict";
  const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const GAP = 16; // pixels, half a thumb
  const { abs, ceil, hypot, log, max, min } = Math;
  const all = (at, what) => [...at.querySelectorAll(what)];
  const clean = (text) => text.replace(/\s+/g, " ").trim();
  const least = (found, cost) => found.reduce((a, b) => (cost(b) < cost(a) ? b : a), found[0]);
  const data = (cell) => cell?.querySelector("data");
  const text = (cell) => clean((cell.querySelector("[data-rows]") ?? data(cell) ?? cell).textContent);
  const away = ([l, t, r, b], x, y) => hypot(max(l - x, 0, x - r), max(t - y, 0, y - b));
  const tip = make("div", { class: "reading" });
  const voice = make("div", { class: "reading-voice", "aria-live": "polite" });
  let hide = () => {}; // whatever is shown

  (document.querySelector("main") ?? document.body).append(voice);

  function make(tag, named, ...inside) {
    const name = /^(g|line|circle|rect)$/.test(tag) ? "2000/svg" : "1999/xhtml";
    const made = document.createElementNS(`http://www.w3.org/${name}`, tag);
    for (const key in named) made.setAttribute(key, named[key]);
    made.append(...inside);
    return made;
  }

  function scale([a, b, from, to], isLog) {
    const way = isLog ? (v) => log(v / a) / log(b / a) : (v) => (v - a) / (b - a);
    return (v) => from + (to - from) * way(v);
  }

  function enliven(drawing, table) {
    const columns = all(table.tHead, "th").map((th, at) => {
      const title = clean(th.firstChild.firstChild?.data ?? "");
      return { at, title, full: clean(th.textContent), panel: th.dataset.series, ...th.dataset };
    });
    const rows = [...table.tBodies[0].rows].map(({ cells, dataset }) => {
      return { key: dataset.key, cells, texts: [...cells].map(text) };
    });
    const line = (row, column) => ({ ...column, cell: row.cells[column.at] });
    const known = new Map();
    let svg, stops, stop, over, on;

    drawing.tabIndex = 0;
    drawing.setAttribute("role", "application");
    drawing.setAttribute("aria-roledescription", "figure, arrow keys tell its values");
    for (const link of all(drawing, "a")) link.setAttribute("tabindex", -1);

    function look() {
      svg = all(drawing, ":scope > svg").find((one) => one.checkVisibility());
      if (!known.has(svg)) {
        const plots = all(svg, "[data-plot]");
        known.set(svg, plots.length ? plots.flatMap(read) : marks());
      }
      stops = known.get(svg);
    }

    // A stop is what is told at once: of a year in a plot, of a row, of a cell.
    function read({ dataset: { plot, panel } }) {
      const [kind, ...said] = plot.split(" ");
      const n = said.slice(0, 8).map(Number);
      const [x, y] = [scale(n, /x/.test(said[8])), scale(n.slice(4), /y/.test(said[8]))];
      if (kind === "places") {
        return rows.flatMap((row) => {
          const [a, b] = [...row.cells].flatMap((cell) => data(cell)?.value ?? []);
          return b ? whole(row, row.texts[0], [x(a) - 4, y(b) - 4, x(a) + 4, y(b) + 4]) : [];
        });
      }
      const area = [n[2], n[7], n[3], n[6]];
      return Array.from({ length: 1 + n[1] - ceil(n[0]) }, (_, at) => {
        const title = `${ceil(n[0]) + at}`;
        const row = rows.find((one) => one.texts[0] === title);
        const lines = [], more = [];
        for (const column of row ? columns.slice(1) : []) {
          const value = data(row.cells[column.at])?.value;
          const own = column.series && (!panel || column.panel === panel);
          if (own && value) lines.push({ ...line(row, column), y: y(value) });
          if (!column.series && /: /.test(row.texts[column.at])) more.push(line(row, column));
        }
        lines.sort((a, b) => a.y - b.y);
        return { title, lines, more, area, year: true, box: [x(+title), n[7], x(+title), n[6]] };
      });
    }

    function whole(row, title, box) {
      const others = columns.filter(({ at }) => ![title, ".."].includes(row.texts[at]));
      const lines = others.map((one) => ({ ...line(row, one), title: one.full }));
      return { title, lines, box, area: box, whole: true };
    }

    function marks() {
      const found = {};
      const cells = columns.some((one) => one.series);
      for (const mark of all(svg, ".mark[data-series], .note[data-x]")) {
        const { series, x } = mark.dataset;
        if (x || !cells) (found[[series, x]] ??= []).push(mark);
      }
      const stops = Object.values(found).flatMap((parts) => {
        const { series, x, name } = parts[0].dataset;
        const at = x && clean(x);
        const down = columns.find((one) => x && [one.series, one.title].includes(series));
        const same = rows.filter(({ key, texts }) => (down ? texts[0] === at : key === series || texts.includes(clean(series))));
        const row = same.find(({ texts }) => texts[0] === at) ?? same[0];
        const column = down ?? columns.find((one) => x && one.series === x);
        const tile = parts[0].matches(".mark-tile");
        const drawn = x || tile ? parts : all(svg, "[data-series]:not(.leader)").filter((one) => one.dataset.series === series);
        const boxes = drawn.map((one) => one.getBBox());
        const box = [
          min(...boxes.map((one) => one.x)),
          min(...boxes.map((one) => one.y)),
          max(...boxes.map((one) => one.x + one.width)),
          max(...boxes.map((one) => one.y + one.height)),
        ];
        const title = row?.texts.find((one) => one === clean(series)) ?? row?.texts[0] ?? name;
        if (!title) return [];
        const link = drawn.map((one) => one.querySelector("a")).find(Boolean);
        const lines = row && column ? [line(row, column)] : [];
        const made = row && !column ? whole(row, title, box) : { title, lines, box, area: box };
        return { ...made, series, tile, link };
      });
      return stops.sort((a, b) => a.box[1] - b.box[1] || a.box[0] - b.box[0]);
    }

    function colour(mark) {
      const { fill, stroke } = getComputedStyle(mark.querySelector(":scope > path, :scope > use"));
      return mark.matches(".mark-bar") || stroke === "none" ? fill : stroke;
    }

    function show(one, bright = "", aloud) {
      if (!one) return;
      if (hide !== end) hide();
      hide = end;
      [stop, on] = [one, bright];
      const [l, t, r, b] = one.box;
      const signs = new Set();
      over?.remove();
      over = make("g", { class: "read" });
      over.append(
        one.year
          ? make("line", { x1: l, x2: l, y1: t, y2: b })
          : make("rect", { x: l - 2, y: t - 2, width: r - l + 4, height: b - t + 4, rx: 2 }),
      );
      const told = [...one.lines, ...(one.more ?? [])].map(({ title, cell, series, y }) => {
        const mark = series && svg.querySelector(`.mark[data-series="${CSS.escape(series)}"]`);
        const key = make("i");
        if (mark) key.style.background = colour(mark);
        if (y) over.append(make("circle", { cx: l, cy: y, r: 4, fill: colour(mark) }));
        const sign = cell.querySelector("sup[title]");
        if (sign) signs.add(sign.title);
        const focus = mark?.matches(".role-focus") ? "focus" : "";
        return make("div", { class: focus }, key, make("span", {}, title), make("span", {}, text(cell), sign?.cloneNode(true) ?? ""));
      });
      svg.append(over);
      svg.classList.toggle("hl", !!on);
      for (const mark of all(svg, "[data-series]")) mark.classList.toggle("on", mark.dataset.series === on);
      const unit = one.whole ? "" : (data(one.lines[0]?.cell)?.dataset.unit ?? "");
      const notes = told.length ? [unit, ...signs] : ["no data"];
      tip.replaceChildren(make("b", {}, one.title), ...told, ...notes.filter(Boolean).map((said) => make("small", {}, said)));
      drawing.append(tip);
      place(l, t, r, b);
      if (aloud) voice.textContent = [...tip.children].map((part) => [...part.childNodes].map((each) => each.textContent).join(" ")).join("; ");
    }

    function place(l, t, r, b) {
      const [frame, drawn] = [drawing, svg].map((one) => one.getBoundingClientRect());
      const k = drawn.width / svg.viewBox.baseVal.width;
      const { offsetWidth: width, offsetHeight: height } = tip;
      const x = drawn.left - frame.left + k * ((l + r) / 2);
      const left = stop.year ? (x > frame.width / 2 ? x - GAP - width : x + GAP) : x - width / 2;
      const above = k * t - GAP - height;
      const top = stop.year ? k * t : above + frame.top < 0 ? k * b + GAP : above;
      tip.style.left = `${max(0, min(left, frame.width - width))}px`;
      tip.style.top = `${max(4 - frame.top, min(top, innerHeight - frame.top - height - 4))}px`;
    }

    function end() {
      tip.remove();
      over?.remove();
      svg?.classList.remove("hl");
    }

    function point(event) {
      look();
      const { left, top, width } = svg.getBoundingClientRect();
      const k = svg.viewBox.baseVal.width / width;
      const [x, y] = [(event.clientX - left) * k, (event.clientY - top) * k];
      const series = event.target.closest("[data-series]")?.dataset.series;
      const named = stops.filter((one) => one.series && one.series === series);
      // A year without a value is told where none is near that has one.
      const cost = ({ area, box, lines }) => 999 * away(area, x, y) + abs((box[0] + box[2]) / 2 - x) + (lines.length ? 0 : 8 * k);
      const one = named.length === 1 ? named[0] : least(stops, cost);
      if (!one) return;
      if (!one.year) return away(one.area, x, y) < (one.tile ? 3 : 24) * k || named[0] === one ? show(one) : end();
      const near = least(one.lines, (each) => abs(each.y - y));
      const meant = one.lines.find((each) => each.series === series) ?? (near && abs(near.y - y) < 12 * k ? near : null);
      show(one, one.lines.length > 1 ? meant?.series : "");
    }

    function walk([dx, dy]) {
      const middle = ({ box: [l, t, r, b] }) => [(l + r) / 2, (t + b) / 2];
      const [x, y] = middle(stop);
      const cost = (one) => {
        const [X, Y] = middle(one);
        const along = (X - x) * dx + (Y - y) * dy;
        return along > 1 ? along + 3 * abs((X - x) * dy + (Y - y) * dx) : Infinity;
      };
      const next = least(stops, cost);
      if (cost(next) < Infinity) return show(next, stop.year ? on : "", true);
      if (!stop.year) return show(stops[stops.indexOf(stop) + dx + dy], "", true);
      const { lines } = stop;
      const at = lines.findIndex((one) => one.series === on) + dy;
      if (dy) show(stop, lines.at(at < lines.length ? at : 0)?.series, true);
    }

    function press(event) {
      const own = stop?.year ? stops.filter((one) => one.area === stop.area) : stops;
      if (event.key === "Enter" && stop?.link) location.assign(stop.link.href.baseVal);
      else if (event.key === "Home") show(own[0], on, true);
      else if (event.key === "End") show(own.at(-1), on, true);
      else if (STEPS[event.key] && stop) walk(STEPS[event.key]);
      else return;
      event.preventDefault();
    }

    function start() {
      look();
      const first = stops.filter((one) => one.area === stops[0].area || !one.year);
      if (drawing.matches(":focus-visible")) show(stops[0].year ? first.findLast((one) => one.lines.length) : stops[0], "", true);
    }

    drawing.addEventListener("pointermove", point);
    drawing.addEventListener("click", point);
    drawing.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && end());
    drawing.addEventListener("pointercancel", end);
    drawing.addEventListener("focus", start);
    drawing.addEventListener("blur", end);
    drawing.addEventListener("keydown", press);
  }

  for (const drawing of all(document, ".exhibit-figure .drawing")) {
    const table = drawing.closest(".exhibit").querySelector("table.data");
    if (table && drawing.querySelector("[data-plot], .mark[data-series]")) enliven(drawing, table);
  }
  addEventListener("keydown", (event) => event.key === "Escape" && hide());
  addEventListener("pointerdown", (event) => event.target.closest(".drawing") || hide());
  addEventListener("resize", () => hide());
})();

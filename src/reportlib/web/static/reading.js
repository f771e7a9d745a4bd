// What a figure tells where it is pointed at, tapped or walked by arrow keys: the table under it
// has the values, its drawing says where they stand. Loaded by live.js.
(() => {
  "use strict";
  const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const GAP = 16; // pixels between a place and its tip: half a thumb
  const MARKS = ":is(.mark, .mark > *)[data-series]"; // the class is a mark's own or its group's
  const { abs, ceil, floor, hypot, log, max, min } = Math;
  const tip = make("div", { class: "reading", "aria-hidden": "true" });
  const voice = make("div", { class: "reading-voice", "aria-live": "polite" });
  let hide = () => {}; // takes away what is shown

  const all = (inside, what) => [...inside.querySelectorAll(what)];
  const clean = (text) => text.replace(/\s+/g, " ").trim();
  const least = (found, cost) => found.reduce((a, b) => (cost(b) < cost(a) ? b : a), found[0]);
  const data = (cell) => cell?.querySelector("data");
  const textOf = (cell) => clean((data(cell) ?? cell.querySelector("[data-rows]") ?? cell).textContent);
  const middle = ([left, top, right, bottom]) => [(left + right) / 2, (top + bottom) / 2];
  const away = ([left, top, right, bottom], x, y) =>
    hypot(max(left - x, 0, x - right), max(top - y, 0, y - bottom));

  function make(tag, named, ...inside) {
    const drawn = /^(g|line|circle|rect)$/.test(tag);
    const made = document.createElementNS(
      drawn ? "http://www.w3.org/2000/svg" : "http://www.w3.org/1999/xhtml",
      tag,
    );
    for (const key in named) made.setAttribute(key, named[key]);
    made.append(...inside);
    return made;
  }

  function scale([first, last, from, to], isLog) {
    const share = isLog ? (v) => log(v / first) / log(last / first) : (v) => (v - first) / (last - first);
    return (value) => from + (to - from) * share(value);
  }

  function enliven(drawing) {
    const table = drawing.closest(".exhibit").querySelector("table.data");
    const columns = all(table.tHead, "th").map((th, at) => ({
      at,
      title: clean(th.textContent.replace(th.querySelector(".unit")?.textContent, "")),
      full: clean(th.textContent), // with its unit
      panel: th.dataset.series,
      ...th.dataset,
    }));
    const rows = [...table.tBodies[0].rows].map(({ cells, dataset }) => ({
      key: dataset.key,
      cells: [...cells],
      texts: [...cells].map(textOf),
    }));
    const line = (row, column) => ({ ...column, cell: row.cells[column.at] });
    const known = new Map(); // the stops of each drawing, one for each width
    let svg, stops, stop, bright, over;

    function look() {
      svg = all(drawing, ":scope > svg").find((one) => one.checkVisibility());
      if (!known.has(svg)) {
        const plots = all(svg, "[data-plot]");
        known.set(svg, plots.length ? plots.flatMap(stopsOf) : marks());
      }
      stops = known.get(svg);
    }

    // A stop is what is told at once: the values of a year in a plot, of a row, of a cell.
    function stopsOf({ dataset: { plot, panel } }) {
      const [kind, ...said] = plot.split(" ");
      const ends = said.slice(0, 8).map(Number);
      const [x, y] = [scale(ends, /x/.test(said[8])), scale(ends.slice(4), /y/.test(said[8]))];
      if (kind === "years") return years(ends, panel, x, y);
      return rows.flatMap((row) => {
        const [a, b] = row.cells.flatMap((cell) => data(cell)?.value ?? []);
        return b ? ofRow(row, row.texts[0], [x(a) - 4, y(b) - 4, x(a) + 4, y(b) + 4]) : [];
      });
    }

    function years([first, last, left, right, , , bottom, top], panel, x, y) {
      const area = [left, top, right, bottom];
      return Array.from({ length: floor(last) - ceil(first) + 1 }, (_, after) => {
        const year = ceil(first) + after;
        const row = rows.find(({ texts }) => texts[0] === `${year}`);
        const lines = [];
        const remarks = []; // of columns that hold no series
        for (const column of row ? columns.slice(1) : []) {
          const value = data(row.cells[column.at])?.value;
          if (!column.series) remarks.push(line(row, column));
          else if (value && (panel ?? column.panel) === column.panel)
            lines.push({ ...line(row, column), y: y(value) });
        }
        lines.sort((a, b) => a.y - b.y);
        const said = remarks.filter(({ at }) => row.texts[at].includes(": "));
        return { year, title: `${year}`, lines, said, area, box: [x(year), top, x(year), bottom] };
      });
    }

    function ofRow(row, title, box) {
      const others = columns.filter(({ at }) => row.texts[at] !== title);
      const lines = others
        .map((column) => ({ ...line(row, column), title: column.full }))
        .filter(({ cell, at }) => row.texts[at] !== ".." || cell.matches(".num, .nums td"));
      return { title, lines, box, area: box, whole: true };
    }

    function marks() {
      const ofCells = columns.some(({ series }) => series);
      const found = {};
      for (const mark of all(svg, `${MARKS}, .note[data-x], .note > [data-x]`)) {
        const { series, x } = mark.dataset;
        if (x || !ofCells) (found[[series, x]] ??= []).push(mark);
      }
      const made = Object.values(found).map(ofMarks).filter(({ title }) => title);
      return made.sort((a, b) => a.box[1] - b.box[1] || a.box[0] - b.box[0]);
    }

    // A mark names a row or a column, and where it stands for one cell the other of the two.
    function ofMarks(parts) {
      const { series, x, name } = parts[0].dataset;
      const [own, at] = [clean(series), x && clean(x)];
      const down = at && columns.find((one) => one.series === series || one.title === own);
      const inRow = ({ key, texts }) => (down ? texts[0] === at : key === series || texts.includes(own));
      const same = rows.filter(inRow);
      const row = same.find(({ texts }) => texts[0] === at) ?? same[0];
      const column = down || (at && columns.find((one) => one.series === x));
      const tile = parts[0].closest(".mark-tile, .note");
      const named = all(svg, "[data-series]:not(.leader, .leader > *)").filter((one) => one.dataset.series === series);
      const drawn = at || tile ? parts : named;
      const boxes = drawn.map((one) => one.getBBox());
      const box = [
        min(...boxes.map((one) => one.x)),
        min(...boxes.map((one) => one.y)),
        max(...boxes.map((one) => one.x + one.width)),
        max(...boxes.map((one) => one.y + one.height)),
      ];
      const title = row ? (row.texts.includes(own) ? own : row.texts[0]) : name;
      const link = all(svg, "[data-series] a").find((one) => drawn.includes(one.parentElement));
      const told =
        row && !column
          ? ofRow(row, title, box)
          : { title, box, area: box, lines: row ? [line(row, column)] : [] };
      return { ...told, series, tile, link };
    }

    function markOf(series) {
      return series && svg.querySelector(`${MARKS}[data-series="${CSS.escape(series)}"]`);
    }

    function colour(mark) {
      const { fill, stroke } = getComputedStyle(mark.querySelector("path, use") ?? mark);
      return mark.closest(".mark-bar") || stroke === "none" ? fill : stroke;
    }

    function show(one, series = "", aloud = false) {
      if (!one) return;
      if (hide !== end) hide();
      hide = end;
      stop = one;
      bright = series;
      over?.remove();
      over = make("g", { class: "read" }, frame(one.box));
      const signs = new Set();
      const told = [...one.lines, ...(one.said ?? [])].map((each) => tell(each, signs));
      const [first] = one.whole ? [] : one.lines;
      const unit = data(first?.cell)?.dataset.unit ?? first?.unit;
      const below = told.length ? [unit, ...signs].filter(Boolean) : ["no data"];
      tip.replaceChildren(
        make("b", {}, one.title),
        ...told,
        ...below.map((text) => make("small", {}, text)),
      );
      svg.append(over);
      svg.classList.toggle("hl", Boolean(series));
      for (const mark of all(svg, "[data-series]"))
        mark.classList.toggle("on", mark.dataset.series === series);
      tip.className = one.year ? "reading" : "reading of-mark";
      drawing.append(tip);
      place(one);
      if (aloud) voice.textContent = [...tip.children].map(sayPart).join("; ");
    }

    const sayPart = ({ childNodes }) => clean([...childNodes].map((one) => one.textContent).join(" "));

    function frame([left, top, right, bottom]) {
      if (left === right) return make("line", { x1: left, x2: left, y1: top, y2: bottom });
      const size = { width: right - left + 4, height: bottom - top + 4 };
      return make("rect", { x: left - 2, y: top - 2, ...size, rx: 2 });
    }

    function tell({ title, cell, series, y }, signs) {
      const mark = markOf(series);
      const key = mark ? make("i") : "";
      if (mark) key.style.background = colour(mark);
      if (mark && y !== undefined)
        over.append(make("circle", { cx: stop.box[0], cy: y, r: 4, fill: colour(mark) }));
      const sign = cell.querySelector("sup[title]");
      if (sign) signs.add(sign.title);
      const text = textOf(cell);
      const value = make("span", {}, text === ".." ? "no data" : text, sign?.cloneNode(true) ?? "");
      const focus = mark?.closest(".role-focus") ? "focus" : "";
      return make("div", { class: focus }, key, make("span", {}, title), value);
    }

    // Beside a year, above or below a mark; within the figure and the window.
    function place({ year, box: [left, top, right, bottom] }) {
      const around = drawing.getBoundingClientRect();
      const drawn = svg.getBoundingClientRect();
      const k = drawn.width / svg.viewBox.baseVal.width;
      const { offsetWidth: width, offsetHeight: height } = tip;
      const x = drawn.left - around.left + (k * (left + right)) / 2;
      const beside = x > around.width / 2 ? x - GAP - width : x + GAP;
      const above = k * top - GAP - height;
      const next = above + around.top < 0 ? k * bottom + GAP : above;
      const most = [around.width - width, innerHeight - around.top - height - 4];
      tip.style.left = `${max(0, min(year ? beside : x - width / 2, most[0]))}px`;
      tip.style.top = `${max(4 - around.top, min(year ? k * top : next, most[1]))}px`;
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
      const cost = ({ area, box, lines }) =>
        999 * away(area, x, y) + abs(middle(box)[0] - x) + (lines.length ? 0 : 8 * k);
      const one = named.length === 1 ? named[0] : least(stops, cost);
      if (one?.year) return show(one, one.lines.length > 1 ? meant(one, series, y, 12 * k) : "");
      if (one && (one === named[0] || away(one.area, x, y) < (one.tile ? 3 : 24) * k)) show(one);
      else end();
    }

    // The series whose label is pointed at, or whose value is near.
    function meant({ lines }, series, y, reach) {
      const near = least(lines, (each) => abs(each.y - y));
      if (lines.some((each) => each.series === series)) return series;
      return abs(near.y - y) < reach ? near.series : "";
    }

    function walk([across, down]) {
      const [x, y] = middle(stop.box);
      const cost = ({ box }) => {
        const [dx, dy] = [middle(box)[0] - x, middle(box)[1] - y];
        const ahead = dx * across + dy * down;
        return ahead > 1 ? ahead + 3 * abs(dx * down + dy * across) : Infinity;
      };
      const next = least(stops, cost);
      if (cost(next) < Infinity) show(next, stop.year ? bright : "", true);
      else if (!stop.year) show(stops[stops.indexOf(stop) + across + down], "", true);
      else if (down) {
        const at = stop.lines.findIndex(({ series }) => series === bright) + down;
        show(stop, stop.lines.at(at % stop.lines.length)?.series, true);
      }
    }

    function press(event) {
      if (!stop) return;
      const own = stops.filter(({ area }) => !stop.year || area === stop.area);
      if (STEPS[event.key]) walk(STEPS[event.key]);
      else if (event.key === "Home") show(own[0], bright, true);
      else if (event.key === "End") show(own.at(-1), bright, true);
      else if (event.key === "Enter" && stop.link) location.assign(stop.link.href.baseVal);
      else return;
      event.preventDefault();
    }

    // Reached by the tabulator: the last year that has a value, or the first mark.
    function start() {
      if (!drawing.matches(":focus-visible")) return;
      look();
      const own = stops.filter(({ area, lines }) => area === stops[0].area && lines.length);
      show(own.at(-1) ?? stops[0], "", true);
    }

    drawing.addEventListener("pointermove", point);
    drawing.addEventListener("click", point);
    drawing.addEventListener("pointerleave", ({ pointerType }) => pointerType === "mouse" && end());
    drawing.addEventListener("pointercancel", end);
    drawing.addEventListener("focus", start);
    drawing.addEventListener("blur", end);
    drawing.addEventListener("keydown", press);
  }

  (document.querySelector("main") ?? document.body).append(voice);
  all(document, ".drawing[tabindex]").forEach(enliven);
  addEventListener("keydown", ({ key }) => key === "Escape" && hide());
  addEventListener("pointerdown", ({ target }) => target.closest(".drawing") || hide());
  addEventListener("resize", () => hide());
})();

// The search itself. What is found has, for each word typed, a word that begins so; Chinese,
// Japanese and Korean may stand anywhere. Texts stay texts: nothing is read as HTML.

"use strict";

window.reportSearch = (() => {
  const MOST = 40; // results shown
  const BEFORE = 60; // characters of an excerpt before what is sought
  const LENGTH = 190;
  const EAST = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}]/u;
  const { content_root: top = "./", site = top } = document.documentElement.dataset;
  // Of the book, then of the datasets: each with the chapter by its title, and where it is.
  const entries = window.reportFind.flatMap(({ chapters, entries: own }, file) =>
    own.map(([chapter, ...entry]) => [chapters[chapter], ...entry, [top, site][file]]),
  );

  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const known = entries.map((entry) => [plain(entry[3]), plain(entry[4]), entry]);

  function make(name, kind, ...parts) {
    const made = document.createElement(name);
    if (kind) made.className = kind;
    made.append(...parts);
    return made;
  }

  // "rates" finds "rate" as well, "countries" "country".
  function pattern(word) {
    if (EAST.test(word)) return new RegExp(word, "gu");
    const stem = word.replace(/(?<=...)(ies|y|s)$/u, "");
    return new RegExp(`(?<![\\p{L}\\p{N}])${stem}[\\p{L}\\p{N}]*`, "gu");
  }

  function find(words, sought) {
    const scored = known.map(([title, text, entry]) => {
      const each = sought.map((one) => 4 * !!title.match(one) + !!text.match(one));
      const all = each.every(Boolean) && each.reduce((sum, worth) => sum + worth, 0);
      return [all + 9 * (title === words.join(" ")), entry];
    });
    const found = scored.filter(([worth]) => worth).sort(([one], [other]) => other - one);
    return found.map(([, entry]) => entry);
  }

  function marked(kind, text, sought, length) {
    const places = [];
    let said = "";
    for (let at = 0; at < text.length; at++) {
      for (const sign of plain(text[at])) {
        said += sign;
        places.push(at);
      }
    }
    const found = sought.flatMap((one) => [...said.matchAll(one)]);
    const spans = found.map((one) => [one.index, one.index + one[0].length - 1]);
    spans.sort(([one], [other]) => one - other);
    let from = length < text.length ? Math.max(0, places[spans[0]?.[0] ?? 0] - BEFORE) : 0;
    if (from) from = text.indexOf(" ", from) + 1;
    const whole = from + length >= text.length;
    const end = whole ? text.length : text.lastIndexOf(" ", from + length);
    const made = make("span", kind, from ? "… " : "");
    for (const [first, last] of spans) {
      const [start, stop] = [places[first], places[last] + 1];
      if (start < from || stop > end) continue;
      made.append(text.slice(from, start), make("mark", "", text.slice(start, stop)));
      from = stop;
    }
    made.append(text.slice(from, end), whole ? "" : " …");
    return made;
  }

  function panel() {
    const field = make("input", "find-field");
    field.type = "search";
    field.autocomplete = "off";
    field.ariaLabel = "Search this book";
    const told = make("p", "find-told");
    told.role = "status";
    const list = make("ol", "find-list");
    const form = make("form", "find-form", field);
    const whole = make("div", "find-panel", form, told, list);

    field.oninput = () => {
      const words = plain(field.value).match(/[\p{L}\p{N}]+/gu) ?? [];
      const sought = words.map(pattern);
      const found = words.length ? find(words, sought) : [];
      const rows = found.slice(0, MOST).map(([chapter, what, address, title, text, root]) => {
        const where = make("span", "found-what", `${what} · ${chapter}`);
        const named = marked("found-title", title, sought, title.length);
        const said = marked("found-words", text, sought, LENGTH);
        const link = make("a", "found", where, named, said);
        link.href = root + address;
        return make("li", "", link);
      });
      list.replaceChildren(...rows);
      const more = found.length > MOST ? `, the first ${MOST} shown` : "";
      const count = found.length === 1 ? "1 result" : `${found.length} results`;
      told.textContent = words.length ? count + more : "";
    };
    form.onsubmit = () => {
      list.querySelector("a")?.click();
      return false;
    };
    whole.onkeydown = (event) => {
      const stops = [field, ...list.querySelectorAll("a")];
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!step) return;
      stops[stops.indexOf(document.activeElement) + step]?.focus();
      event.preventDefault();
    };
    return { whole, form, field };
  }

  let box;
  let input;

  function dialog() {
    const { whole, form, field } = panel();
    const close = make("button", "find-close", "Close");
    close.type = "button";
    form.append(close);
    input = field;
    box = make("dialog", "find-box", whole);
    box.ariaLabel = "Search";
    box.onclick = ({ target }) => {
      if (target === box || target.closest("a, button")) box.close();
    };
    box.onkeydown = ({ key }) => {
      if (key === "Escape") box.close(); // by itself the field would be emptied first
    };
    document.body.append(box);
  }

  return (place) => {
    if (place) {
      const { whole, field } = panel();
      place.replaceChildren(whole);
      field.value = new URLSearchParams(location.search).get("q") ?? "";
      field.oninput();
      return;
    }
    if (!box) dialog();
    if (!box.open) box.showModal();
    input.select();
  };
})();

// Controls that filter the table after them. Without this script every row is shown.
"use strict";
(() => {
  const ALL = "";

  function element(name, attributes, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  }

  function labelled(title, control) {
    return element("label", {}, element("span", {}, title), control);
  }

  function choices(rows, column) {
    return [...new Set(rows.map((row) => row.texts[column]))].sort((a, b) => a.localeCompare(b));
  }

  function chooser(rows, column) {
    const options = choices(rows, column).map((text) => element("option", { value: text }, text));
    return element("select", {}, element("option", { value: ALL }, "all"), ...options);
  }

  function start(bar) {
    const table = bar.parentElement.querySelector("table");
    const rows = [...table.tBodies[0].rows].map((row) => ({
      row,
      texts: [...row.cells].map((cell) => cell.textContent.trim()),
      all: row.textContent.toLowerCase(),
    }));
    const columns = bar.dataset.filter.split(",").map(Number);
    const names = bar.dataset.filterNames.split("|");
    const selects = columns.map((column) => chooser(rows, column));
    const words = element("input", { type: "search", autocomplete: "off" });
    const count = element("output", { role: "status", "aria-live": "polite" });
    const reset = element("button", { type: "reset" }, "Show all");

    function apply() {
      const asked = words.value.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const { row, texts, all } of rows) {
        const fits = columns.every(
          (column, at) => selects[at].value === ALL || texts[column] === selects[at].value,
        );
        row.hidden = !(fits && asked.every((word) => all.includes(word)));
        if (!row.hidden) shown += 1;
      }
      count.textContent = `${shown} of ${rows.length} shown`;
    }

    // A link to a row that is filtered away shows all rows again.
    function reveal() {
      const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
      if (target && target.hidden && table.contains(target)) {
        bar.reset();
        target.scrollIntoView();
      }
    }

    selects.forEach((select, at) => bar.append(labelled(names[at], select)));
    bar.append(labelled("Words", words), reset, count);
    bar.addEventListener("input", apply);
    bar.addEventListener("submit", (event) => event.preventDefault());
    bar.addEventListener("reset", () => setTimeout(apply));
    window.addEventListener("hashchange", () => setTimeout(reveal));
    bar.hidden = false;
    apply();
  }

  document.querySelectorAll("form.filter-bar").forEach(start);
})();

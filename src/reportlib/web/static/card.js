// A figure as a card: its drawing, its table, its notes and sources, one at a time. Without this
// script they stand below each other, the last two folded.
(() => {
  "use strict";
  const STEPS = { ArrowLeft: -1, ArrowRight: 1 };

  for (const exhibit of document.querySelectorAll(".exhibit-figure")) {
    const figure = exhibit.querySelector("figure");
    const parts = [
      ["chart", "Chart", figure.querySelector(".drawing")],
      ["table", "Table", exhibit.querySelector(".table-view")],
      ["notes", "", figure.querySelector(".notes")],
    ].filter(([, , part]) => part);
    if (figure.id && parts.length > 1) lay(figure, parts);
  }

  function lay(figure, parts) {
    const list = element("div", { class: "tabs", role: "tablist" });
    list.setAttribute("aria-label", "Ways to read this figure");
    const panels = parts.map((part) => panelOf(figure, ...part));
    const tabs = panels.map(([name, panel]) => {
      const tab = element("button", { type: "button", role: "tab", id: `${panel.id}-tab` });
      tab.textContent = name;
      tab.setAttribute("aria-controls", panel.id);
      panel.setAttribute("aria-labelledby", tab.id);
      return tab;
    });
    list.append(...tabs);
    figure.prepend(list);
    // Notes stay below the caption, where paper has them; a table comes where the drawing is.
    const [above] = panels.filter(([, panel]) => panel.matches(".panel-chart"));
    for (const [, panel] of panels) if (panel.matches(".panel-table")) (above?.[1] ?? list).after(panel);
    const choose = (chosen) => {
      tabs.forEach((tab, at) => {
        tab.setAttribute("aria-selected", String(at === chosen));
        tab.tabIndex = at === chosen ? 0 : -1;
        panels[at][1].hidden = at !== chosen;
      });
    };
    tabs.forEach((tab, at) => tab.addEventListener("click", () => choose(at)));
    list.addEventListener("keydown", (event) => {
      const at = tabs.indexOf(event.target);
      const ends = { Home: 0, End: tabs.length - 1 };
      const next = ends[event.key] ?? (at + (STEPS[event.key] ?? 0) + tabs.length) % tabs.length;
      if (next === at) return;
      event.preventDefault(); // the page would scroll
      choose(next);
      tabs[next].focus();
    });
    choose(0);
  }

  // What a fold holds moves into a panel; its summary names the tab where that has no name.
  function panelOf(figure, kind, name, part) {
    const panel = element("div", { class: `panel panel-${kind}`, role: "tabpanel" });
    panel.id = `${figure.id}-${kind}`;
    part.before(panel);
    if (part.tagName !== "DETAILS") {
      panel.append(part);
      return [name, panel];
    }
    const summary = part.querySelector("summary");
    summary.remove();
    panel.append(...part.childNodes);
    part.remove();
    return [name || summary.textContent, panel];
  }

  function element(tag, attributes) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    return made;
  }
})();

// An exhibit as a card: drawing, table, notes one at a time, and what a reader does with it.
(() => {
  "use strict";
  const STEPS = { ArrowLeft: -1, ArrowRight: 1 };
  const PICTURE = new URL("picture.js", document.currentScript.src).href;

  for (const exhibit of document.querySelectorAll(".exhibit")) {
    const figure = exhibit.querySelector("figure");
    const parts = [
      ["chart", "Chart", exhibit.querySelector(".drawing")],
      ["table", "Table", exhibit.querySelector(".table-view")],
      ["notes", "", exhibit.querySelector(".notes")],
    ].filter(([, , part]) => part);
    if (figure?.id && parts.length > 1) lay(exhibit, figure, parts);
    const actions = exhibit.querySelector(".actions");
    if (actions) offer(exhibit, actions);
  }

  function lay(exhibit, figure, parts) {
    const list = element("div", { class: "tabs", role: "tablist" });
    list.ariaLabel = "Ways to read this figure";
    const panels = parts.map((part) => panelOf(figure, ...part));
    const tabs = panels.map(([name, panel]) => {
      const tab = element("button", { type: "button", role: "tab", id: `${panel.id}-tab` }, name);
      tab.setAttribute("aria-controls", panel.id);
      panel.setAttribute("aria-labelledby", tab.id);
      return tab;
    });
    list.append(...tabs);
    const unit = exhibit.querySelector(".subtitle"); // whose line has room for the tabs
    if (unit) unit.after(list);
    else figure.prepend(list);
    // Notes stay below the caption, where paper has them; a table comes where the drawing is.
    const [above] = panels.filter(([, panel]) => panel.matches(".panel-chart"));
    for (const [, panel] of panels) if (panel.matches(".panel-table")) above ? above[1].after(panel) : figure.prepend(panel);
    const choose = (chosen) =>
      tabs.forEach((tab, at) => {
        tab.ariaSelected = String(at === chosen);
        panels[at][1].hidden = at !== chosen;
      });
    tabs.forEach((tab, at) => tab.addEventListener("click", () => choose(at)));
    oneStop(list, tabs, choose);
    choose(0);
  }

  // One stop of the tabulator for a row; the arrow keys, Home and End go on from there.
  function oneStop(row, items, reached = () => {}) {
    const stop = (chosen) => items.forEach((item, at) => (item.tabIndex = at === chosen ? 0 : -1));
    row.addEventListener("focusin", (event) => stop(items.indexOf(event.target)));
    row.addEventListener("click", (event) => stop(items.indexOf(event.target)));
    row.addEventListener("keydown", (event) => {
      const at = items.indexOf(event.target);
      const ends = { Home: 0, End: items.length - 1 };
      const next = ends[event.key] ?? (at + (STEPS[event.key] ?? 0) + items.length) % items.length;
      if (next === at) return;
      event.preventDefault(); // the page would scroll
      reached(next);
      items[next].focus();
    });
    stop(0);
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

  function offer(exhibit, actions) {
    if (exhibit.querySelector(".drawing svg")) {
      const png = element("button", { type: "button", class: "action-png" }, "PNG");
      png.addEventListener("click", () => save(exhibit, "png"));
      actions.prepend(png);
    }
    // In a site of many books no file of a drawing lies beside the page.
    const drawn = actions.querySelector(".action-svg[href^='#']");
    drawn?.addEventListener("click", (event) => {
      event.preventDefault();
      save(exhibit, "svg");
    });
    const link = actions.querySelector(".action-link");
    link.addEventListener("click", (event) => {
      event.preventDefault();
      copy(link.href, link, () => (location.hash = link.hash));
    });
    for (const said of exhibit.querySelectorAll(".slip pre")) {
      const button = element("button", { type: "button" }, "Copy");
      button.addEventListener("click", () =>
        copy(said.textContent, button, () => getSelection().selectAllChildren(said)),
      );
      said.after(button);
    }
    oneStop(actions, [...actions.children]);
  }

  async function copy(text, button, otherwise) {
    const word = button.textContent;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      return otherwise();
    }
    button.ariaLive = "polite";
    button.textContent = "Copied";
    setTimeout(() => (button.textContent = word), 1500);
  }

  // What makes the picture is loaded when it is first asked for.
  function save(exhibit, kind) {
    const keep = (blob) => {
      const href = URL.createObjectURL(blob);
      element("a", { href, download: `${exhibit.querySelector("figure").id}.${kind}` }).click();
      setTimeout(() => URL.revokeObjectURL(href), 9999);
    };
    const made = async () => {
      if (kind === "svg") return keep(new Blob([window.reportDrawing(exhibit)], { type: "image/svg+xml" }));
      const canvas = await window.reportPicture(exhibit);
      canvas.toBlob(keep);
    };
    if (window.reportPicture) return made();
    const script = element("script", { src: PICTURE });
    script.addEventListener("load", made);
    document.head.append(script);
  }

  function element(tag, attributes, ...inside) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...inside);
    return made;
  }
})();

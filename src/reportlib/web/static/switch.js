// Leads from a page of an edition to the same place in another, or to what is nearest to it.
(() => {
  "use strict";
  const box = document.querySelector(".switch");
  const source = new URL("editions.js", document.currentScript.src).href;
  const book = new URL(document.documentElement.dataset.content_root, location.href).pathname;
  const here = location.pathname.slice(book.length) || "index.html";
  const own = book.split("/").at(-2);
  const plain = (text) =>
    text.normalize("NFKD").replace(/\p{M}/gu, "").replace(/['’]/g, " ").toLowerCase();
  let loaded = null;

  function make(name, given, ...parts) {
    const made = Object.assign(document.createElement(name), given);
    made.append(...parts);
    return made;
  }

  function load(then) {
    loaded ??= new Promise((done) =>
      document.head.append(make("script", { src: source, onload: () => done(reportEditions) })),
    );
    loaded.then(then);
  }

  // Page and section of an edition nearest to those asked for: the section above, or the cover.
  function nearest(pages, lacks, page, section) {
    const at = pages.findIndex(([address]) => address === page);
    if (at < 0 || lacks[at] === 0) return ["index.html", ""];
    const names = pages[at][2].map(([name]) => name);
    let place = names.indexOf(section);
    while (lacks[at]?.includes(place)) place -= 1;
    return [page, names[place] ?? ""];
  }

  // On arrival from a place that this edition lacks.
  function arrive(asked, { pages, editions }) {
    const [page, section] = asked.split("#");
    const lacks = editions.find(([folder]) => folder === own)?.[5] ?? {};
    const near = nearest(pages, lacks, page, section);
    const [, title, names] = pages.find(([address]) => address === page) ?? [];
    const name = section ? names?.find(([id]) => id === section)?.[1] : title;
    location.replace(`#${page === here ? near[1] : ""}`);
    if (!name || (near[0] === page && near[1] === (section || ""))) return;
    const what = near[0] === page ? `section “${name}”` : `chapter “${title}”`;
    const said = make("span", { role: "status" });
    const close = make("button", { type: "button", onclick: () => told.remove() }, "Close");
    const told = make("p", { className: "switched" }, said, close);
    document.body.append(told);
    setTimeout(() => (said.textContent = `This edition has no ${what}. Shown is what is nearest.`));
  }

  const field = make("input", { id: "switch-words", type: "search", autocomplete: "off" });
  const said = make("p", { role: "status" });
  const list = make("ul");

  function fill({ pages, editions }) {
    const [, , names] = pages.find(([address]) => address === here) ?? [];
    const begun = ([id]) => document.getElementById(id)?.getBoundingClientRect().top < innerHeight / 3;
    const section = (scrollY && names?.findLast(begun)?.[0]) || "";
    const asked = plain(field.value.trim());
    const fits = ([, ...words]) =>
      words.slice(0, 4).some((text) => ` ${plain(text)}`.includes(` ${asked}`)) || words[2].includes(asked);
    const found = editions.filter(fits);
    const far = ([, , , , code]) => code.toLowerCase() !== asked;
    found.sort((a, b) => far(a) - far(b));
    const links = found.map(([folder, title, , chinese, code, lacks]) => {
      const [page, near] = nearest(pages, lacks, here, section);
      const lost = names && (page !== here || near !== section);
      const mark = lost ? `lacking=${encodeURIComponent(`${here}#${section}`)}` : near;
      const link = make("a", { href: `${book}../${folder}/${page}${mark && `#${mark}`}` }, title, " ");
      link.append(make("span", { lang: "zh" }, chinese), " ", make("small", {}, code));
      if (folder === own) link.ariaCurrent = "true";
      return make("li", {}, link);
    });
    list.replaceChildren(...links);
    said.textContent = `${found.length} of ${editions.length} editions`;
  }

  function walk(event) {
    const stops = [field, ...list.querySelectorAll("a")];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const next = stops[stops.indexOf(document.activeElement) + step];
    if (event.key === "Enter" && event.target === field) stops[1]?.click();
    if (!next) return;
    event.preventDefault();
    next.focus();
  }

  const [all] = box.children; // stays for whom this script does not run
  const button = make("button", { type: "button" }, all.textContent);
  const panel = make("div", { id: "switch-panel", className: "menu", popover: "auto", onkeydown: walk });
  panel.append(make("label", { htmlFor: field.id }, "Same page of another edition"), field, said, list);
  button.popoverTargetElement = panel;
  all.replaceWith(button, panel);
  all.textContent = "Overview of all editions";
  panel.append(make("p", {}, all));
  field.oninput = () => load(fill);
  field.autofocus = true; // when the panel opens, not when the page does
  panel.onbeforetoggle = ({ newState }) => newState === "open" && load(fill);
  const asked = new URLSearchParams(location.hash.slice(1)).get("lacking");
  if (asked !== null) load((told) => arrive(asked, told));
})();

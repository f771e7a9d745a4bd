// Tells which release a page is of, and leads to the same page of another.
(() => {
  "use strict";
  const box = document.querySelector(".releases");
  const root = new URL("../", document.currentScript.src);
  const home = new URL("../", root);
  const own = root.pathname.slice(home.pathname.length, -1);
  const here = decodeURI(location.pathname.slice(root.pathname.length)).replace(/(^|\/)$/, "$1index.html");
  const [edition, ...rest] = here.split("/");

  function make(name, given, ...parts) {
    const made = Object.assign(document.createElement(name), given);
    made.append(...parts);
    return made;
  }

  function show({ lists, releases }) {
    if (!releases.some(([name]) => name === own)) return;
    const links = releases.map(([name, date, editions, pages, beside]) => {
      const its = lists[editions].includes(edition);
      const has = its ? lists[pages].includes(rest.join("/")) : lists[beside].includes(here);
      const page = has ? here : its ? `${edition}/index.html` : "index.html";
      const link = make("a", { href: `${home}${name}/${encodeURI(page)}` }, `Release ${name}`);
      if (name === own) link.ariaCurrent = "true";
      return [link, ` of ${date}`];
    });
    const all = box.querySelector("a");
    all.textContent = "All releases";
    const list = make("ul", {}, ...links.map((parts) => make("li", {}, ...parts)), make("li", {}, all));
    box.append(make("details", {}, make("summary", {}, `Release ${own}`), list));
    if (own === releases[0][0]) return;
    const note = make("p", { className: "older" }, `This is release ${own}. A newer one is `);
    note.role = "note";
    note.append(links[0][0].cloneNode(true), links[0][1], ".");
    document.querySelector("main").prepend(note);
  }

  const src = new URL("releases.js", home).href;
  document.head.append(make("script", { src, onload: () => show(reportReleases) }));
})();

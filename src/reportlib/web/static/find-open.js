// Opens the search by its field or Ctrl+K; never by a single letter, which who speaks to a
// computer would hit. The rest is loaded on first use, by elements: a book on disk may not
// fetch.

(() => {
  "use strict";
  const here = new URL("./", document.currentScript.src);
  const { content_root: top = "./", site = top } = document.documentElement.dataset;
  const page = document.getElementById("find-page");
  let loaded = null;

  const load = (tag, named) =>
    new Promise((done) => {
      const made = Object.assign(document.createElement(tag), named);
      made.async = false; // one script after the other
      made.onload = made.onerror = done;
      document.head.append(made);
    });

  function open(place) {
    loaded ??= Promise.all([
      place ?? load("link", { rel: "stylesheet", href: new URL("find.css", here) }),
      load("script", { src: `${top}find-index.js` }),
      load("script", { src: `${site}find-datasets.js` }),
      load("script", { src: new URL("find.js", here) }),
    ]);
    loaded.then(() => window.reportSearch(place));
  }

  document.addEventListener("click", (event) => {
    const other = event.ctrlKey || event.metaKey || event.shiftKey; // another tab or window
    if (other || !event.target.closest?.(".find a")) return;
    event.preventDefault();
    open();
  });

  document.addEventListener("keydown", (event) => {
    const held = event.ctrlKey || event.metaKey;
    if (!held || event.altKey || event.key.toLowerCase() !== "k") return;
    event.preventDefault();
    open();
  });

  for (const field of document.querySelectorAll(".find a")) {
    const key = document.createElement("kbd");
    key.textContent = "Ctrl K";
    key.ariaHidden = "true";
    field.append(key);
  }
  if (page) open(page);
})();

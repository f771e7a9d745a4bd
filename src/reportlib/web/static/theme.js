// Before anything is painted: light or dark, as the reader chose, else as the system is; and that
// figures will have tabs, so that nothing moves when they do.
(() => {
  "use strict";
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const wide = matchMedia("(min-width: 1200px)");
  let store = {};
  try {
    store = localStorage;
  } catch {} // refused
  // Pages at the root of a site lead back to the edition that the reader comes from.
  if (root.dataset.site) {
    const book = new URL(root.dataset.content_root, location.href);
    try {
      sessionStorage.reportEdition = book.pathname.split("/").at(-2);
    } catch {} // refused
  }
  if (store.reportTheme) root.dataset.theme = store.reportTheme;

  // Asked for before there is any text, letters are there when lines are first broken.
  for (const weight of [400, 600]) document.fonts.load(`${weight} 1em "Report Sans"`);
  root.classList.add("laying"); // until card.js has run, or could not
  addEventListener("DOMContentLoaded", () => {
    root.classList.remove("laying");
    const [mode, contents, row] = [".mode", ".contents", ".chapters"].map((name) =>
      document.querySelector(name),
    );
    mode.hidden = false;
    mode.onclick = () => {
      const now = root.dataset.theme ?? (dark.matches ? "dark" : "light");
      store.reportTheme = root.dataset.theme = now === "dark" ? "light" : "dark";
    };
    const lay = () => contents && (contents.open = wide.matches);
    wide.onchange = lay;
    lay();
    const here = row.querySelector(":scope > [aria-current]");
    if (here) row.scrollLeft = here.offsetLeft - row.offsetLeft - 32; // on a phone
  });
})();

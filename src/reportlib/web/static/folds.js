// What is folded is opened for a link that leads into it, and on paper.
(() => {
  "use strict";
  const FOLDED = "details:is(.fold, .notes):not([open])";
  let opened = [];

  function show() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const fold = target?.closest(FOLDED);
    if (!fold) return;
    fold.open = true;
    target.scrollIntoView();
  }
  addEventListener("hashchange", show);
  show();

  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll(FOLDED)];
    for (const found of opened) found.open = true;
  });
  addEventListener("afterprint", () => {
    for (const found of opened) found.open = false;
    opened = [];
  });
})();

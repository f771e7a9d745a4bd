// What is folded, or behind a tab, is shown for a link that leads into it, and on paper.
(() => {
  "use strict";
  const CLOSED = "details:not([open])";
  let opened = [];

  function show() {
    const target = targetOf(location.hash.slice(1));
    if (!target || target.checkVisibility()) return;
    for (let at = target; at; at = at.parentElement) {
      if (at.matches(CLOSED)) at.open = true;
      if (at.matches('[role="tabpanel"][hidden]')) document.getElementById(`${at.id}-tab`).click();
    }
    target.scrollIntoView();
  }

  function targetOf(name) {
    try {
      return document.getElementById(decodeURIComponent(name));
    } catch {
      return document.getElementById(name); // a stray percent sign
    }
  }

  addEventListener("hashchange", show);
  // A link to where one is already changes no address, but may be followed after folding.
  document.addEventListener("click", (event) => {
    if (event.target.closest?.('a[href*="#"]')?.href === location.href) setTimeout(show);
  });
  show();

  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll(`${CLOSED}:is(.fold, .notes)`)];
    for (const found of opened) found.open = true;
  });
  addEventListener("afterprint", () => {
    for (const found of opened) found.open = false;
    opened = [];
  });
})();

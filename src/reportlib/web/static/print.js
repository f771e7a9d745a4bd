// Paper cannot be opened: what is folded under an exhibit is opened to be printed, then closed.
(() => {
  "use strict";
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:is(.fold, .notes):not([open])")];
    for (const found of opened) found.open = true;
  });
  addEventListener("afterprint", () => {
    for (const found of opened) found.open = false;
    opened = [];
  });
})();

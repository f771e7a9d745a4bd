// Figures tell their values: a drawing is one stop of the tabulator. What tells them is loaded
// when one is first pointed at, tapped or reached; a book read from disk may not fetch.
(() => {
  "use strict";
  const place = new URL("reading.js", document.currentScript.src).href;
  let script = null;
  let last = null;

  function wake(event) {
    last = event;
    if (script) return;
    script = document.createElement("script");
    script.src = place;
    script.onload = () => last.target.dispatchEvent(new last.constructor(last.type, last));
    document.head.append(script);
  }

  for (const drawing of document.querySelectorAll(".exhibit-figure .drawing")) {
    const table = drawing.closest(".exhibit").querySelector("table.data");
    if (!table || !drawing.querySelector("[data-plot], .mark[data-series], .mark > [data-series]")) continue;
    drawing.tabIndex = 0;
    drawing.setAttribute("role", "application");
    drawing.setAttribute("aria-roledescription", "figure, arrow keys tell its values");
    for (const link of drawing.querySelectorAll("a")) link.setAttribute("tabindex", "-1");
    for (const type of ["pointermove", "click", "focus"]) drawing.addEventListener(type, wake);
  }
})();

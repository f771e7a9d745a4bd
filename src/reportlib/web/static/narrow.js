// A figure in too little room gets its narrow drawing, from a file of the page's: the page itself
// holds the wide one, which is printed, and there without a script.
(() => {
  "use strict";
  const ROOM = 33; // rem, as the style sheet has it
  const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
  const figures = [...document.querySelectorAll("[data-narrow]")];

  window.reportNarrow = (drawings) => {
    for (const figure of figures) {
      const drawing = drawings[figure.dataset.narrow.split("#")[1]];
      const svg = new DOMParser().parseFromString(drawing, "text/html").body.firstChild;
      if (figure.tabIndex === 0) for (const link of svg.querySelectorAll("a")) link.tabIndex = -1;
      figure.append(svg);
      figure.classList.add("drawing-switch");
    }
  };

  const seen = new ResizeObserver((all) => {
    const tight = all.find(({ contentRect: { width } }) => width && width <= ROOM * rem);
    if (!tight) return;
    seen.disconnect();
    const script = document.createElement("script");
    script.src = tight.target.dataset.narrow.split("#")[0];
    document.head.append(script);
  });
  for (const figure of figures) seen.observe(figure);
})();

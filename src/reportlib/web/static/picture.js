// The picture of a figure, as card.js saves it: headline, drawing and citation on white; and its
// drawing as a file that says by itself what it shows. Loaded when first asked for.
//
// The drawing becomes an image without its words, since an image has none of the page's fonts;
// the page writes them over it. A copy outside the drawing's place has the colours of paper.
(() => {
  "use strict";
  const PAINTS = ["fill", "stroke", "stroke-width", "opacity"];
  const LETTERS = ["font-family", "font-size", "font-style", "font-weight", "text-anchor", "paint-order"];
  const INK = "#14202b";
  const SOFT = "#5a6570";
  const SCALE = 3; // pixels to a unit of the drawing: twice what a page shows
  const EDGE = 14; // around all, in these units
  const LEADING = 1.35;

  window.reportPicture = async (exhibit) => {
    const family = getComputedStyle(exhibit.querySelector(".drawing")).fontFamily;
    const fonts = [400, 600].map((weight) => document.fonts.load(`${weight} 10px ${family}`, "Az中"));
    await Promise.all(fonts);
    const { image, words, width, height } = await taken(shown(exhibit), family);
    const pen = document.createElement("canvas").getContext("2d");
    const lines = (text, size, weight, fill) => {
      const font = `${weight} ${size}px ${family}`;
      return wrapped(pen, text, font, width).map((line) => ({ line, size, font, fill }));
    };
    const above = [
      ...lines(said(exhibit, ".headline"), 13, 600, INK),
      ...lines(said(exhibit, ".subtitle"), 9.5, 400, SOFT),
    ];
    const below = lines(exhibit.querySelector(".slip pre").textContent, 8, 400, SOFT);
    const [top, foot] = [above, below].map((all) => all.reduce((sum, { size }) => sum + size * LEADING, 8));
    const { canvas } = pen;
    canvas.width = Math.round((width + 2 * EDGE) * SCALE);
    canvas.height = Math.round((top + height + foot + 2 * EDGE) * SCALE);
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.scale(SCALE, SCALE);
    pen.translate(EDGE, EDGE);
    write(pen, above, 0);
    pen.translate(0, top);
    pen.drawImage(image, 0, 0, width, height);
    for (const word of words) place(pen, word);
    write(pen, below, height + 8);
    return canvas;
  };

  window.reportDrawing = (exhibit) => {
    const drawing = shown(exhibit);
    const { svg, box } = laid(drawing, getComputedStyle(exhibit.querySelector(".drawing")).fontFamily);
    paint(svg, ":not(defs *)", PAINTS);
    paint(svg, "text, tspan", LETTERS);
    box.remove();
    const told = (name, text) => {
      const part = document.createElementNS(svg.namespaceURI, name);
      part.textContent = text;
      return part;
    };
    const description = drawing.closest("[aria-label]")?.getAttribute("aria-label") ?? "";
    const parts = [said(exhibit, ".subtitle"), description, exhibit.querySelector(".slip pre").textContent];
    const title = said(exhibit, ".headline") || said(exhibit, ".caption-text");
    svg.prepend(told("title", title), told("desc", parts.filter(Boolean).join(" ")));
    return new XMLSerializer().serializeToString(svg);
  };

  // The drawing that the page shows, or the wide one where another panel is open.
  function shown(exhibit) {
    const drawings = [...exhibit.querySelectorAll(".drawing svg")];
    return drawings.find((drawing) => drawing.checkVisibility()) ?? drawings[0];
  }

  // What a line says, without the tips and chips in it; marks of numbers as a drawing has them.
  function said(exhibit, name) {
    const line = exhibit.querySelector(name)?.cloneNode(true);
    for (const extra of line?.querySelectorAll(".tip, .chip") ?? []) extra.remove();
    for (const marks of line?.querySelectorAll("sup") ?? []) marks.replaceWith(` (${marks.textContent})`);
    return line?.textContent ?? "";
  }

  // A copy of a drawing in a place with the colours of paper.
  function laid(drawing, family) {
    const svg = drawing.cloneNode(true);
    const box = document.createElement("div");
    Object.assign(box.style, { position: "fixed", left: "-9999px", colorScheme: "light", fontFamily: family });
    const { width, height } = svg.viewBox.baseVal;
    svg.removeAttribute("class");
    svg.setAttribute("width", width);
    svg.setAttribute("height", height);
    box.append(svg);
    document.body.append(box);
    return { svg, box, width, height };
  }

  function paint(svg, parts, names) {
    for (const part of svg.querySelectorAll(parts)) {
      const style = getComputedStyle(part);
      for (const name of names) part.setAttribute(name, style.getPropertyValue(name));
    }
  }

  async function taken(drawing, family) {
    const { svg, box, width, height } = laid(drawing, family);
    const words = [...svg.querySelectorAll("text, tspan")].flatMap(wordsOf);
    paint(svg, ":not(defs *)", PAINTS);
    for (const text of svg.querySelectorAll("text")) text.remove();
    box.remove();
    const image = new Image();
    image.src = `data:image/svg+xml,${encodeURIComponent(new XMLSerializer().serializeToString(svg))}`;
    await image.decode();
    return { image, words, width, height };
  }

  function wordsOf(part) {
    const { fontStyle, fontWeight, fontSize, fontFamily, fill, stroke, strokeWidth } = getComputedStyle(part);
    const style = { font: `${fontStyle} ${fontWeight} ${fontSize} ${fontFamily}`, fill, stroke, strokeWidth };
    const words = [];
    let at = 0;
    for (const { nodeType, textContent: text } of part.childNodes) {
      if (nodeType === Node.TEXT_NODE && text.trim()) {
        const { x, y } = part.getStartPositionOfChar(at);
        words.push({ text, x, y, turned: part.getRotationOfChar(at), matrix: part.getCTM(), ...style });
      }
      at += text.length;
    }
    return words;
  }

  function place(pen, { text, x, y, turned, matrix, font, fill, stroke, strokeWidth }) {
    pen.save();
    pen.transform(matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f);
    pen.translate(x, y);
    pen.rotate((turned * Math.PI) / 180);
    Object.assign(pen, { font, fillStyle: fill, lineJoin: "round", lineWidth: parseFloat(strokeWidth) });
    if (stroke !== "none") {
      pen.strokeStyle = stroke; // a halo, which lies behind the letters
      pen.strokeText(text, 0, 0);
    }
    pen.fillText(text, 0, 0);
    pen.restore();
  }

  function wrapped(pen, text, font, width) {
    const lines = [];
    pen.font = font;
    for (const word of text.split(/\s+/).filter(Boolean)) {
      const longer = lines.length ? `${lines.at(-1)} ${word}` : word;
      if (lines.length && pen.measureText(longer).width <= width) lines[lines.length - 1] = longer;
      else lines.push(word);
    }
    return lines;
  }

  function write(pen, lines, from) {
    let down = from;
    for (const { line, size, font, fill } of lines) {
      Object.assign(pen, { font, fillStyle: fill });
      pen.fillText(line, 0, down + size);
      down += size * LEADING;
    }
  }
})();

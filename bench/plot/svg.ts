/** The attributes of an element; numbers are rounded to a tenth. */
export type Attributes = Readonly<Record<string, string | number>>;

/** An SVG element of these attributes around this content, which is markup. */
export function element(name: string, attributes: Attributes, content: string = ""): string {
  const texts = Object.entries(attributes).map(
    ([key, value]) => ` ${key}="${typeof value === "number" ? Number(value.toFixed(1)) : escaped(value)}"`,
  );
  return content === "" ? `<${name}${texts.join("")}/>` : `<${name}${texts.join("")}>${content}</${name}>`;
}

/** A text at a place; `anchor` tells which end of it is there. */
export function textAt(
  x: number,
  y: number,
  text: string,
  anchor: "start" | "middle" | "end" = "start",
  more: Attributes = {},
): string {
  return element("text", { x, y, "text-anchor": anchor, ...more }, escaped(text));
}

/** A line from one place to another. */
export function lineFrom(x1: number, y1: number, x2: number, y2: number, stroke: string): string {
  return element("line", { x1, y1, x2, y2, stroke });
}

/** A whole SVG file on white, so that it can be read on light and dark pages; the title is its text for those who do not see it. */
export function svgFile(width: number, height: number, title: string, parts: readonly string[]): string {
  const head = [
    element("title", {}, escaped(title)),
    element("rect", { width, height, fill: "#ffffff" }),
    textAt(16, 26, title, "start", { "font-size": 15, "font-weight": "bold" }),
  ];
  const frame = {
    xmlns: "http://www.w3.org/2000/svg",
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    role: "img",
    "font-family": "system-ui, sans-serif",
    "font-size": 12,
    fill: "#222222",
  };
  return `${element("svg", frame, `\n${[...head, ...parts].join("\n")}\n`)}\n`;
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

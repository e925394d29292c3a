/** Pictures to take along: an SVG of the page made to stand alone, and the same as PNG. */
import { save } from "./values";

const STYLES = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "opacity",
  "font-family",
  "font-size",
  "font-weight",
] as const;
const LINE = 16;

export const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

/** An SVG on the page as a file of its own: styles written out, title above, notes (as-of, sources) below. */
export function standalone(svg: SVGSVGElement, title: string, notes: readonly string[]): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const [from, to] = [svg.querySelectorAll("*"), copy.querySelectorAll("*")];
  from.forEach((element, index) => {
    const style = window.getComputedStyle(element);
    const target = to[index]!;
    for (const name of STYLES) {
      const value = style.getPropertyValue(name);
      if (value && value !== "none" && value !== "normal") target.setAttribute(name, value);
      else if (name === "fill" && value === "none") target.setAttribute(name, "none");
    }
    target.removeAttribute("class");
  });
  const { width, height } = svg.viewBox.baseVal;
  const paper = window.getComputedStyle(document.documentElement).getPropertyValue("--surface");
  const ink = window.getComputedStyle(document.documentElement).getPropertyValue("--ink");
  return framed(copy.innerHTML, { width, height, title, notes, paper, ink });
}

interface Frame {
  width: number;
  height: number;
  title: string;
  notes: readonly string[];
  paper: string;
  ink: string;
}

/** Put a drawing between its title and its notes. */
export function framed(inner: string, { width, height, title, notes, paper, ink }: Frame): string {
  const head = 40;
  const whole = head + height + LINE * notes.length + 24;
  const text = (y: number, size: number, weight: number, said: string) =>
    `<text x="16" y="${y}" font-size="${size}" font-weight="${weight}" fill="${ink}">${escaped(said)}</text>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width + 32}" height="${whole}" viewBox="0 0 ${width + 32} ${whole}"`,
    ` font-family="system-ui, 'Segoe UI', Roboto, 'Noto Sans', 'Open Sans', sans-serif">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="100%" height="100%" fill="${paper}"/>`,
    text(26, 17, 650, title),
    `<g transform="translate(16 ${head})">${inner}</g>`,
    ...notes.map((note, index) => text(head + height + 20 + LINE * index, 11.5, 400, note)),
    "</svg>",
  ].join("");
}

/** An SVG as PNG, so many times as large. */
export async function png(svg: string, scale = 2): Promise<Blob> {
  const address = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = image.naturalWidth * scale;
    canvas.height = image.naturalHeight * scale;
    const context = canvas.getContext("2d")!;
    context.scale(scale, scale);
    context.drawImage(image, 0, 0);
    return await new Promise((resolve, reject) =>
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture"))), "image/png"),
    );
  } finally {
    URL.revokeObjectURL(address);
  }
}

export const saveSvg = (name: string, svg: string): void => save(`${name}.svg`, svg, "image/svg+xml");
export const savePng = async (name: string, svg: string): Promise<void> =>
  save(`${name}.png`, await png(svg), "image/png");

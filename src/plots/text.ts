import { type Attributes, element, type Svg } from "./svg.ts";

/** Fonts that are there: no picture loads one. */
export const FONT_FAMILY = "Helvetica, Arial, 'Liberation Sans', sans-serif";
export const INK = "#222222";
export const FAINT_INK = "#666666";

export interface TextOptions {
  readonly size?: number;
  readonly anchor?: "start" | "middle" | "end";
  readonly bold?: boolean;
  readonly italic?: boolean;
  readonly colour?: string;
  /** Degrees, about the text's own position. */
  readonly rotate?: number;
  /** Cut off with an ellipsis beyond this width; the whole text is then shown on hovering. */
  readonly maxWidth?: number;
}

/** One line of text with its baseline at (x, y). */
export function textAt(x: number, y: number, text: string, options: TextOptions = {}): Svg {
  const size = options.size ?? 10;
  const shown =
    options.maxWidth === undefined
      ? text
      : shortened(text, options.bold ? 1.08 * size : size, options.maxWidth);
  const attributes: Attributes = {
    x,
    y,
    "font-size": size,
    "text-anchor": options.anchor === "start" ? undefined : options.anchor,
    "font-weight": options.bold ? "bold" : undefined,
    "font-style": options.italic ? "italic" : undefined,
    fill: options.colour,
    transform: options.rotate === undefined ? undefined : `rotate(${options.rotate} ${x} ${y})`,
  };
  return shown === text
    ? element("text", attributes, text)
    : element("text", attributes, element("title", {}, text), element("tspan", {}, shown));
}

/**
 * Width of a line of text in Helvetica, in the font size's unit, to within about a tenth and rather too wide:
 * pictures are laid out without a browser's measure.
 */
export function textWidth(text: string, size: number): number {
  let width = 0;
  for (const character of text) width += characterWidth(character);
  return width * size;
}

function characterWidth(character: string): number {
  if (/[ijl.,:;'|!I()[\]/\\ ft]/.test(character)) return 0.31;
  if (/[mwMW%@—]/.test(character)) return 0.9;
  if (/[A-Z&+=<>−]/.test(character)) return 0.7;
  if (character < "\u{500}") return 0.56;
  return 1;
}

function shortened(text: string, size: number, maxWidth: number): string {
  if (textWidth(text, size) <= maxWidth) return text;
  const characters = [...text];
  while (characters.length > 1 && textWidth(`${characters.join("")}…`, size) > maxWidth) characters.pop();
  return `${characters.join("").trimEnd()}…`;
}

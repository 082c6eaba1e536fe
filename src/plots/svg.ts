/**
 * SVG as values: every picture is built from `element`, which escapes what it is given, so that no name from a
 * user's file can break or script a picture.
 */

/** A piece of SVG that is already well formed. */
export interface Svg {
  readonly markup: string;
}

/** A number is written as a coordinate; undefined leaves the attribute out. */
export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** An element; children that are strings become escaped text. */
export function element(name: string, attributes: Attributes, ...children: readonly (Svg | string)[]): Svg {
  let tag = `<${name}`;
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined) continue;
    tag += ` ${key}="${typeof value === "number" ? coordinate(value) : escapeText(value)}"`;
  }
  if (children.length === 0) return { markup: `${tag}/>` };
  const isText = children.some((child) => typeof child === "string");
  const content = children.map((child) => (typeof child === "string" ? escapeText(child) : child.markup));
  // Line breaks between elements keep the changes of a committed picture readable; in text they would show.
  const inside = isText ? content.join("") : `\n${content.join("\n")}\n`;
  return { markup: `${tag}>${inside}</${name}>` };
}

export function group(attributes: Attributes, children: readonly Svg[]): Svg {
  return element("g", attributes, ...children);
}

/**
 * A number as SVG writes it: at most 2 decimals, no exponent, never −0.
 *
 * @throws Error where it is not finite: gaps must be taken out before drawing
 */
export function coordinate(value: number): string {
  if (!Number.isFinite(value)) throw new Error(`a picture cannot hold the coordinate ${value}`);
  const rounded = Math.round(value * 100) / 100;
  return String(rounded + 0);
}

/** Escaped for text and attributes alike; characters that XML 1.0 forbids become U+FFFD. */
export function escapeText(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, "\u{FFFD}")
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/"/g, "&quot;")
    .replace(/'/g, "&#39;");
}

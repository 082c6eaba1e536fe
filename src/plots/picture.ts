import { element, type Svg } from "./svg.ts";
import { FAINT_INK, FONT_FAMILY, INK, textAt, textWidth } from "./text.ts";

/** What every picture can be told. */
export interface PictureOptions {
  /** Shown above, and read out by screen readers. */
  readonly title?: string;
  /** Marks the picture as made from simulated mice. */
  readonly simulated?: boolean;
}

export interface PictureSpec extends PictureOptions {
  readonly title: string;
  /** For those who cannot see the picture: what it shows, in a sentence or two. */
  readonly description: string;
  readonly width: number;
  readonly height: number;
}

/** Where a picture's content may begin, below its title. */
export const HEADING_HEIGHT = 44;
export const MARGIN = 16;

const SIMULATED = "SIMULATED MICE";

/** A whole SVG document, as text that ends in a line break. */
export function picture(
  { title, description, width, height, simulated }: PictureSpec,
  children: readonly Svg[],
): string {
  const tag = simulated ? simulatedTag(width) : null;
  const titleWidth = width - 2 * MARGIN - (tag?.width ?? 0);
  const root = element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      role: "img",
      "font-family": FONT_FAMILY,
      fill: INK,
    },
    element("title", {}, simulated ? `${title} (simulated mice)` : title),
    element("desc", {}, simulated ? `Simulated mice. ${description}` : description),
    // White whatever the page's colour: pictures are seen on dark pages too.
    element("rect", { width, height, fill: "#ffffff" }),
    textAt(MARGIN, 24, title, { size: 14, bold: true, maxWidth: titleWidth }),
    ...(tag ? tag.parts : []),
    ...children,
  );
  return `${root.markup}\n`;
}

/** A picture that says that there is nothing to draw. */
export function emptyPicture(spec: Omit<PictureSpec, "height" | "description">, reason: string): string {
  const height = HEADING_HEIGHT + 60;
  return picture({ ...spec, height, description: `Nothing to draw: ${reason}` }, [
    textAt(MARGIN, HEADING_HEIGHT + 24, reason, { size: 12, italic: true, colour: FAINT_INK }),
  ]);
}

function simulatedTag(width: number): { readonly width: number; readonly parts: readonly Svg[] } {
  const box = textWidth(SIMULATED, 10) + 12;
  const x = width - MARGIN - box;
  return {
    width: box + 12,
    parts: [
      element("rect", {
        x,
        y: 11,
        width: box,
        height: 18,
        rx: 3,
        fill: "none",
        stroke: INK,
        "stroke-width": 1,
      }),
      textAt(x + box / 2, 23.7, SIMULATED, { size: 10, bold: true, anchor: "middle" }),
    ],
  };
}

/** "1 mouse", "20 mice". */
export function countMice(n: number): string {
  return n === 1 ? "1 mouse" : `${n} mice`;
}

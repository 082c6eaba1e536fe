import { guide, type LineStyle, rule } from "./lines.ts";
import { marker } from "./markers.ts";
import type { SeriesStyle } from "./strategy-style.ts";
import { coordinate, element, group, type Svg } from "./svg.ts";
import { textAt, textWidth } from "./text.ts";

export const KEY_WIDTH = 30;
const KEY_GAP = 6;
const ENTRY_GAP = 18;
const SIZE = 10.5;
export const LEGEND_LINE_HEIGHT = 18;

export interface LegendEntry {
  /** Drawn in a box of KEY_WIDTH from (0, 0), centred on y = 0. */
  readonly key: Svg;
  readonly text: string;
}

/** A legend and the height that it takes. */
export interface Legend {
  readonly svg: Svg;
  readonly height: number;
}

/** Entries side by side from (x, y), on as many lines as they need. */
export function legendRows(entries: readonly LegendEntry[], x: number, y: number, maxWidth: number): Legend {
  const parts: Svg[] = [];
  let across = 0;
  let line = 0;
  for (const entry of entries) {
    const width = KEY_WIDTH + KEY_GAP + textWidth(entry.text, SIZE);
    if (across > 0 && across + width > maxWidth) {
      across = 0;
      line += 1;
    }
    parts.push(entryAt(entry, x + across, y + (line + 0.5) * LEGEND_LINE_HEIGHT, maxWidth));
    across += width + ENTRY_GAP;
  }
  return { svg: group({}, parts), height: entries.length > 0 ? (line + 1) * LEGEND_LINE_HEIGHT : 0 };
}

/** Entries one below the other from (x, y). */
export function legendColumn(
  entries: readonly LegendEntry[],
  x: number,
  y: number,
  maxWidth: number,
): Legend {
  const parts = entries.map((entry, i) => entryAt(entry, x, y + (i + 0.5) * LEGEND_LINE_HEIGHT, maxWidth));
  return { svg: group({}, parts), height: entries.length * LEGEND_LINE_HEIGHT };
}

function entryAt({ key, text }: LegendEntry, x: number, y: number, maxWidth: number): Svg {
  const words = textAt(KEY_WIDTH + KEY_GAP, 0.35 * SIZE, text, {
    size: SIZE,
    maxWidth: maxWidth - KEY_WIDTH - KEY_GAP,
  });
  return group({ transform: `translate(${coordinate(x)} ${coordinate(y)})` }, [key, words]);
}

/** A swatch of an area. */
export function areaKey(fill: string): Svg {
  return element("rect", {
    x: 0,
    y: -6,
    width: KEY_WIDTH,
    height: 12,
    fill,
    stroke: "#444444",
    "stroke-width": 0.5,
  });
}

/** A piece of a line with its marker; without a marker where `radius` is 0. */
export function seriesKey({ colour, dash, shape, hollow }: SeriesStyle, radius = 3): Svg {
  const line = rule({ x: 0, y: 0 }, { x: KEY_WIDTH, y: 0 }, { colour, width: 1.8, dash });
  return group({}, radius > 0 ? [line, marker(KEY_WIDTH / 2, 0, { shape, colour, hollow, radius })] : [line]);
}

/** A swatch of an interval's band. */
export function bandKey(colour: string): Svg {
  return element("rect", { x: 0, y: -6, width: KEY_WIDTH, height: 12, fill: colour, "fill-opacity": 0.2 });
}

/** A piece of a guide line. */
export function guideKey(style: LineStyle = guide): Svg {
  return rule({ x: 0, y: 0 }, { x: KEY_WIDTH, y: 0 }, style);
}

/** A marker alone. */
export function markerKey({ colour, shape, hollow }: Omit<SeriesStyle, "dash">, radius = 3.5): Svg {
  return marker(KEY_WIDTH / 2, 0, { shape, colour, hollow, radius });
}

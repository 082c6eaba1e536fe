import { coordinate, element, group, type Svg } from "./svg.ts";

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface BandPoint {
  readonly x: number;
  readonly low: number;
  readonly high: number;
}

/** The stretches without a gap, in order; nulls are the gaps. */
export function unbroken<Item>(items: readonly (Item | null)[]): readonly (readonly Item[])[] {
  const stretches: Item[][] = [];
  let open: Item[] | null = null;
  for (const item of items) {
    if (item === null) {
      open = null;
    } else if (open === null) {
      open = [item];
      stretches.push(open);
    } else {
      open.push(item);
    }
  }
  return stretches;
}

export interface LineStyle {
  readonly colour: string;
  readonly width: number;
  readonly dash?: string | undefined;
  readonly opacity?: number | undefined;
}

/** Lines that are not data: thresholds, chance. */
export const guide: LineStyle = { colour: "#888888", width: 0.8, dash: "1.5 2.5" };

/** A line through points, broken at nulls. A point between two gaps, which no line reaches, becomes a dot. */
export function brokenLine(points: readonly (Point | null)[], style: LineStyle): Svg {
  const stretches = unbroken(points);
  const d = stretches.filter((stretch) => stretch.length > 1).map(pathThrough);
  const dots = stretches
    .filter((stretch) => stretch.length === 1)
    .map(([{ x, y }]) => element("circle", { cx: x, cy: y, r: style.width, fill: style.colour }));
  const line = element("path", {
    d: d.join(""),
    fill: "none",
    stroke: style.colour,
    "stroke-width": style.width,
    "stroke-dasharray": style.dash,
    "stroke-linejoin": "round",
    "stroke-opacity": style.opacity,
  });
  return group({}, d.length > 0 ? [line, ...dots] : dots);
}

/** An interval along a line, broken at nulls; between two gaps it is an upright bar. */
export function band(points: readonly (BandPoint | null)[], colour: string): Svg {
  const shapes = unbroken(points).map((stretch) => {
    const highs = stretch.map(({ x, high }) => ({ x, y: high }));
    const lows = stretch.map(({ x, low }) => ({ x, y: low }));
    if (stretch.length === 1) {
      const d = pathThrough([highs[0], lows[0]]);
      return element("path", { d, stroke: colour, "stroke-width": 3, "stroke-opacity": 0.3 });
    }
    return group({}, [
      element("path", {
        d: `${pathThrough([...highs, ...lows.toReversed()])}Z`,
        fill: colour,
        "fill-opacity": 0.17,
      }),
      // Edges show where bands overlap, without colour too.
      element("path", {
        d: pathThrough(highs) + pathThrough(lows),
        fill: "none",
        stroke: colour,
        "stroke-width": 0.5,
        "stroke-opacity": 0.6,
      }),
    ]);
  });
  return group({}, shapes);
}

/** Path data through these points, in order. */
export function pathThrough(points: readonly Point[]): string {
  return `M${points.map(({ x, y }) => `${coordinate(x)},${coordinate(y)}`).join("L")}`;
}

/** A straight line. */
export function rule(from: Point, to: Point, style: LineStyle): Svg {
  return element("path", {
    d: pathThrough([from, to]),
    fill: "none",
    stroke: style.colour,
    "stroke-width": style.width,
    "stroke-dasharray": style.dash,
    "stroke-opacity": style.opacity,
  });
}

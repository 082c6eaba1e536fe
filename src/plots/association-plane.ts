/**
 * Each mouse's path in the plane of its left and right association (SCIENCE §4: A_L, A_R), coloured by how the mouse
 * began: whether mice that begin alike take the same way.
 */
import { defaultLabelThresholds, type StrategyLabel, strategyLabels } from "../science/strategies/label.ts";
import { guideKey, KEY_WIDTH, type LegendEntry, legendColumn, markerKey, seriesKey } from "./legend.ts";
import { brokenLine, type LineStyle, type Point, rule } from "./lines.ts";
import { marker } from "./markers.ts";
import { isNumber } from "./numbers.ts";
import { type Box, type Panel, panel } from "./panel.ts";
import { countMice, emptyPicture, HEADING_HEIGHT, MARGIN, type PictureOptions, picture } from "./picture.ts";
import { roundAxis } from "./scale.ts";
import { plainStyles, type SeriesStyle, strategyStyles } from "./strategy-style.ts";
import { element, group, type Svg } from "./svg.ts";
import { FAINT_INK, textAt } from "./text.ts";

export interface PlanePoint {
  /** A_L, or the left slope: how far a left stimulus moves the choice to the left, −1 to 1; null is a gap. */
  readonly left: number | null;
  /** A_R, or the right slope. */
  readonly right: number | null;
}

export interface PlaneSubject {
  readonly subject: string;
  readonly earlyStrategy: StrategyLabel | null;
  /** In order of training, such as one a session. */
  readonly points: readonly PlanePoint[];
}

export interface AssociationPlaneInput extends PictureOptions {
  readonly subjects: readonly PlaneSubject[];
  /** θ, at which a side counts as associated; .2 by default. */
  readonly threshold?: number;
  /** What the axes show; "association" (A_L, A_R) by default. */
  readonly coordinate?: "association" | "slope";
}

const SIDE = 400;
const LEGEND_WIDTH = 190;
const WIDTH = MARGIN + 50 + SIDE + 28 + LEGEND_WIDTH + MARGIN;
const BOX: Box = { x: MARGIN + 50, y: HEADING_HEIGHT + 8, width: SIDE, height: SIDE };

/** SVG of the plane; lines grow thinner as the cohort grows. */
export function associationPlane({
  subjects,
  threshold = defaultLabelThresholds.association,
  coordinate = "association",
  title = "Paths through the association plane",
  ...options
}: AssociationPlaneInput): string {
  const spec = { ...options, title, width: WIDTH };
  const drawn = subjects.filter(({ points }) => points.some(isPlaced));
  if (drawn.length === 0) return emptyPicture(spec, "There are no paths to draw.");
  const values = drawn.flatMap(({ points }) =>
    points.filter(isPlaced).flatMap(({ left, right }) => [left, right]),
  );
  // One domain for both: the plane's diagonal is where both sides count the same.
  const { domain, ticks } = roundAxis([...values, 0, 2 * threshold], 6);
  const what = coordinate === "association" ? "association" : "slope";
  const plane = panel({
    box: BOX,
    x: { domain, ticks, label: `Left ${what}, P(right | 0) − P(right | left)` },
    y: { domain, ticks, label: `Right ${what}, P(right | right) − P(right | 0)` },
  });
  const early = [...strategyLabels, null].filter((label) =>
    drawn.some(({ earlyStrategy }) => earlyStrategy === label),
  );
  const entries: readonly LegendEntry[] = [
    ...early.map((label) => earlyEntry(label, drawn.filter((mouse) => mouse.earlyStrategy === label).length)),
    { key: markerKey(startMarker, START_RADIUS), text: "start of training" },
    { key: endKey(early), text: "end of training" },
    { key: guideKey(thresholdLine), text: `threshold, ${threshold}` },
  ];
  const heading = textAt(BOX.x + SIDE + 28, BOX.y + 10, "Early strategy", { size: 11, bold: true });
  const legend = legendColumn(entries, BOX.x + SIDE + 28, BOX.y + 16, LEGEND_WIDTH);
  const width = drawn.length > 30 ? 0.9 : drawn.length > 8 ? 1.2 : 1.7;
  return picture({ ...spec, height: BOX.y + SIDE + 46, description: description(drawn, early, what) }, [
    ...regions(plane, threshold),
    plane.frame,
    ...drawn.map((mouse) => path(plane, mouse, width)),
    // Ends lie over all paths, or the last mice would hide the first ones' ends.
    ...drawn.map((mouse) => ends(plane, mouse, drawn.length > 30 ? 0.75 : 1)),
    heading,
    legend.svg,
  ]);
}

const START_RADIUS = 2.4;
const END_RADIUS = 4;
const startMarker = { shape: "square", colour: "#222222", hollow: true } as const;
const thresholdLine: LineStyle = { colour: "#555555", width: 0.9, dash: "5 3" };

function styleOf(label: StrategyLabel | null): SeriesStyle {
  return label === null ? plainStyles[0] : strategyStyles[label];
}

function isPlaced(point: PlanePoint): point is { readonly left: number; readonly right: number } {
  return isNumber(point.left) && isNumber(point.right);
}

function placed({ x, y }: Panel, points: readonly PlanePoint[]): readonly (Point | null)[] {
  return points.map((point) => (isPlaced(point) ? { x: x.at(point.left), y: y.at(point.right) } : null));
}

function path(plane: Panel, { subject, earlyStrategy, points }: PlaneSubject, width: number): Svg {
  // Solid: a path that turns back on itself is lost in dashes, and its end tells the strategy without colour.
  const { colour } = styleOf(earlyStrategy);
  const line = brokenLine(placed(plane, points), { colour, width, opacity: 0.75 });
  return group({}, [element("title", {}, subject), line]);
}

function ends(plane: Panel, { earlyStrategy, points }: PlaneSubject, size: number): Svg {
  const [first, ...rest] = placed(plane, points).filter((point) => point !== null);
  const start = marker(first.x, first.y, { ...startMarker, radius: START_RADIUS * size });
  const last = rest.at(-1);
  if (last === undefined) return start;
  const { colour, shape, hollow } = styleOf(earlyStrategy);
  return group({}, [start, marker(last.x, last.y, { colour, shape, hollow, radius: END_RADIUS * size })]);
}

/** The thresholds, and the names of the strategies that they part. */
function regions({ box, x, y }: Panel, threshold: number): readonly Svg[] {
  const across = y.at(threshold);
  const up = x.at(threshold);
  const right = box.x + box.width;
  const bottom = box.y + box.height;
  const name = (at: Point, anchor: "start" | "end", text: string) =>
    textAt(at.x, at.y, text, { size: 9.5, italic: true, anchor, colour: FAINT_INK });
  return [
    rule({ x: up, y: box.y }, { x: up, y: bottom }, thresholdLine),
    rule({ x: box.x, y: across }, { x: right, y: across }, thresholdLine),
    name({ x: right - 4, y: box.y + 11 }, "end", "balanced"),
    name({ x: right - 4, y: bottom - 6 }, "end", "left-associating"),
    name({ x: box.x + 6, y: box.y + 11 }, "start", "right-associating"),
    name({ x: box.x + 6, y: bottom - 6 }, "start", "neither"),
  ];
}

function earlyEntry(label: StrategyLabel | null, n: number): LegendEntry {
  const name = label === null ? "none" : strategyStyles[label].name;
  return { key: seriesKey({ ...styleOf(label), dash: undefined }, 3.4), text: `${name} (${countMice(n)})` };
}

/** The ends' markers, as many kinds as have room. */
function endKey(early: readonly (StrategyLabel | null)[]): Svg {
  const shown = early.slice(0, 3);
  return group(
    {},
    shown.map((label, i) =>
      marker(((i + 1) * KEY_WIDTH) / (shown.length + 1), 0, { ...styleOf(label), radius: 3 }),
    ),
  );
}

function description(
  drawn: readonly PlaneSubject[],
  early: readonly (StrategyLabel | null)[],
  what: string,
): string {
  const names = early
    .map((label) => (label === null ? "no early strategy" : strategyStyles[label].name))
    .join(", ");
  return `Paths of ${countMice(drawn.length)} over training with left ${what} across and right ${what} upward. Early strategies: ${names}.`;
}

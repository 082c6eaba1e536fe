/**
 * How measures change over training: means over the mice of one or more groups with their 95 % intervals, and how
 * many mice each mean is of (SCIENCE §2).
 */
import type { TrajectoryMeasure, TrajectoryPoint } from "../science/statistics/trajectory.ts";
import { trajectoryMeasures } from "../science/statistics/trajectory.ts";
import type { StrategyLabel } from "../science/strategies/label.ts";
import { bandKey, guideKey, type LegendEntry, legendColumn, seriesKey } from "./legend.ts";
import { band, brokenLine } from "./lines.ts";
import { marker } from "./markers.ts";
import { GRID_HEIGHT, GRID_WIDTH, gridBox, measurePanels, naiveLines } from "./measure-panels.ts";
import { isNumber } from "./numbers.ts";
import { type Panel, panel, uprightLine } from "./panel.ts";
import { countMice, emptyPicture, type PictureOptions, picture } from "./picture.ts";
import { extent, type Interval, roundTicks, sessionTicks } from "./scale.ts";
import { plainStyles, type SeriesStyle, seriesStyles } from "./strategy-style.ts";
import { group, type Svg } from "./svg.ts";

export interface TrajectoryGroup {
  /** For the legend. */
  readonly name: string;
  /** Gives the group this strategy's colour, dash and marker; without it the line is black. */
  readonly strategy?: StrategyLabel | null;
  /** Mice of the group. */
  readonly nMice: number;
  /** Ascending in `at`. */
  readonly points: readonly TrajectoryPoint[];
}

type StyledGroup = TrajectoryGroup & { readonly style: SeriesStyle };

/** What `at` of the points counts. */
export type TrajectoryAlignment = "session" | "criterion" | "fraction";

export interface TrajectoryBandsInput extends PictureOptions {
  readonly groups: readonly TrajectoryGroup[];
  /** By session number, sessions since a criterion was met, or fraction of training; sessions by default. */
  readonly alignment?: TrajectoryAlignment;
}

const axisWords: Readonly<Record<TrajectoryAlignment, string>> = {
  session: "Session",
  criterion: "Sessions since criterion",
  fraction: "Fraction of training",
};

/**
 * Means of fewer mice are drawn thin and without their interval: Student's is then about as wide as all that the
 * measures can be, and would hide the other groups.
 */
const MIN_MICE_FOR_BAND = 3;
const MARKERS_A_LINE = 5;

/** SVG of the mean trajectories: left slope, right slope, bias, accuracy, and mice in training. */
export function trajectoryBands({
  groups,
  alignment = "session",
  title = "Learning trajectories",
  ...options
}: TrajectoryBandsInput): string {
  const styles = seriesStyles(groups.map(({ strategy }) => strategy));
  const drawn = groups
    .map((each, i) => ({ ...each, style: styles[i] }))
    .filter(({ points }) => points.length > 0);
  const spec = { ...options, title, width: GRID_WIDTH };
  if (drawn.length === 0) return emptyPicture(spec, "There are no sessions to draw.");
  const places = drawn.flatMap(({ points }) => points.map(({ at }) => at));
  const domain = padded(extent(places), alignment);
  const ticks =
    alignment === "session"
      ? sessionTicks(domain, 6)
      : roundTicks(domain, 6, alignment === "fraction" ? 0 : 1);
  const x = { domain, ticks, label: axisWords[alignment] };
  const panels = measurePanels(x, {
    leftSlope: stretching(drawn, "leftSlope"),
    rightSlope: stretching(drawn, "rightSlope"),
    bias: stretching(drawn, "bias"),
    accuracy: stretching(drawn, "accuracy"),
  });
  const mice = micePanel(x, drawn);
  const all = [...trajectoryMeasures.map((measure) => panels[measure]), mice];
  const markedFrom = (i: number) => (drawn.length > 1 ? i : null);
  const hasBand = miceBehindMeans(drawn).some((n) => n >= MIN_MICE_FOR_BAND);
  const legend = legendColumn(
    legendEntries(drawn, hasBand),
    gridBox(5).x - 24,
    gridBox(5).y,
    gridBox(5).width + 24,
  );
  return picture({ ...spec, height: GRID_HEIGHT, description: description(drawn, alignment) }, [
    ...all.map(({ frame }) => frame),
    ...naiveLines(panels),
    ...(alignment === "criterion" ? all.map((each) => uprightLine(each, 0)) : []),
    ...trajectoryMeasures.flatMap((measure) => drawn.map((each) => bandOf(panels[measure], each, measure))),
    ...trajectoryMeasures.flatMap((measure) =>
      drawn.map((each, i) =>
        lineOf(panels[measure], meansOf(each.points, measure, hasBand), each.style, markedFrom(i)),
      ),
    ),
    ...drawn.map(({ points, style }, i) =>
      lineOf(
        mice,
        points.map(({ at, n }) => ({ at, value: n, few: false })),
        style,
        markedFrom(i),
      ),
    ),
    legend.svg,
  ]);
}

function micePanel(
  x: { readonly domain: Interval; readonly ticks: readonly number[]; readonly label: string },
  groups: readonly TrajectoryGroup[],
): Panel {
  const [, most] = extent([1, ...groups.flatMap(({ points }) => points.map(({ n }) => n))]);
  // Room above, or the topmost line would hide behind the title.
  const domain: Interval = [0, 1.08 * most];
  return panel({
    box: gridBox(4),
    title: "Mice in training",
    x,
    y: { domain, ticks: roundTicks(domain, 5, 1), label: "number of mice" },
  });
}

function miceBehindMeans(groups: readonly TrajectoryGroup[]): readonly number[] {
  return groups.flatMap(({ points }) =>
    points.flatMap((point) => trajectoryMeasures.map((measure) => point[measure].n)),
  );
}

/** Values of a measure that the axis must show. */
function stretching(groups: readonly TrajectoryGroup[], measure: TrajectoryMeasure): readonly number[] {
  return groups
    .flatMap(({ points }) => points.map((point) => point[measure]))
    .flatMap(({ mean, ci, n }) => [mean, ...(n >= MIN_MICE_FOR_BAND && ci ? ci : [])])
    .filter((value) => isNumber(value));
}

function bandOf({ x, y }: Panel, { points, style }: StyledGroup, measure: TrajectoryMeasure): Svg {
  const ends = points.map(({ at, [measure]: { ci, n } }) =>
    n >= MIN_MICE_FOR_BAND && ci && isNumber(ci[0]) && isNumber(ci[1])
      ? { x: x.at(at), low: y.clamped(ci[0]), high: y.clamped(ci[1]) }
      : null,
  );
  return band(ends, style.colour);
}

/** A value of a group's line; few where too few mice stand behind it. */
interface LineValue {
  readonly at: number;
  readonly value: number | null;
  readonly few: boolean;
}

/** @param hasBand where no mean has its interval, none needs to be drawn as lacking it */
function meansOf(
  points: readonly TrajectoryPoint[],
  measure: TrajectoryMeasure,
  hasBand: boolean,
): readonly LineValue[] {
  return points.map(({ at, [measure]: { mean, n } }) => ({
    at,
    value: mean,
    few: hasBand && n < MIN_MICE_FOR_BAND,
  }));
}

/** @param index of the group among those of the picture; null for no markers */
function lineOf(
  { x, y }: Panel,
  values: readonly LineValue[],
  { colour, dash, shape, hollow }: SeriesStyle,
  index: number | null,
): Svg {
  const points = values.map(({ at, value, few }) =>
    isNumber(value) ? { x: x.at(at), y: y.clamped(value), few } : null,
  );
  const lines = group({}, [
    brokenLine(thinPart(points), { colour, width: 0.7, dash }),
    brokenLine(
      points.map((point) => (point?.few ? null : point)),
      { colour, width: 1.7, dash },
    ),
  ]);
  if (index === null) return lines;
  // Each group's markers stand elsewhere, so that lines that run together can be told apart.
  const every = Math.max(1, Math.round(points.length / MARKERS_A_LINE));
  const marked = points.filter((_, i) => i % every === index % every).filter((point) => point !== null);
  return group({}, [
    lines,
    ...marked.map(({ x: cx, y: cy, few }) =>
      marker(cx, cy, { shape, colour, hollow, radius: few ? 1.8 : 2.6 }),
    ),
  ]);
}

/** What lies between two points of which at least one is of few mice. */
function thinPart<Item extends { readonly few: boolean }>(
  points: readonly (Item | null)[],
): readonly (Item | null)[] {
  const isThick = (at: number) => !points[at]?.few;
  return points.flatMap((point, i) => {
    if (!isThick(i)) return [point];
    const end = isThick(i - 1) && isThick(i + 1) ? null : point;
    return isThick(i - 1) ? [null, end] : [end];
  });
}

function legendEntries(groups: readonly StyledGroup[], hasBand: boolean): readonly LegendEntry[] {
  const markerRadius = groups.length > 1 ? 3 : 0;
  const hasFew = miceBehindMeans(groups).some((n) => n > 0 && n < MIN_MICE_FOR_BAND);
  const ink = plainStyles[0].colour;
  return [
    ...groups.map(({ name, style, nMice }) => ({
      key: seriesKey(style, markerRadius),
      text: `${name} (${countMice(nMice)})`,
    })),
    ...(hasBand ? [{ key: bandKey(ink), text: "95 % interval of the mean" }] : []),
    ...(hasBand && hasFew
      ? [{ key: guideKey({ colour: ink, width: 0.7 }), text: `fewer than ${MIN_MICE_FOR_BAND} mice` }]
      : []),
    { key: guideKey(), text: "naive level" },
  ];
}

/** Half a session of room at both ends, or the outermost markers would sit on the axis. */
function padded([first, last]: Interval, alignment: TrajectoryAlignment): Interval {
  const room = alignment === "fraction" ? 0.02 * (last - first) : 0.5;
  return [first - room, last + room];
}

function description(groups: readonly TrajectoryGroup[], alignment: TrajectoryAlignment): string {
  const names = groups.map(({ name, nMice }) => `${name} (${countMice(nMice)})`).join("; ");
  return `Mean left slope, right slope, bias and accuracy with 95 % intervals over mice, and the number of mice, against ${axisWords[alignment].toLowerCase()}. Groups: ${names}.`;
}

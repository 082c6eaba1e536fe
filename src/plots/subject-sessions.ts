/** One mouse's session measures over training, with the sessions that were too small to measure marked (SCIENCE §2). */
import type { SessionMeasure } from "../science/session-measures.ts";
import { type TrajectoryMeasure, trajectoryMeasures } from "../science/statistics/trajectory.ts";
import { areaKey, bandKey, guideKey, legendColumn, markerKey } from "./legend.ts";
import { brokenLine } from "./lines.ts";
import { marker } from "./markers.ts";
import { GRID_HEIGHT, GRID_WIDTH, gridBox, measurePanels, naiveLines } from "./measure-panels.ts";
import { isNumber } from "./numbers.ts";
import { type Panel, panel } from "./panel.ts";
import { emptyPicture, type PictureOptions, picture } from "./picture.ts";
import { extent, type Interval, roundTicks, sessionTicks } from "./scale.ts";
import { plainStyles } from "./strategy-style.ts";
import { element, group, type Svg } from "./svg.ts";

export interface SubjectSessionsInput extends PictureOptions {
  readonly subject: string;
  /** In order of session. */
  readonly measures: readonly SessionMeasure[];
  /** Early and late window, each first and last session number, both inside; shaded. */
  readonly windows?: { readonly early: Interval; readonly late: Interval } | null;
}

const WINDOW_SHADE = "#0072B2";
const BAR_COLOUR = "#9a9a9a";
const [plain] = plainStyles;

/** SVG of the sessions: left slope, right slope, bias, accuracy, and trials. */
export function subjectSessions({
  subject,
  measures,
  windows = null,
  ...options
}: SubjectSessionsInput): string {
  const spec = { ...options, title: options.title ?? `Sessions of ${subject}`, width: GRID_WIDTH };
  if (measures.length === 0) return emptyPicture(spec, "There are no sessions to draw.");
  const [first, last] = extent(measures.map(({ session }) => session));
  const domain: Interval = [first - 0.5, last + 0.5];
  const x = { domain, ticks: sessionTicks(domain, 6), label: "Session" };
  const panels = measurePanels(x, {
    leftSlope: measures.map(({ leftSlope }) => leftSlope).filter(isNumber),
    rightSlope: measures.map(({ rightSlope }) => rightSlope).filter(isNumber),
    bias: measures.map(({ bias }) => bias).filter(isNumber),
    accuracy: measures.map(({ accuracy }) => accuracy).filter(isNumber),
  });
  const trials = trialsPanel(x, measures);
  const all = [...trajectoryMeasures.map((measure) => panels[measure]), trials];
  const nCarried = measures.filter(({ carried }) => carried).length;
  const isFiltered = measures.some(({ nTrials, nUsed }) => nUsed < nTrials);
  const legend = legendColumn(
    [
      { key: markerKey(plain), text: "measured in the session" },
      ...(nCarried > 0
        ? [{ key: markerKey({ ...plain, hollow: true }), text: "carried over: too few trials" }]
        : []),
      ...(windows ? [{ key: bandKey(WINDOW_SHADE), text: "early and late window" }] : []),
      { key: areaKey(BAR_COLOUR), text: "trials after the filters" },
      ...(isFiltered ? [{ key: areaKey("#ffffff"), text: "trials filtered out" }] : []),
      { key: guideKey(), text: "naive level" },
    ],
    gridBox(5).x - 24,
    gridBox(5).y,
    gridBox(5).width + 24,
  );
  return picture(
    {
      ...spec,
      height: GRID_HEIGHT,
      description: `Left slope, right slope, bias, accuracy and number of trials of ${subject} in ${measures.length} sessions. Slopes and bias of ${nCarried} of them are carried over from the session before.`,
    },
    [
      ...(windows ? all.flatMap((each) => shadedWindows(each, windows)) : []),
      ...all.map(({ frame }) => frame),
      ...naiveLines(panels),
      ...trajectoryMeasures.map((measure) => sessionLine(panels[measure], measures, measure)),
      ...measures.flatMap((row) => trialBars(trials, row)),
      legend.svg,
    ],
  );
}

function trialsPanel(
  x: { readonly domain: Interval; readonly ticks: readonly number[]; readonly label: string },
  measures: readonly SessionMeasure[],
): Panel {
  const domain: Interval = [0, 1.08 * Math.max(1, ...measures.map(({ nTrials }) => nTrials))];
  const y = { domain, ticks: roundTicks(domain, 5, 1), label: "number of trials" };
  return panel({ box: gridBox(4), title: "Trials", x, y });
}

function shadedWindows(
  { box, x }: Panel,
  windows: { readonly early: Interval; readonly late: Interval },
): readonly Svg[] {
  return (["early", "late"] as const).map((name) => {
    const from = x.clamped(windows[name][0] - 0.5);
    const width = x.clamped(windows[name][1] + 0.5) - from;
    return element("rect", {
      x: from,
      y: box.y,
      width,
      height: box.height,
      fill: WINDOW_SHADE,
      "fill-opacity": 0.1,
    });
  });
}

function sessionLine({ x, y }: Panel, measures: readonly SessionMeasure[], measure: TrajectoryMeasure): Svg {
  const points = measures.map((row) => {
    const value = row[measure];
    if (!isNumber(value)) return null;
    // Accuracy is always the session's own.
    return { x: x.at(row.session), y: y.clamped(value), hollow: row.carried && measure !== "accuracy" };
  });
  const radius = measures.length > 60 ? 1.6 : 2.6;
  return group({}, [
    brokenLine(points, { colour: plain.colour, width: 1.2 }),
    ...points
      .filter((point) => point !== null)
      .map((point) => marker(point.x, point.y, { ...plain, hollow: point.hollow, radius })),
  ]);
}

function trialBars({ x, y }: Panel, { session, nTrials, nUsed }: SessionMeasure): readonly Svg[] {
  const from = x.at(session - 0.4);
  const bar = { x: from, width: x.at(session + 0.4) - from, stroke: "#444444", "stroke-width": 0.4 };
  const used = y.at(nUsed);
  return [
    element("rect", { ...bar, y: y.at(nTrials), height: used - y.at(nTrials), fill: "#ffffff" }),
    element("rect", { ...bar, y: used, height: y.at(0) - used, fill: BAR_COLOUR }),
  ];
}

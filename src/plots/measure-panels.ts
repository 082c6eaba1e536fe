/** The panels that the mean trajectories of a cohort and the sessions of one mouse have in common. */
import type { TrajectoryMeasure } from "../science/statistics/trajectory.ts";
import type { Box, Panel } from "./panel.ts";
import { levelLine, panel } from "./panel.ts";
import { HEADING_HEIGHT, MARGIN } from "./picture.ts";
import { extent, type Interval, roundAxis } from "./scale.ts";

export const GRID_WIDTH = 780;
const COLUMNS = 3;
const LEFT_ROOM = 46;
const COLUMN_GAP = 62;
const PANEL_WIDTH = (GRID_WIDTH - 2 * MARGIN - LEFT_ROOM - (COLUMNS - 1) * COLUMN_GAP) / COLUMNS;
const PANEL_HEIGHT = 150;
const ROW_GAP = 72;
const TITLE_ROOM = 22;
const AXIS_ROOM = 46;

/** Two rows of three panels lie in this height. */
export const GRID_HEIGHT = HEADING_HEIGHT + TITLE_ROOM + 2 * PANEL_HEIGHT + ROW_GAP + AXIS_ROOM;

/** Plotting area of panel `at` of the grid, row by row from 0. */
export function gridBox(at: number): Box {
  return {
    x: MARGIN + LEFT_ROOM + (at % COLUMNS) * (PANEL_WIDTH + COLUMN_GAP),
    y: HEADING_HEIGHT + TITLE_ROOM + Math.floor(at / COLUMNS) * (PANEL_HEIGHT + ROW_GAP),
    width: PANEL_WIDTH,
    height: PANEL_HEIGHT,
  };
}

interface MeasureText {
  readonly measure: TrajectoryMeasure;
  readonly title: string;
  /** Definition and unit, for the axis. */
  readonly axis: string;
  /** Values that the measure can have. */
  readonly limits: Interval;
  /** Where a mouse that knows nothing lies. */
  readonly naive: number;
}

/** In the order of the panels (SCIENCE §2). */
export const measureTexts: readonly MeasureText[] = [
  {
    measure: "leftSlope",
    title: "Left slope",
    axis: "P(right | 0) − P(right | left)",
    limits: [-1, 1],
    naive: 0,
  },
  {
    measure: "rightSlope",
    title: "Right slope",
    axis: "P(right | right) − P(right | 0)",
    limits: [-1, 1],
    naive: 0,
  },
  { measure: "bias", title: "Bias", axis: "P(right | 0) − ½", limits: [-0.5, 0.5], naive: 0 },
  { measure: "accuracy", title: "Accuracy", axis: "proportion correct", limits: [0, 1], naive: 0.5 },
];

/**
 * One panel a measure, with the level of a naive mouse.
 *
 * @param values that must be seen, by measure; values outside the measure's limits do not stretch the axis
 */
export function measurePanels(
  x: { readonly domain: Interval; readonly ticks: readonly number[]; readonly label: string },
  values: Readonly<Record<TrajectoryMeasure, readonly number[]>>,
): Readonly<Record<TrajectoryMeasure, Panel>> {
  // Slopes are to be compared, so both have one axis.
  const slopes = [...values.leftSlope, ...values.rightSlope];
  const [leftSlope, rightSlope, bias, accuracy] = measureTexts.map(
    ({ measure, title, axis, limits, naive }, i) => {
      const seen = measure === "leftSlope" || measure === "rightSlope" ? slopes : values[measure];
      const y = measureAxis(seen, limits, naive);
      return panel({
        box: gridBox(i),
        title,
        x: { ...x, label: i >= COLUMNS - 1 ? x.label : null },
        y: { ...y, label: axis },
      });
    },
  );
  return { leftSlope, rightSlope, bias, accuracy };
}

export function naiveLines(panels: Readonly<Record<TrajectoryMeasure, Panel>>) {
  return measureTexts.map(({ measure, naive }) => levelLine(panels[measure], naive));
}

/** A round axis with the naive level and at least a fifth of the measure's range, within its limits. */
function measureAxis(values: readonly number[], [least, most]: Interval, naive: number) {
  const seen = [...values.map((value) => Math.min(most, Math.max(least, value))), naive];
  const room = 0.1 * (most - least);
  const [low, high] = extent(seen);
  const isNarrow = high - low < 2 * room;
  const round = roundAxis(isNarrow ? [...seen, naive - room, naive + room] : seen, 8);
  const domain: Interval = [Math.max(least, round.domain[0]), Math.min(most, round.domain[1])];
  return { domain, ticks: round.ticks.filter((tick) => tick >= domain[0] && tick <= domain[1]) };
}

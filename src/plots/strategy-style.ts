/**
 * How each strategy looks, the same in every picture.
 *
 * Colours are those of Okabe & Ito (2008, "Color universal design"), which colour-blind people can tell apart.
 * Nothing rests on them alone: what leans left points and is hatched to the left, what leans right to the right;
 * associations are dense and filled, biases open and hollow.
 */
import { type StrategyLabel, strategyLabels } from "../science/strategies/label.ts";
import type { MarkerShape } from "./markers.ts";
import { element, type Svg } from "./svg.ts";

/** How a line and its markers look. */
export interface SeriesStyle {
  readonly colour: string;
  /** Lengths of dashes and gaps; undefined is a solid line. */
  readonly dash: string | undefined;
  readonly shape: MarkerShape;
  readonly hollow: boolean;
}

export interface StrategyStyle extends SeriesStyle {
  readonly name: string;
  /** Of an area: its ground, and the hatching upon it. */
  readonly ground: string;
  readonly hatch: Hatch | null;
}

interface Hatch {
  readonly colour: string;
  /** Distance between lines, and their width, in pixels. */
  readonly spacing: number;
  readonly width: number;
  /** Degrees by which upright lines are turned. */
  readonly angle: number;
}

export const strategyStyles: Readonly<Record<StrategyLabel, StrategyStyle>> = {
  LEFT_ASSOCIATING: {
    name: "left-associating",
    colour: "#0072B2",
    dash: "9 3",
    shape: "triangle-left",
    hollow: false,
    ground: "#0072B2",
    hatch: { colour: "#ffffff", spacing: 5, width: 1.2, angle: -45 },
  },
  RIGHT_ASSOCIATING: {
    name: "right-associating",
    colour: "#D55E00",
    dash: "4 2",
    shape: "triangle-right",
    hollow: false,
    ground: "#D55E00",
    hatch: { colour: "#ffffff", spacing: 5, width: 1.2, angle: 45 },
  },
  BALANCED: {
    name: "balanced",
    colour: "#009E73",
    dash: undefined,
    shape: "circle",
    hollow: false,
    ground: "#009E73",
    hatch: null,
  },
  LEFT_BIASED: {
    name: "left-biased",
    colour: "#56B4E9",
    dash: "9 2 2 2",
    shape: "triangle-left",
    hollow: true,
    ground: "#B8DFF6",
    hatch: { colour: "#0072B2", spacing: 7, width: 1, angle: -45 },
  },
  RIGHT_BIASED: {
    name: "right-biased",
    colour: "#E69F00",
    dash: "4 2 1 2",
    shape: "triangle-right",
    hollow: true,
    ground: "#F8DFA6",
    hatch: { colour: "#D55E00", spacing: 7, width: 1, angle: 45 },
  },
  UNBIASED: {
    name: "unbiased",
    colour: "#777777",
    dash: "1.5 2.5",
    shape: "diamond",
    hollow: true,
    ground: "#E4E4E4",
    hatch: null,
  },
};

/** Of lines that belong to no strategy, in turn; the first is for all mice, or for one. */
export const plainStyles: readonly [SeriesStyle, ...SeriesStyle[]] = [
  { colour: "#222222", dash: undefined, shape: "circle", hollow: false },
  { colour: "#CC79A7", dash: "6 3", shape: "square", hollow: false },
  { colour: "#0072B2", dash: "2 2", shape: "diamond", hollow: false },
  { colour: "#E69F00", dash: "8 2 2 2", shape: "square", hollow: true },
];

/** The styles of the lines of one picture: a strategy's own, else the plain ones in turn. */
export function seriesStyles(
  strategies: readonly (StrategyLabel | null | undefined)[],
): readonly SeriesStyle[] {
  let plain = 0;
  return strategies.map((strategy) =>
    strategy ? strategyStyles[strategy] : plainStyles[plain++ % plainStyles.length],
  );
}

/** The `fill` of an area of this strategy; the picture must hold its `strategyPatterns`. */
export function strategyFill(label: StrategyLabel): string {
  return strategyStyles[label].hatch === null ? strategyStyles[label].ground : `url(#${patternId(label)})`;
}

/** Definitions of the hatchings of these strategies. Ids are the same everywhere, and so is what they name. */
export function strategyPatterns(labels: Iterable<StrategyLabel>): Svg {
  const wanted = new Set(labels);
  const patterns = strategyLabels.flatMap((label) => {
    const { ground, hatch } = strategyStyles[label];
    if (hatch === null || !wanted.has(label)) return [];
    const { spacing, width, angle, colour } = hatch;
    return element(
      "pattern",
      {
        id: patternId(label),
        patternUnits: "userSpaceOnUse",
        width: spacing,
        height: spacing,
        patternTransform: `rotate(${angle})`,
      },
      element("rect", { width: spacing, height: spacing, fill: ground }),
      element("rect", { x: (spacing - width) / 2, width, height: spacing, fill: colour }),
    );
  });
  return element("defs", {}, ...patterns);
}

function patternId(label: StrategyLabel): string {
  return `saddlepoint-${strategyStyles[label].name}`;
}

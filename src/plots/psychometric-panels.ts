/**
 * Psychometric curves of one mouse at several stages of learning: P(right choice) at each contrast with Wilson's
 * 95 % interval, and a fitted curve where there is one.
 */
import type { PsychometricCount } from "../science/session-measures.ts";
import { proportionWithInterval } from "../science/statistics/intervals.ts";
import type { StrategyLabel } from "../science/strategies/label.ts";
import { guideKey, type LegendEntry, legendRows, markerKey, seriesKey } from "./legend.ts";
import { band, brokenLine, pathThrough } from "./lines.ts";
import { marker } from "./markers.ts";
import { isNumber } from "./numbers.ts";
import { type Box, emptyNote, levelLine, type Panel, panel, uprightLine } from "./panel.ts";
import { emptyPicture, HEADING_HEIGHT, MARGIN, type PictureOptions, picture } from "./picture.ts";
import { extent, type Interval, roundTicks } from "./scale.ts";
import { plainStyles, type SeriesStyle, strategyStyles } from "./strategy-style.ts";
import { element, group, type Svg } from "./svg.ts";
import { FAINT_INK, textAt } from "./text.ts";

/** A fitted curve, sampled as finely as it is to be drawn. */
export interface CurvePoint {
  /** Signed contrast, right minus left, −1 to 1. */
  readonly contrast: number;
  /** P(right choice), 0 to 1. */
  readonly pRight: number;
  /** Its interval, where known. */
  readonly ci?: readonly [number, number] | null;
}

export interface PsychometricStage {
  /** Such as "Sessions 1–5". */
  readonly name: string;
  /** Ascending in contrast. */
  readonly counts: readonly PsychometricCount[];
  /** Ascending in contrast; without it the points are joined. */
  readonly curve?: readonly CurvePoint[] | null;
  /** The strategy of the stage: its colour and marker. */
  readonly strategy?: StrategyLabel | null;
}

export interface PsychometricPanelsInput extends PictureOptions {
  readonly subject: string;
  /** In order of training. */
  readonly stages: readonly PsychometricStage[];
}

const PANEL_SIDE = 140;
const COLUMNS = 5;
const COLUMN_GAP = 18;
const LEFT_ROOM = 44;
const ROW_GAP = 62;
const TITLE_ROOM = 34;
const MIN_WIDTH = 480;
/** Pixels that a tick's number takes. */
const MIN_TICK_GAP = 30;

/** SVG of the curves, one panel a stage, at most five side by side. */
export function psychometricPanels({ subject, stages, ...options }: PsychometricPanelsInput): string {
  const title = options.title ?? `Psychometric curves of ${subject}`;
  if (stages.length === 0)
    return emptyPicture({ ...options, title, width: MIN_WIDTH }, "There are no stages to draw.");
  const columns = Math.min(stages.length, COLUMNS);
  const rows = Math.ceil(stages.length / COLUMNS);
  const inner = LEFT_ROOM + columns * PANEL_SIDE + (columns - 1) * COLUMN_GAP + 8;
  const width = Math.max(MIN_WIDTH, 2 * MARGIN + inner);
  const { domain, ticks } = contrastAxis(stages);
  const parts = stages.map((stage, i) => {
    const column = i % COLUMNS;
    const row = Math.floor(i / COLUMNS);
    const box = {
      x: MARGIN + LEFT_ROOM + column * (PANEL_SIDE + COLUMN_GAP),
      y: HEADING_HEIGHT + TITLE_ROOM + row * (PANEL_SIDE + ROW_GAP + TITLE_ROOM),
      width: PANEL_SIDE,
      height: PANEL_SIDE,
    };
    const isLowest = i + COLUMNS >= stages.length;
    return stagePanel(stage, box, {
      domain,
      ticks,
      showX: isLowest,
      showY: column === 0,
    });
  });
  const foot = HEADING_HEIGHT + rows * (TITLE_ROOM + PANEL_SIDE) + (rows - 1) * ROW_GAP + 50;
  const legend = legendRows(legendEntries(stages), MARGIN + LEFT_ROOM, foot, width - 2 * MARGIN - LEFT_ROOM);
  return picture(
    {
      ...options,
      title,
      width,
      height: foot + legend.height + 12,
      description: `Proportion of right choices of ${subject} against signed contrast, with 95 % Wilson intervals, in ${stages.length} stages of training: ${stages.map(({ name }) => name).join("; ")}.`,
    },
    [...parts, legend.svg],
  );
}

/** In per cent: the contrasts themselves where there is room for each, else round ones. */
function contrastAxis(stages: readonly PsychometricStage[]): Pick<StageAxes, "domain" | "ticks"> {
  const shown = new Set(
    stages.flatMap(({ counts }) => counts.map(({ contrast }) => Math.round(1000 * contrast) / 10 + 0)),
  );
  const curves = stages.flatMap(({ curve }) => (curve ?? []).map(({ contrast }) => 100 * contrast));
  const [low, high] = extent([0, ...shown, ...curves]);
  // A little room, or the outermost points would sit on the axes.
  const half = 1.08 * (Math.max(-low, high) || 50);
  const domain: Interval = [-half, half];
  const contrasts = [...shown].sort((a, b) => a - b);
  const steps = contrasts.slice(1).map((contrast, i) => contrast - contrasts[i]);
  const room = (MIN_TICK_GAP / PANEL_SIDE) * 2 * half;
  const isRoomy = contrasts.length > 1 && steps.every((step) => step >= room);
  return { domain, ticks: isRoomy ? contrasts : roundTicks(domain, 5) };
}

interface StageAxes {
  /** In per cent of contrast. */
  readonly domain: Interval;
  readonly ticks: readonly number[];
  readonly showX: boolean;
  readonly showY: boolean;
}

function stagePanel({ name, counts, curve, strategy }: PsychometricStage, box: Box, axes: StageAxes): Svg {
  const style = strategy ? strategyStyles[strategy] : plainStyles[0];
  const place = panel({
    box,
    x: { domain: axes.domain, ticks: axes.ticks, label: axes.showX ? "Contrast, right − left (%)" : null },
    y: {
      domain: [0, 1],
      ticks: [0, 0.25, 0.5, 0.75, 1],
      label: axes.showY ? "P(right choice)" : null,
      wordless: !axes.showY,
    },
  });
  const nTrials = counts.reduce((sum, { n }) => sum + n, 0);
  const note = strategy ? `${strategyStyles[strategy].name}, ${nTrials} trials` : `${nTrials} trials`;
  const heading = [
    textAt(box.x, box.y - 20, name, { size: 11, bold: true, maxWidth: box.width + 8 }),
    textAt(box.x, box.y - 8, note, { size: 9.5, colour: FAINT_INK, maxWidth: box.width + 8 }),
  ];
  const guides = [levelLine(place, 0.5), uprightLine(place, 0)];
  if (nTrials === 0) return group({}, [...heading, place.frame, ...guides, emptyNote(box, "no trials")]);
  return group({}, [
    ...heading,
    place.frame,
    ...guides,
    curveOf(place, counts, curve, style),
    points(place, counts, style),
  ]);
}

function curveOf(
  { x, y }: Panel,
  counts: readonly PsychometricCount[],
  curve: readonly CurvePoint[] | null | undefined,
  { colour }: SeriesStyle,
): Svg {
  if (!curve || curve.length === 0) {
    const joined = counts.map(({ contrast, nRight, n }) =>
      n > 0 ? { x: x.at(100 * contrast), y: y.at(nRight / n) } : null,
    );
    return brokenLine(joined, { colour, width: 1, opacity: 0.6 });
  }
  const line = curve.map(({ contrast, pRight }) =>
    isNumber(pRight) ? { x: x.at(100 * contrast), y: y.clamped(pRight) } : null,
  );
  const interval = curve.map(({ contrast, ci }) =>
    ci && isNumber(ci[0]) && isNumber(ci[1])
      ? { x: x.at(100 * contrast), low: y.clamped(ci[0]), high: y.clamped(ci[1]) }
      : null,
  );
  return group({}, [band(interval, colour), brokenLine(line, { colour, width: 1.8 })]);
}

function points(
  { x, y }: Panel,
  counts: readonly PsychometricCount[],
  { colour, shape, hollow }: SeriesStyle,
): Svg {
  return group(
    {},
    counts.flatMap(({ contrast, nRight, n }) => {
      const { proportion, ci } = proportionWithInterval(nRight, n);
      if (proportion === null || ci === null) return [];
      const at = x.at(100 * contrast);
      const bar = pathThrough([
        { x: at, y: y.at(ci[0]) },
        { x: at, y: y.at(ci[1]) },
      ]);
      return [
        element("path", { d: bar, fill: "none", stroke: colour, "stroke-width": 1.2 }),
        marker(at, y.at(proportion), { colour, shape, hollow, radius: 3 }),
      ];
    }),
  );
}

function legendEntries(stages: readonly PsychometricStage[]): readonly LegendEntry[] {
  const [style] = plainStyles;
  const hasCurve = stages.some(({ curve }) => curve && curve.length > 0);
  return [
    { key: markerKey(style, 3), text: "proportion of right choices, with its 95 % interval (Wilson)" },
    ...(hasCurve ? [{ key: seriesKey({ ...style, dash: undefined }, 0), text: "fitted curve" }] : []),
    { key: guideKey(), text: "no contrast; no preference" },
  ];
}

/**
 * A cohort as strategy ribbons: one row a mouse, training from left to right, and at each moment the strategy that
 * the mouse then had (SCIENCE §4). The ribbon is as high as the strategy is probable.
 */
import { type StrategyLabel, strategyLabels } from "../science/strategies/label.ts";
import { areaKey, legendRows } from "./legend.ts";
import { type Box, bottomAxis } from "./panel.ts";
import { countMice, emptyPicture, HEADING_HEIGHT, MARGIN, type PictureOptions, picture } from "./picture.ts";
import { extent, type Interval, type LinearScale, linearScale, roundTicks, sessionTicks } from "./scale.ts";
import { strategyFill, strategyPatterns, strategyStyles } from "./strategy-style.ts";
import { coordinate, element, group, type Svg } from "./svg.ts";
import { FAINT_INK, textAt, textWidth } from "./text.ts";

export interface RibbonSegment {
  /** Row of its first trial in the mouse's trial table, 0-based. */
  readonly firstTrial: number;
  /** Row of its last trial, inside. */
  readonly lastTrial: number;
  readonly label: StrategyLabel;
  /** Mean posterior probability of the label, 0 to 1. */
  readonly probability: number;
}

export interface RibbonSubject {
  readonly subject: string;
  /** Rows of the mouse's trial table. */
  readonly nTrials: number;
  /** Row of the first trial of each session, ascending from 0; absent where the source did not say. */
  readonly sessionStarts?: ArrayLike<number> | null;
  /** In order of trial. */
  readonly segments: readonly RibbonSegment[];
}

export interface StrategyRibbonsInput extends PictureOptions {
  /** From the top row to the bottom one. */
  readonly subjects: readonly RibbonSubject[];
  /** What the horizontal axis counts; trials by default. Sessions are then equally long. */
  readonly unit?: "trial" | "session";
}

const WIDTH = 760;
const AXIS_HEIGHT = 40;

/** SVG of the ribbons; rows grow thinner as the cohort grows. */
export function strategyRibbons({
  subjects,
  unit = "trial",
  title = "Strategies over training",
  ...options
}: StrategyRibbonsInput): string {
  if (subjects.length === 0)
    return emptyPicture({ ...options, title, width: WIDTH }, "There are no mice to draw.");
  const row = rowHeight(subjects.length);
  const showNames = row >= 7;
  const nameSize = Math.min(10.5, row * 0.85);
  const nameWidth = showNames
    ? Math.min(150, extent(subjects.map(({ subject }) => textWidth(subject, nameSize)))[1])
    : 0;
  const occurring = strategyLabels.filter((label) =>
    subjects.some(({ segments }) => segments.some((segment) => segment.label === label)),
  );
  const legend = legendRows(
    occurring.map((label) => ({ key: areaKey(strategyFill(label)), text: strategyStyles[label].name })),
    MARGIN,
    HEADING_HEIGHT - 8,
    WIDTH - 2 * MARGIN,
  );
  const left = MARGIN + nameWidth + 8;
  const box: Box = {
    x: left,
    y: HEADING_HEIGHT + legend.height + 4,
    width: WIDTH - left - MARGIN - 6,
    height: row * subjects.length,
  };
  const domain = axisDomain(subjects, unit);
  const scale = linearScale(domain, [box.x, box.x + box.width]);
  const rows = subjects.map((subject, i) => {
    const place = { ...box, y: box.y + i * row, height: row };
    const name = textAt(left - 8, place.y + row / 2 + 0.35 * nameSize, subject.subject, {
      size: nameSize,
      anchor: "end",
      maxWidth: nameWidth + 0.01,
    });
    return group({}, [...(showNames ? [name] : []), ribbon(subject, unit, place, scale)]);
  });
  const axis = bottomAxis({ ...box, y: box.y + 3 }, scale, {
    domain,
    ticks: unit === "trial" ? roundTicks(domain, 8, 1) : sessionTicks(domain, 12),
    label: unit === "trial" ? "Trial" : "Session",
  });
  const hasMarks = sessionGap(row) > 0 && subjects.some(({ sessionStarts }) => sessionStarts);
  const heightNote = `height: probability of the strategy${hasMarks ? "; ticks: sessions" : ""}`;
  const key = textAt(WIDTH - MARGIN - 6, box.y + box.height + AXIS_HEIGHT - 4, heightNote, {
    size: 9,
    anchor: "end",
    colour: FAINT_INK,
  });
  return picture(
    {
      ...options,
      title,
      width: WIDTH,
      height: box.y + box.height + AXIS_HEIGHT + 10,
      description: description(subjects, unit, occurring),
    },
    [strategyPatterns(occurring), legend.svg, ...rows, axis, key],
  );
}

/** Height of the ticks at session starts; 0 where rows are too thin for them. */
function sessionGap(row: number): number {
  const gap = rowGap(row);
  return gap < 1.5 ? 0 : gap / 2;
}

function rowGap(row: number): number {
  return Math.min(4, row * 0.2);
}

function rowHeight(n: number): number {
  if (n <= 3) return 34;
  return Math.max(2.5, Math.min(24, 640 / n));
}

function axisDomain(subjects: readonly RibbonSubject[], unit: "trial" | "session"): Interval {
  if (unit === "trial") return [0, extent([1, ...subjects.map(({ nTrials }) => nTrials)])[1]];
  return [0.5, extent([1, ...subjects.map(({ sessionStarts }) => sessionStarts?.length ?? 0)])[1] + 0.5];
}

function ribbon(subject: RibbonSubject, unit: "trial" | "session", place: Box, scale: LinearScale): Svg {
  const gap = rowGap(place.height);
  const floor = place.y + place.height - gap / 2;
  const full = place.height - gap;
  const position = unit === "trial" ? (row: number) => row : sessionPosition(subject);
  if (position === null || subject.segments.length === 0) {
    const reason = position === null ? "session boundaries unknown" : "no strategy segments";
    const size = Math.min(9.5, place.height * 0.8);
    if (size < 5) return group({}, []);
    return textAt(place.x + 4, floor - full / 2 + 0.35 * size, reason, {
      size,
      italic: true,
      colour: FAINT_INK,
    });
  }
  const at = (row: number) => scale.clamped(position(row));
  const ground = element("rect", {
    x: at(0),
    y: floor - full,
    width: at(subject.nTrials) - at(0),
    height: full,
    fill: "#f5f5f5",
  });
  const pieces = subject.segments.map(({ firstTrial, lastTrial, label, probability }) => {
    const height = full * Math.min(1, Math.max(0, Number.isFinite(probability) ? probability : 0));
    const from = at(firstTrial);
    const hover = `${subject.subject}: ${strategyStyles[label].name}, trials ${firstTrial + 1}–${lastTrial + 1}`;
    return element(
      "rect",
      {
        x: from,
        y: floor - height,
        width: Math.max(0.2, at(lastTrial + 1) - from),
        height,
        fill: strategyFill(label),
        stroke: place.height >= 7 ? "#333333" : undefined,
        "stroke-width": place.height >= 7 ? 0.5 : undefined,
      },
      element("title", {}, hover),
    );
  });
  return group({}, [ground, ...pieces, ...sessionMarks(subject, at, floor, sessionGap(place.height))]);
}

/** Small ticks under a ribbon where its sessions begin. */
function sessionMarks(
  { sessionStarts }: RibbonSubject,
  at: (row: number) => number,
  floor: number,
  length: number,
): readonly Svg[] {
  if (!sessionStarts || length === 0) return [];
  const marks = Array.from(
    sessionStarts,
    (start) => `M${coordinate(at(start))},${coordinate(floor)}v${coordinate(length)}`,
  );
  return [element("path", { d: marks.join(""), fill: "none", stroke: "#333333", "stroke-width": 0.6 })];
}

/** Session k spans k − ½ to k + ½; null where sessions are unknown. */
function sessionPosition({ nTrials, sessionStarts }: RibbonSubject): ((row: number) => number) | null {
  if (!sessionStarts || sessionStarts.length === 0) return null;
  return (row) => {
    let session = 0;
    while (session + 1 < sessionStarts.length && sessionStarts[session + 1] <= row) session += 1;
    const start = sessionStarts[session];
    const end = session + 1 < sessionStarts.length ? sessionStarts[session + 1] : nTrials;
    return session + 0.5 + (end > start ? (row - start) / (end - start) : 0);
  };
}

function description(
  subjects: readonly RibbonSubject[],
  unit: "trial" | "session",
  occurring: readonly StrategyLabel[],
): string {
  const names = occurring.map((label) => strategyStyles[label].name).join(", ");
  return `${countMice(subjects.length)}, one row each, against ${unit} number. Each row is divided into segments of one strategy, as high as the strategy is probable. Strategies that occur: ${names || "none"}.`;
}

import { guide, rule } from "./lines.ts";
import { type Interval, type LinearScale, linearScale, tickLabels } from "./scale.ts";
import { coordinate, element, group, type Svg } from "./svg.ts";
import { FAINT_INK, INK, textAt, textWidth } from "./text.ts";

/** A rectangle in the picture's pixels, y downward. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface AxisSpec {
  readonly domain: Interval;
  readonly ticks: readonly number[];
  /** What is measured and in which unit; null where a neighbour says it. */
  readonly label: string | null;
  /** Words for the ticks, as many as ticks; their numbers without it. */
  readonly tickWords?: readonly string[];
  /** Write ticks without words, where a neighbour has them. */
  readonly wordless?: boolean;
}

export interface PanelSpec {
  /** Of the plotting area; axes and title lie outside. */
  readonly box: Box;
  readonly title?: string;
  readonly x: AxisSpec;
  readonly y: AxisSpec;
}

/** A plotting area with its axes drawn, and the scales that place data in it. */
export interface Panel {
  readonly box: Box;
  readonly x: LinearScale;
  readonly y: LinearScale;
  readonly frame: Svg;
}

const TICK_LENGTH = 4;
const TICK_SIZE = 10;
const LABEL_SIZE = 10.5;

export function panel({ box, title, x, y }: PanelSpec): Panel {
  const bottom = box.y + box.height;
  const across = linearScale(x.domain, [box.x, box.x + box.width]);
  const up = linearScale(y.domain, [bottom, box.y]);
  const parts = [bottomAxis(box, across, x), leftAxis(box, up, y)];
  if (title !== undefined) {
    parts.push(textAt(box.x, box.y - 8, title, { size: 11.5, bold: true, maxWidth: box.width + 24 }));
  }
  return { box, x: across, y: up, frame: group({}, parts) };
}

/** A dotted line across the panel at a value of y, such as chance. */
export function levelLine({ box, y }: Panel, value: number): Svg {
  const at = y.at(value);
  return rule({ x: box.x, y: at }, { x: box.x + box.width, y: at }, guide);
}

/** A dotted line up the panel at a value of x. */
export function uprightLine({ box, x }: Panel, value: number): Svg {
  const at = x.at(value);
  return rule({ x: at, y: box.y }, { x: at, y: box.y + box.height }, guide);
}

/** An axis along the bottom of a box. */
export function bottomAxis(box: Box, scale: LinearScale, spec: AxisSpec): Svg {
  const y = box.y + box.height;
  const words = spec.wordless ? [] : (spec.tickWords ?? tickLabels(spec.ticks));
  const marks = spec.ticks.map((tick) => `M${coordinate(scale.at(tick))},${coordinate(y)}v${TICK_LENGTH}`);
  const parts = [
    axisLine(`M${coordinate(box.x)},${coordinate(y)}h${coordinate(box.width)}${marks.join("")}`),
    ...words.map((word, i) =>
      textAt(scale.at(spec.ticks[i]), y + TICK_LENGTH + TICK_SIZE, word, {
        size: TICK_SIZE,
        anchor: "middle",
      }),
    ),
  ];
  if (spec.label !== null) {
    const at = y + TICK_LENGTH + TICK_SIZE + (words.length > 0 ? 15 : 2);
    parts.push(textAt(box.x + box.width / 2, at, spec.label, { size: LABEL_SIZE, anchor: "middle" }));
  }
  return group({ fill: INK }, parts);
}

function leftAxis(box: Box, scale: LinearScale, spec: AxisSpec): Svg {
  const words = spec.wordless ? [] : (spec.tickWords ?? tickLabels(spec.ticks));
  const marks = spec.ticks.map(
    (tick) => `M${coordinate(box.x)},${coordinate(scale.at(tick))}h${-TICK_LENGTH}`,
  );
  const parts = [
    axisLine(`M${coordinate(box.x)},${coordinate(box.y)}v${coordinate(box.height)}${marks.join("")}`),
    ...words.map((word, i) =>
      textAt(box.x - TICK_LENGTH - 2.5, scale.at(spec.ticks[i]) + 0.35 * TICK_SIZE, word, {
        size: TICK_SIZE,
        anchor: "end",
      }),
    ),
  ];
  if (spec.label !== null) {
    const widest = Math.max(0, ...words.map((word) => textWidth(word, TICK_SIZE)));
    const at = { x: box.x - TICK_LENGTH - widest - 9, y: box.y + box.height / 2 };
    parts.push(textAt(at.x, at.y, spec.label, { size: LABEL_SIZE, anchor: "middle", rotate: -90 }));
  }
  return group({ fill: INK }, parts);
}

function axisLine(d: string): Svg {
  return element("path", { d, fill: "none", stroke: INK, "stroke-width": 0.9 });
}

/** Words in the middle of a box: why nothing is drawn there. */
export function emptyNote(box: Box, text: string): Svg {
  const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  return textAt(at.x, at.y, text, { size: 11, italic: true, anchor: "middle", colour: FAINT_INK });
}

import { areaKey, type LegendEntry, legendRows, seriesKey } from "./legend.ts";
import { band, brokenLine, type LineStyle } from "./lines.ts";
import { type AxisSpec, type Box, emptyNote, levelLine, panel, uprightLine } from "./panel.ts";
import { HEADING_HEIGHT, MARGIN, type PictureOptions, picture } from "./picture.ts";
import { roundAxis } from "./scale.ts";
import type { Svg } from "./svg.ts";

/** A line to draw: as many values as times. */
export interface DrawnTrace {
  readonly timesS: readonly number[];
  readonly means: readonly number[];
}

export interface RecordingPictureData {
  readonly signal: DrawnTrace;
  readonly control: DrawnTrace | null;
  readonly baseline: DrawnTrace;
  readonly corrected: DrawnTrace;
  readonly averages: readonly (DrawnTrace & {
    readonly alignment: string;
    readonly n: number;
    readonly standardErrors: readonly number[];
  })[];
  readonly signalName: string;
  readonly controlName: string | null;
  readonly rawUnits: string;
  readonly units: string;
}

const WIDTH = 760;
const LEFT = 74;
const PANEL_HEIGHT = 130;
const GAP = 62;

// Told apart by dash and darkness, so that they are in black and white too.
const SIGNAL: LineStyle = { colour: "#111111", width: 1.1 };
const CONTROL: LineStyle = { colour: "#777777", width: 1.1 };
const BASELINE: LineStyle = { colour: "#111111", width: 1.4, dash: "5 3" };
const AVERAGES: readonly LineStyle[] = [
  { colour: "#111111", width: 1.8 },
  { colour: "#555555", width: 1.8, dash: "6 3" },
  { colour: "#888888", width: 1.8, dash: "2 2" },
  { colour: "#333333", width: 1.8, dash: "8 3 2 3" },
  { colour: "#aaaaaa", width: 1.8 },
];

/** Raw channels with the baseline, the corrected trace, and averages around events, one below the other. */
export function recordingPicture(data: RecordingPictureData, options: PictureOptions = {}): string {
  const top = HEADING_HEIGHT + 26;
  const box = (row: number): Box => ({
    x: LEFT,
    y: top + row * (PANEL_HEIGHT + GAP),
    width: WIDTH - LEFT - MARGIN,
    height: PANEL_HEIGHT,
  });
  const raw = [data.signal, data.baseline, ...(data.control === null ? [] : [data.control])];
  const time = axis(data.signal.timesS, "time (s)");
  const rawPanel = panel({
    box: box(0),
    x: time,
    y: axis(
      raw.flatMap(({ means }) => means),
      `raw (${data.rawUnits})`,
    ),
  });
  const corrected = panel({
    box: box(1),
    title: "corrected",
    x: time,
    y: axis([...data.corrected.means, 0], data.units),
  });
  const parts: Svg[] = [
    rawPanel.frame,
    ...(data.control === null ? [] : [line(rawPanel, data.control, CONTROL)]),
    line(rawPanel, data.signal, SIGNAL),
    line(rawPanel, data.baseline, BASELINE),
    legendRows(rawLegend(data), LEFT, HEADING_HEIGHT - 4, WIDTH - LEFT - MARGIN).svg,
    corrected.frame,
    levelLine(corrected, 0),
    line(corrected, data.corrected, SIGNAL),
    ...averagePanel(data, box(2)),
  ];
  return picture(
    {
      title: "Recording",
      ...options,
      description: `Raw ${data.signalName}${data.controlName === null ? "" : ` and ${data.controlName}`}, the corrected trace, and its averages around ${data.averages.map(({ n, alignment }) => `${n} ${alignment} events`).join(", ") || "no events"}.`,
      width: WIDTH,
      height: box(2).y + PANEL_HEIGHT + 48,
    },
    parts,
  );
}

function averagePanel(data: RecordingPictureData, box: Box): readonly Svg[] {
  if (data.averages.length === 0) return [emptyNote(box, "no event times were given")];
  const ends = data.averages.flatMap(({ means, standardErrors }) =>
    means.flatMap((mean, k) => [mean - standardErrors[k], mean + standardErrors[k]]),
  );
  const around = panel({
    box,
    x: axis(data.averages[0].timesS, "time from event (s)"),
    y: axis(ends, data.units),
  });
  const entries = data.averages.map(
    ({ alignment, n }, i): LegendEntry => ({
      key: key(AVERAGES[i % AVERAGES.length]),
      text: `${alignment}, n = ${n}`,
    }),
  );
  entries.push({ key: areaKey("#dddddd"), text: "± 1 standard error" });
  return [
    around.frame,
    uprightLine(around, 0),
    ...data.averages.flatMap(({ timesS, means, standardErrors, ...average }, i) => {
      const style = AVERAGES[i % AVERAGES.length];
      const edges = timesS.map((time, k) => ({
        x: around.x.at(time),
        low: around.y.at(means[k] - standardErrors[k]),
        high: around.y.at(means[k] + standardErrors[k]),
      }));
      return [band(edges, style.colour), line(around, { timesS, means, ...average }, style)];
    }),
    legendRows(entries, LEFT, box.y - 24, WIDTH - LEFT - MARGIN).svg,
  ];
}

function rawLegend(data: RecordingPictureData): readonly LegendEntry[] {
  return [
    { key: key(SIGNAL), text: data.signalName },
    ...(data.controlName === null ? [] : [{ key: key(CONTROL), text: `${data.controlName} (control)` }]),
    { key: key(BASELINE), text: "bleaching" },
  ];
}

function key({ colour, dash }: LineStyle): Svg {
  return seriesKey({ colour, dash, shape: "circle", hollow: false }, 0);
}

function axis(values: readonly number[], label: string): AxisSpec {
  return { ...roundAxis(values, 5), label };
}

function line(
  { x, y }: { readonly x: { at(value: number): number }; readonly y: { at(value: number): number } },
  { timesS, means }: DrawnTrace,
  style: LineStyle,
): Svg {
  return brokenLine(
    timesS.map((time, k) => (Number.isFinite(means[k]) ? { x: x.at(time), y: y.at(means[k]) } : null)),
    style,
  );
}

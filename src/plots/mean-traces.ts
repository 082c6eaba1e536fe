/** Mean peri-event traces of one fibre with their intervals, a line a condition. */
import type { MeanTrace } from "../science/dopamine/mean-traces.ts";
import { bandKey, legendColumn, seriesKey } from "./legend.ts";
import { band, brokenLine } from "./lines.ts";
import { panel, uprightLine } from "./panel.ts";
import { emptyPicture, HEADING_HEIGHT, MARGIN, type PictureOptions, picture } from "./picture.ts";
import { extent, roundAxis, roundTicks } from "./scale.ts";
import { plainStyles, type SeriesStyle } from "./strategy-style.ts";

export interface MeanTracesInput extends PictureOptions {
  /** Seconds since the event, T. */
  readonly timeS: Float64Array;
  readonly traces: readonly MeanTrace[];
  /** What time 0 is. */
  readonly alignment: string;
  /** Of the samples; z for z-scores. */
  readonly units: string;
}

const WIDTH = 760;
const PANEL = { x: MARGIN + 48, y: HEADING_HEIGHT + 8, width: 380, height: 300 };
const LEGEND_X = PANEL.x + PANEL.width + 28;
const COLOURS = ["#222222", "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9"];
/** No two neighbours alike, so that lines are told apart without their colours; not as many as there are colours. */
const DASHES = [undefined, "6 3", "2 2", "8 2 2 2", "12 3", "4 4"];

export function meanTracesPicture({
  timeS,
  traces,
  alignment,
  units,
  title = "Mean traces",
  ...options
}: MeanTracesInput): string {
  const spec = { ...options, title, width: WIDTH };
  if (traces.length === 0) return emptyPicture(spec, "There are no snippets to draw.");
  const values = traces.flatMap(({ mean, low, high }) => [...mean, ...(low ?? []), ...(high ?? [])]);
  const { domain, ticks } = roundAxis(extent(values.filter(Number.isFinite)), 6);
  const times = extent([...timeS]);
  const plot = panel({
    box: PANEL,
    x: { domain: times, ticks: roundTicks(times, 6), label: `Seconds since ${alignment}` },
    y: { domain, ticks, label: `Dopamine (${units === "z" ? "z-score" : units})` },
  });
  const styles = traces.map(
    (_, k): SeriesStyle => ({
      ...plainStyles[0],
      dash: DASHES[k % DASHES.length],
      colour: COLOURS[k % COLOURS.length],
    }),
  );
  const legend = legendColumn(
    [
      ...traces.map(({ condition, nTrials }, k) => ({
        key: seriesKey(styles[k], 0),
        text: `${condition} (${nTrials})`,
      })),
      { key: bandKey(COLOURS[0]), text: "95 % interval (trials in brackets)" },
    ],
    LEGEND_X,
    PANEL.y + 8,
    WIDTH - LEGEND_X - MARGIN,
  );
  const height = Math.max(PANEL.y + PANEL.height + 56, PANEL.y + 20 + 18 * (traces.length + 2));
  const description = `Mean traces around ${alignment} with 95 % intervals: ${traces.map(({ condition, nTrials }) => `${condition} (${nTrials} trials)`).join("; ")}.`;
  return picture({ ...spec, height, description }, [
    plot.frame,
    uprightLine(plot, 0),
    ...traces.map(({ low, high }, k) =>
      band(
        low === null || high === null
          ? []
          : Array.from(timeS, (time, i) =>
              Number.isFinite(low[i])
                ? { x: plot.x.at(time), low: plot.y.at(low[i]), high: plot.y.at(high[i]) }
                : null,
            ),
        styles[k].colour,
      ),
    ),
    ...traces.map(({ mean }, k) =>
      brokenLine(
        Array.from(timeS, (time, i) =>
          Number.isFinite(mean[i]) ? { x: plot.x.at(time), y: plot.y.at(mean[i]) } : null,
        ),
        { colour: styles[k].colour, width: 1.6, dash: styles[k].dash },
      ),
    ),
    legend.svg,
  ]);
}

/** A mouse's session measures, and those of its fitted networks run anew on its own stimuli. */
import { CHECKED_MEASURES, type CheckedMeasure } from "../science/network/predictive-check.ts";
import type { RefitDocument } from "../science/network/refit-document.ts";
import { areaKey, type LegendEntry, legendRows, markerKey, seriesKey } from "./legend.ts";
import { band, brokenLine } from "./lines.ts";
import { marker } from "./markers.ts";
import { ruleStyles } from "./network-style.ts";
import { type Box, levelLine, panel } from "./panel.ts";
import { HEADING_HEIGHT, MARGIN, type PictureOptions, picture } from "./picture.ts";
import { type Interval, sessionTicks } from "./scale.ts";
import { group, type Svg } from "./svg.ts";

export interface NetworkFitInput extends PictureOptions {
  readonly subject: string;
  readonly refit: Pick<RefitDocument, "predictive" | "verdict">;
}

const WIDTH = 860;
const BOX_WIDTH = 340;
const BOX_HEIGHT = 170;
const OBSERVED = { shape: "circle", colour: "#222222", hollow: false } as const;

const axes: Readonly<
  Record<CheckedMeasure, { label: string; domain: Interval; ticks: number[]; level: number }>
> = {
  leftSlope: { label: "Left slope", domain: [-0.5, 1], ticks: [-0.5, 0, 0.5, 1], level: 0 },
  rightSlope: { label: "Right slope", domain: [-0.5, 1], ticks: [-0.5, 0, 0.5, 1], level: 0 },
  bias: { label: "Bias", domain: [-0.5, 0.5], ticks: [-0.5, 0, 0.5], level: 0 },
  accuracy: { label: "Accuracy", domain: [0.2, 1], ticks: [0.25, 0.5, 0.75, 1], level: 0.5 },
};

/** Bands, 95 % of the runs, are the winning rule's; of the others the medians are drawn. */
export function networkFitPicture({ subject, refit, simulated, ...options }: NetworkFitInput): string {
  const { predictive, verdict } = refit;
  const sessions = predictive[0].sessions.map(({ session }) => session);
  const domain: Interval = [Math.min(...sessions) - 0.5, Math.max(...sessions) + 0.5];
  const top = HEADING_HEIGHT + 62;
  const panels = CHECKED_MEASURES.map((measure, k) => {
    const box: Box = {
      x: MARGIN + 52 + (k % 2) * (BOX_WIDTH + 70),
      y: top + Math.floor(k / 2) * (BOX_HEIGHT + 58),
      width: BOX_WIDTH,
      height: BOX_HEIGHT,
    };
    return measurePanel(refit, measure, box, domain);
  });
  const entries: readonly LegendEntry[] = [
    { key: markerKey(OBSERVED, 3), text: "the mouse" },
    ...predictive.map(({ rule, within }) => ({
      key: seriesKey({ ...ruleStyles[rule] }, 0),
      text: `${rule}: ${share(within)} of the sessions in its band`,
    })),
    { key: areaKey(ruleStyles[verdict.winner].colour), text: `95 % of the runs of ${verdict.winner}` },
  ];
  const legend = legendRows(entries, MARGIN, HEADING_HEIGHT - 8, WIDTH - 2 * MARGIN);
  return picture(
    {
      title: options.title ?? `${subject}: fitted networks run anew`,
      description: `Left slope, right slope, bias and accuracy by session of ${subject}, with the band of runs of its ${verdict.winner} network on the same stimuli.`,
      width: WIDTH,
      height: top + 2 * BOX_HEIGHT + 58 + 48,
      ...(simulated === undefined ? {} : { simulated }),
    },
    [legend.svg, ...panels],
  );
}

function measurePanel(
  { predictive, verdict }: NetworkFitInput["refit"],
  measure: CheckedMeasure,
  box: Box,
  domain: Interval,
): Svg {
  const { label, level, ...y } = axes[measure];
  const own = panel({
    box,
    x: { domain, ticks: sessionTicks(domain, 8), label: "Session" },
    y: { ...y, label },
  });
  const shown = predictive.flatMap(({ rule, sessions }) => {
    const style = { ...ruleStyles[rule], width: 1.4 };
    const points = sessions.map(({ session, band: bands }) => {
      const [low, median, high] = bands[measure] ?? [null, null, null];
      if (low === null || median === null || high === null) return null;
      const x = own.x.at(session);
      return { x, y: own.y.clamped(median), low: own.y.clamped(low), high: own.y.clamped(high) };
    });
    const line = brokenLine(points, style);
    return rule === verdict.winner ? [band(points, style.colour), line] : [line];
  });
  const dots = predictive[0].sessions.flatMap(({ session, observed }) => {
    const value = observed[measure];
    if (value === null) return [];
    return [marker(own.x.at(session), own.y.clamped(value), { ...OBSERVED, radius: 2.4 })];
  });
  return group({}, [levelLine(own, level), own.frame, ...shown, ...dots]);
}

function share(within: Readonly<Record<CheckedMeasure, number | null>>): string {
  const known = CHECKED_MEASURES.flatMap((measure) => within[measure] ?? []);
  if (known.length === 0) return "none";
  return `${((100 * known.reduce((sum, x) => sum + x, 0)) / known.length).toFixed(0)} %`;
}

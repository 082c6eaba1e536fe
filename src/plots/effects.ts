/** What light and reward do over mice: means with their intervals, a line an effect. */
import { legendRows, markerKey } from "./legend.ts";
import { rule } from "./lines.ts";
import { marker } from "./markers.ts";
import { type Box, bottomAxis, uprightLine } from "./panel.ts";
import { emptyPicture, HEADING_HEIGHT, MARGIN, type PictureOptions, picture } from "./picture.ts";
import { extent, type Interval, linearScale, roundAxis } from "./scale.ts";
import { group, type Svg } from "./svg.ts";
import { textAt } from "./text.ts";

export interface DrawnEffect {
  readonly treatment: "light" | "reward";
  /** Under which lines are drawn together, such as "next choices after active light at DLS". */
  readonly heading: string;
  readonly label: string;
  readonly mean: number | null;
  readonly ci: readonly [number, number] | null;
  /** Mice. */
  readonly n: number;
}

export interface EffectsPictureInput extends PictureOptions {
  readonly effects: readonly DrawnEffect[];
}

const WIDTH = 720;
const AXIS = { x: 330, width: 320 };
const LINE = 18;
const STYLES = {
  light: { colour: "#0072B2", shape: "circle", hollow: false },
  reward: { colour: "#D55E00", shape: "square", hollow: true },
} as const;

/** Headings in the order in which they come; a heading has an axis of its own, since units differ. */
export function effectsPicture({
  effects,
  title = "What light and reward do",
  ...options
}: EffectsPictureInput): string {
  const spec = { ...options, title, width: WIDTH };
  const known = effects.filter(({ mean }) => mean !== null);
  if (known.length === 0) return emptyPicture(spec, "There is no effect to draw.");
  const legend = legendRows(
    [
      { key: markerKey(STYLES.light), text: "light" },
      { key: markerKey(STYLES.reward), text: "reward" },
    ],
    MARGIN,
    HEADING_HEIGHT - 4,
    WIDTH - 2 * MARGIN,
  );
  const parts: Svg[] = [legend.svg];
  let y = HEADING_HEIGHT + legend.height + 18;
  for (const heading of new Set(known.map((effect) => effect.heading))) {
    const own = known.filter((effect) => effect.heading === heading);
    parts.push(textAt(MARGIN, y, heading, { size: 11.5, bold: true, maxWidth: WIDTH - 2 * MARGIN }));
    const box = { ...AXIS, y: y + 10, height: own.length * LINE };
    parts.push(...block(box, own));
    y = box.y + box.height + 62;
  }
  const description = known
    .map(({ heading, label, mean, n }) => `${heading}, ${label}: ${mean?.toFixed(3)} (${n} mice)`)
    .join("; ");
  return picture({ ...spec, height: y - 14, description }, parts);
}

function block(box: Box, effects: readonly DrawnEffect[]): readonly Svg[] {
  const ends = effects.flatMap(({ mean, ci }) => [mean ?? 0, ...(ci ?? [])]);
  const { domain, ticks } = roundAxis(extent([0, ...ends]), 5);
  const x = linearScale(domain satisfies Interval, [box.x, box.x + box.width]);
  const y = linearScale([0, effects.length], [box.y, box.y + box.height]);
  return [
    uprightLine({ box, x, y, frame: group({}, []) }, 0),
    bottomAxis(box, x, { domain, ticks, label: "Mean over mice with 95 % interval" }),
    ...effects.flatMap(({ label, mean, ci, n, treatment }, k) => {
      const at = y.at(k + 0.5);
      const style = STYLES[treatment];
      return [
        textAt(box.x - 12, at + 3.5, `${label} (${n})`, {
          size: 10.5,
          anchor: "end",
          maxWidth: box.x - 2 * MARGIN,
        }),
        ...(ci === null
          ? []
          : [
              rule(
                { x: x.at(ci[0]), y: at },
                { x: x.at(ci[1]), y: at },
                { colour: style.colour, width: 1.6 },
              ),
            ]),
        marker(x.at(mean ?? 0), at, { ...style, radius: 3.5 }),
      ];
    }),
  ];
}

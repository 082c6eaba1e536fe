/** Which learning rule foretells each mouse's next choices best, with intervals, between the floor and the ceiling. */

import { LEARNING_RULES } from "../science/network/learning-rule.ts";
import type { RefitDocument } from "../science/network/refit-document.ts";
import { guideKey, type LegendEntry, legendRows, markerKey } from "./legend.ts";
import { rule as line } from "./lines.ts";
import { marker } from "./markers.ts";
import { ruleStyles } from "./network-style.ts";
import { panel, uprightLine } from "./panel.ts";
import { countMice, emptyPicture, HEADING_HEIGHT, MARGIN, type PictureOptions, picture } from "./picture.ts";
import { roundAxis } from "./scale.ts";
import { group, type Svg } from "./svg.ts";
import { textAt, textWidth } from "./text.ts";

export interface ComparedMouse {
  readonly subject: string;
  readonly refit: Pick<RefitDocument, "differences" | "verdict">;
}

export interface NetworkComparisonInput extends PictureOptions {
  readonly mice: readonly ComparedMouse[];
}

const WIDTH = 760;
const ROW = 30;
const CEILING = { colour: "#222222", width: 1.6 } as const;

/** Of each rule the gain over a constant bias in held-out log-likelihood a trial; an upright bar is the random walk. */
export function networkComparison({ mice, ...options }: NetworkComparisonInput): string {
  const title = options.title ?? "Held-out log-likelihood of the learning rules";
  if (mice.length === 0) return emptyPicture({ ...options, title, width: WIDTH }, "There are no mice.");
  const names = Math.min(220, Math.max(...mice.map(({ subject }) => textWidth(subject, 10.5))));
  const gains = mice.map(gainsOf);
  const { domain, ticks } = roundAxis([0, ...gains.flatMap(({ all }) => all)], 8);
  const top = HEADING_HEIGHT + 44;
  const box = {
    x: MARGIN + names + 20,
    y: top,
    width: WIDTH - 2 * MARGIN - names - 150,
    height: ROW * mice.length,
  };
  const own = panel({
    box,
    x: { domain, ticks, label: "Gain over a constant bias, nats a trial" },
    y: { domain: [mice.length, 0], ticks: [], label: null },
  });
  const rows = mice.map(({ subject, refit: { verdict } }, k): Svg => {
    const middle = box.y + (k + 0.5) * ROW;
    const { rules, ceiling } = gains[k];
    const x = (value: number) => own.x.at(value);
    return group({}, [
      textAt(box.x - 8, middle + 3.7, subject, { size: 10.5, anchor: "end", maxWidth: names }),
      ...(ceiling === null
        ? []
        : [
            line(
              { x: x(ceiling), y: middle - 0.38 * ROW },
              { x: x(ceiling), y: middle + 0.38 * ROW },
              CEILING,
            ),
          ]),
      ...rules.flatMap(({ rule, gain, ci }, r) => {
        const y = middle + (r - 1) * 7.5;
        const { colour, shape, hollow } = ruleStyles[rule];
        const bar = ci === null ? [] : [line({ x: x(ci[0]), y }, { x: x(ci[1]), y }, { colour, width: 1.2 })];
        return [...bar, marker(x(gain), y, { colour, shape, hollow, radius: 2.8 })];
      }),
      textAt(box.x + box.width + 10, middle + 3.7, `${verdict.winner}${verdict.sure ? "" : " ?"}`, {
        size: 10,
        bold: verdict.sure,
      }),
    ]);
  });
  const entries: readonly LegendEntry[] = [
    ...LEARNING_RULES.map((rule) => ({ key: markerKey(ruleStyles[rule], 3), text: rule })),
    { key: guideKey(CEILING), text: "random walk" },
  ];
  return picture(
    {
      ...options,
      title,
      width: WIDTH,
      height: box.y + box.height + 50,
      description: `Forward-chained held-out log-likelihood a trial of three learning rules over a constant bias in ${countMice(mice.length)}, with 95 % intervals over sessions; a winner with a question mark is not sure.`,
    },
    [
      legendRows(entries, MARGIN, HEADING_HEIGHT - 8, WIDTH - 2 * MARGIN).svg,
      textAt(box.x + box.width + 10, box.y - 8, "Winner (? not sure)", { size: 10 }),
      uprightLine(own, 0),
      own.frame,
      ...rows,
    ],
  );
}

function gainsOf({ refit: { differences } }: ComparedMouse) {
  const rules = LEARNING_RULES.flatMap((rule) => {
    const found = differences.find((d) => d.account === rule && d.against === "constant-bias");
    return found ? [{ rule, gain: found.perTrial, ci: found.ci }] : [];
  });
  const walk = differences.find((d) => d.account === rules[0]?.rule && d.against === "random-walk");
  const ceiling = walk && rules[0] ? rules[0].gain - walk.perTrial : null;
  const all = rules.flatMap(({ gain, ci }) => [gain, ...(ci ?? [])]);
  return { rules, ceiling, all: ceiling === null ? all : [...all, ceiling] };
}

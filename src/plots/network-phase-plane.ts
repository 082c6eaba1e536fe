/** A network's fixed points in the plane of its own-side associations, with the expected flow and a mouse's path. */
import type { ExpectedLearning } from "../science/network/expected-update.ts";
import { flowField } from "../science/network/flow-field.ts";
import type { RefitDocument } from "../science/network/refit-document.ts";
import { guideKey, type LegendEntry, legendColumn, markerKey } from "./legend.ts";
import { brokenLine, pathThrough } from "./lines.ts";
import { type MarkerOptions, marker } from "./markers.ts";
import { type Box, type Panel, panel } from "./panel.ts";
import { HEADING_HEIGHT, MARGIN, type PictureOptions, picture } from "./picture.ts";
import { roundAxis } from "./scale.ts";
import { element, group, type Svg } from "./svg.ts";
import { FAINT_INK, textAt } from "./text.ts";

type Saddles = RefitDocument["saddles"][number];
type Point = Saddles["points"]["projected"][number];

export interface NetworkPhasePlaneInput extends PictureOptions {
  readonly learning: ExpectedLearning;
  readonly points: Saddles["points"];
  /** By session; empty where no mouse is meant. */
  readonly path: Saddles["path"];
  /** The six associations at which the section lies. */
  readonly section: readonly number[];
}

const SIDE = 440;
const LEGEND_WIDTH = 190;
const WIDTH = MARGIN + 56 + SIDE + 28 + LEGEND_WIDTH + MARGIN;
const BOX: Box = { x: MARGIN + 56, y: HEADING_HEIGHT + 12, width: SIDE, height: SIDE };
const N_ARROWS = 15;
const PATH = { colour: "#0072B2", width: 1.7 } as const;
const FLOW = { colour: "#aaaaaa", width: 0.9 } as const;

const looks = {
  stable: { shape: "circle", colour: "#222222", hollow: false, radius: 5 },
  saddle: { shape: "circle", colour: "#222222", hollow: true, radius: 5 },
  slow: { shape: "diamond", colour: "#CC79A7", hollow: true, radius: 5 },
} as const satisfies Record<string, MarkerOptions>;

export function networkPhasePlane({
  learning,
  points,
  path,
  section,
  ...options
}: NetworkPhasePlaneInput): string {
  const shown = [...points.projected, ...points.slow];
  const values = [
    ...shown.flatMap(({ associations: v }) => [v[0], v[4]]),
    ...path.flatMap(({ associations: v }) => [v[0], v[4]]),
  ];
  const { domain, ticks } = roundAxis([0, 0.5, ...values], 6);
  const own = panel({
    box: BOX,
    x: { domain, ticks, label: "Left association, value of left under a left stimulus" },
    y: { domain, ticks, label: "Right association, value of right under a right stimulus" },
  });
  const step = domain[1] / N_ARROWS;
  const grid = Array.from({ length: N_ARROWS }, (_, k) => (k + 0.5) * step);
  const arrows = flowField(learning, [points.slice[0], points.slice[1], points.slice[2]], section, grid);
  const along = path.map(({ associations: v }) => ({ x: own.x.at(v[0]), y: own.y.at(v[4]) }));
  const entries: readonly LegendEntry[] = [
    { key: markerKey(looks.stable, 4), text: "stable fixed point" },
    { key: markerKey(looks.saddle, 4), text: "saddle, with its ways out" },
    { key: markerKey(looks.slow, 4), text: "slow point: no zero" },
    { key: guideKey(FLOW), text: "expected flow, direction" },
    ...(path.length > 0 ? [{ key: guideKey(PATH), text: "the mouse, by session" }] : []),
  ];
  return picture(
    {
      ...options,
      title: options.title ?? `Fixed points, ${learning.rule}`,
      width: WIDTH,
      height: BOX.y + SIDE + 66,
      description: `Fixed points of the ${learning.rule} network: ${shown.map(({ name, index }) => `${name} with ${index} ways out`).join(", ")}.`,
    },
    [
      ...flow(own, arrows, 0.42 * (own.x.at(step) - own.x.at(0))),
      own.frame,
      ...(along.length > 0 ? [brokenLine(along, PATH), start(along[0])] : []),
      ...along.slice(1).map(({ x, y }) => element("circle", { cx: x, cy: y, r: 1.6, fill: PATH.colour })),
      ...named(own, shown),
      legendColumn(entries, BOX.x + SIDE + 28, BOX.y, LEGEND_WIDTH).svg,
      textAt(
        BOX.x,
        BOX.y + SIDE + 56,
        "The flow is a section: the other associations are held where the path or the start has them.",
        { size: 9.5, italic: true, colour: FAINT_INK },
      ),
    ],
  );
}

function flow({ x, y }: Panel, arrows: ReturnType<typeof flowField>, length: number): readonly Svg[] {
  return arrows.flatMap(({ left, right, leftChange, rightChange }) => {
    const size = Math.hypot(leftChange, rightChange);
    if (!(size > 0)) return [];
    const [dx, dy] = [leftChange / size, -rightChange / size];
    const from = { x: x.at(left), y: y.at(right) };
    const tip = { x: from.x + length * dx, y: from.y + length * dy };
    const barb = (turn: number) => ({
      x: tip.x - 0.45 * length * (dx * Math.cos(turn) - dy * Math.sin(turn)),
      y: tip.y - 0.45 * length * (dx * Math.sin(turn) + dy * Math.cos(turn)),
    });
    return [
      element("path", {
        d: pathThrough([from, tip]) + pathThrough([barb(0.45), tip, barb(-0.45)]),
        fill: "none",
        stroke: FLOW.colour,
        "stroke-width": FLOW.width,
      }),
    ];
  });
}

/** Points that lie on one another in the plane share a label's place, one below the other. */
function named({ x, y, box }: Panel, points: readonly Point[]): readonly Svg[] {
  const taken: { x: number; y: number; n: number }[] = [];
  return points.map(({ name, kind, index, associations: v }) => {
    const at = { x: x.at(v[0]), y: y.at(v[4]) };
    const look = kind === "slow" ? looks.slow : index > 0 ? looks.saddle : looks.stable;
    let place = taken.find((other) => Math.hypot(other.x - at.x, other.y - at.y) < 12);
    if (!place) {
      place = { ...at, n: 0 };
      taken.push(place);
    }
    const line = place.n++;
    const isFarRight = at.x > box.x + 0.75 * box.width;
    const label = textAt(
      at.x + (isFarRight ? -9 : 9),
      at.y - 7 - 12 * line,
      `${name}${index > 0 ? ` · ${index}` : ""}`,
      {
        size: 10.5,
        bold: kind === "zero",
        anchor: isFarRight ? "end" : "start",
      },
    );
    return group({}, [marker(at.x, at.y, look), label]);
  });
}

function start({ x, y }: { readonly x: number; readonly y: number }): Svg {
  return marker(x, y, { shape: "square", colour: PATH.colour, hollow: true, radius: 3 });
}

import { coordinate, element, type Svg } from "./svg.ts";

export type MarkerShape = "circle" | "triangle-left" | "triangle-right" | "square" | "diamond";

export interface MarkerOptions {
  readonly shape: MarkerShape;
  readonly colour: string;
  /** White inside. */
  readonly hollow: boolean;
  /** Radius of the circle of about the same area. */
  readonly radius: number;
}

/** A marker centred on (x, y). */
export function marker(x: number, y: number, { shape, colour, hollow, radius }: MarkerOptions): Svg {
  const paint = { fill: hollow ? "#ffffff" : colour, stroke: colour, "stroke-width": 1.2 };
  if (shape === "circle") return element("circle", { cx: x, cy: y, r: radius, ...paint });
  const corners = outlines[shape].map(
    ([dx, dy]) => `${coordinate(x + dx * radius)},${coordinate(y + dy * radius)}`,
  );
  return element("path", { d: `M${corners.join("L")}Z`, ...paint, "stroke-linejoin": "round" });
}

/** Corners in radii from the centre, y downward. */
const outlines: Readonly<Record<Exclude<MarkerShape, "circle">, readonly (readonly [number, number])[]>> = {
  "triangle-left": [
    [-1.35, 0],
    [0.8, -1.2],
    [0.8, 1.2],
  ],
  "triangle-right": [
    [1.35, 0],
    [-0.8, -1.2],
    [-0.8, 1.2],
  ],
  square: [
    [-0.9, -0.9],
    [0.9, -0.9],
    [0.9, 0.9],
    [-0.9, 0.9],
  ],
  diamond: [
    [0, -1.25],
    [1.25, 0],
    [0, 1.25],
    [-1.25, 0],
  ],
};

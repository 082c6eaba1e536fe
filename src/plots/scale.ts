/** Linear scales and round ticks. */

export type Interval = readonly [low: number, high: number];

/** Maps a value to a coordinate. */
export interface LinearScale {
  readonly domain: Interval;
  /** Coordinates of the domain's ends; the first is the larger one on an upward axis. */
  readonly range: Interval;
  at(value: number): number;
  /** As `at`, with values outside the domain moved to its nearer end. */
  clamped(value: number): number;
}

/** A domain of no length maps to the middle of the range. */
export function linearScale(domain: Interval, range: Interval): LinearScale {
  const length = domain[1] - domain[0];
  const at = (value: number) =>
    length === 0
      ? (range[0] + range[1]) / 2
      : range[0] + ((value - domain[0]) / length) * (range[1] - range[0]);
  return { domain, range, at, clamped: (value) => at(Math.min(domain[1], Math.max(domain[0], value))) };
}

/** The smallest of 1, 2, 5 times a power of ten that cuts `length` into at most `count` steps; 1 for no length. */
export function roundStep(length: number, count: number): number {
  if (!(length > 0)) return 1;
  const raw = length / count;
  const power = 10 ** Math.floor(Math.log10(raw));
  const factor = [1, 2, 5].find((each) => each * power >= raw * (1 - 1e-9)) ?? 10;
  // Negative powers of ten are not exact: 2 * 10 ** -1 must be .2 as it is written.
  return Number((factor * power).toPrecision(1));
}

/** Multiples of a round step within the domain, ascending, about `count` of them. */
export function roundTicks(domain: Interval, count: number, minStep = 0): readonly number[] {
  const step = Math.max(minStep, roundStep(domain[1] - domain[0], count));
  const first = Math.ceil(domain[0] / step - 1e-9);
  const last = Math.floor(domain[1] / step + 1e-9);
  const ticks: number[] = [];
  for (let k = first; k <= last; k++) ticks.push(tickAt(k, step));
  return ticks;
}

/** Least and largest of these values, at least one. (Spreading many into Math.max would exhaust the stack.) */
export function extent(values: readonly number[]): Interval {
  return [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
}

/** The smallest domain that holds these values and ends on ticks, and those ticks. */
export function roundAxis(
  values: readonly number[],
  count: number,
): { readonly domain: Interval; readonly ticks: readonly number[] } {
  const [low, high] = extent(values);
  // Values that differ by rounding alone count as equal.
  const isOne = high - low < 1e-9 * Math.max(1, Math.abs(low), Math.abs(high));
  const step = roundStep(isOne ? 0 : high - low, count);
  const first = Math.floor(low / step + 1e-9);
  const last = Math.ceil(high / step - 1e-9);
  const ticks = Array.from({ length: last - first + 1 }, (_, k) => tickAt(first + k, step));
  return { domain: [ticks[0], ticks[ticks.length - 1]], ticks };
}

/** The k-th multiple of a step, as it is written: without the rounding of the product, and never −0. */
function tickAt(k: number, step: number): number {
  return Number((k * step).toPrecision(12)) + 0;
}

/** Ticks for numbers of sessions: whole numbers, and the first session where it does not crowd the next. */
export function sessionTicks(domain: Interval, count: number): readonly number[] {
  const ticks = roundTicks(domain, count, 1);
  const step = ticks.length > 1 ? ticks[1] - ticks[0] : Number.POSITIVE_INFINITY;
  const first = Math.ceil(domain[0]);
  const isFree = first === 1 && (ticks[0] ?? Number.POSITIVE_INFINITY) - 1 >= Math.max(1, 0.6 * step);
  return isFree && first <= domain[1] ? [1, ...ticks] : ticks;
}

/** The same on every machine: a real minus, and commas in numbers of five digits and more. */
export function numberLabel(value: number): string {
  const [whole, decimals] = String(Math.abs(value)).split(".");
  const grouped = whole.length > 4 ? whole.replace(/\B(?=(\d{3})+$)/g, ",") : whole;
  return `${value < 0 ? "−" : ""}${grouped}${decimals === undefined ? "" : `.${decimals}`}`;
}

/** Ticks of one axis with as many decimals each as the longest needs. */
export function tickLabels(ticks: readonly number[]): readonly string[] {
  const decimals = Math.max(0, ...ticks.map((tick) => (String(tick).split(".")[1] ?? "").length));
  return ticks.map((tick) =>
    decimals > 0 ? `${tick < 0 ? "−" : ""}${Math.abs(tick).toFixed(decimals)}` : numberLabel(tick),
  );
}

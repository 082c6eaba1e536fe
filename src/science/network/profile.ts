/**
 * Profile-likelihood intervals: for each value ψ of one quantity, the likelihood is climbed over all else, and the
 * interval holds the values at which it stays within χ²₁'s quantile of the maximum (Venzon & Moolgavkar 1988; Raue
 * et al. 2009). Unlike standard errors they need no smooth peak, and they say where a quantity is not identifiable:
 * where the profile never falls far enough before the search's bounds.
 *
 * The likelihood has many local maxima, and which of them is highest changes along a profile. So all ends of all
 * climbs are kept, and an interval's end counts only after the climb from the best of them has been tried there. Where
 * what is likely enough comes in several pieces, the interval reaches over all that the kept ends know of.
 */
import { minimiseInBox } from "./bounded-lbfgs.ts";
import type { FitObjective } from "./fit-objective.ts";
import { polish } from "./polish.ts";
import { type ProfileChart, type ProfileTarget, profileChart } from "./profile-chart.ts";

export interface ProfileInterval {
  /** At the maximum. Parameters and products alike are logarithms. */
  readonly estimate: number;
  /** null where the profile does not fall far enough on that side within the search's bounds. */
  readonly lower: number | null;
  readonly upper: number | null;
  /** The interval goes down to 0: `lower` is the least value that was tried, which stands for 0. */
  readonly lowerIsZero: boolean;
  /** Both ends are known. */
  readonly identifiable: boolean;
}

export interface ProfileResult {
  /** The highest maximum found, on the way as well. */
  readonly phi: Float64Array;
  readonly logLikelihood: number;
  /** One a target. */
  readonly intervals: readonly ProfileInterval[];
}

/** χ²₁'s .95 quantile, halved: the fall of the log-likelihood at a 95 % interval's ends. */
export const FALL_95 = 1.920729410347062;
/**
 * Of a climb, which must come to its end: along the likelihood's ridges 60 and 4 stopped up to a quarter of a nat short,
 * so that intervals left out truths that were likely enough.
 */
const CLIMB_EVALUATIONS = 150;
const POLISH_ITERATIONS = 10;
/** Of ψ, away from where a side begins. */
const FIRST_STEP = 0.25;
/** Climbs a side, at most. */
const MAX_CLIMBS = 24;
/** Near enough to the wanted root of the fall to go the rest along a straight line. */
const ROOT_TOLERANCE = 0.03;
/** What falls by less than this is within an interval for certain. */
export const LIKELY = (Math.sqrt(FALL_95) - ROOT_TOLERANCE) ** 2;
/** A climb that ends this much above the maximum has found a better one. */
const BETTER = 0.05;
const MAX_ROUNDS = 6;
/** How often intervals are made again, where those after them found more that is likely enough. */
const MAX_SWEEPS = 3;
/** Kept ends are within this of the maximum; at most so many, of which so many are climbed from. */
const POOL_DEPTH = 12;
const POOL_SIZE = 40;
const POOL_CLIMBS = 3;

/**
 * 95 % intervals of several quantities.
 *
 * @param objective −log L over φ
 * @param best φ at the maximum
 * @param alternatives other local maxima, as far as known
 */
export function profileIntervals(
  objective: FitObjective,
  best: Float64Array,
  alternatives: readonly Float64Array[],
  targets: readonly ProfileTarget[],
): ProfileResult {
  const pool = createPool(objective, [best, ...alternatives]);
  for (let round = 1; ; round++) {
    // What beat the maximum before was held at some value: freed, it climbs higher.
    pool.add(freeClimb(objective, pool.best().phi));
    const { phi, value } = pool.best();
    const isBeaten = () => round < MAX_ROUNDS && pool.best().value < value - BETTER;
    const intervals: ProfileInterval[] = [];
    for (let sweep = 0; sweep < MAX_SWEEPS && !isBeaten(); sweep++) {
      for (let k = 0; k < targets.length && !isBeaten(); k++) {
        const chart = profileChart(objective, targets[k]);
        if (sweep === 0 || !holdsAll(intervals[k], chart, value, pool)) {
          intervals[k] = intervalOf(chart, phi, value, pool);
        }
      }
      if (sweep === 0) for (const end of pool.below(value + LIKELY)) pool.add(freeClimb(objective, end));
    }
    // Intervals hang on the maximum: one that the last of them found counts as well.
    if (!isBeaten()) return { phi, logLikelihood: -value, intervals };
  }
}

/** The least −log L that a climb from φ finds where the quantity is held as φ has it: never below the profile there. */
export function heldMinimum(objective: FitObjective, target: ProfileTarget, phi: Float64Array): number {
  const chart = profileChart(objective, target);
  const z = chart.toChart(phi);
  return climbAt(chart, z, z[chart.at]).value;
}

/** Whether the interval reaches over all kept ends that are likely enough. */
function holdsAll(
  { lower, lowerIsZero, upper }: ProfileInterval,
  chart: ProfileChart,
  maximum: number,
  pool: Pool,
): boolean {
  const least = pool.outermost(chart, -1, maximum + LIKELY)?.z[chart.at] ?? Number.POSITIVE_INFINITY;
  const greatest = pool.outermost(chart, 1, maximum + LIKELY)?.z[chart.at] ?? Number.NEGATIVE_INFINITY;
  return (lower === null || lowerIsZero || least >= lower) && (upper === null || greatest <= upper);
}

function intervalOf(chart: ProfileChart, best: Float64Array, maximum: number, pool: Pool): ProfileInterval {
  const start = chart.toChart(best);
  const estimate = start[chart.at];
  start[chart.at] = Math.min(chart.high, Math.max(chart.low, estimate));
  const lower = profileSide(chart, start, maximum, -1, pool);
  const upper = profileSide(chart, start, maximum, 1, pool);
  const lowerIsZero = lower === null && chart.lowIsZero;
  return {
    estimate,
    lower: lowerIsZero ? chart.low : lower,
    upper,
    lowerIsZero,
    identifiable: (lowerIsZero || lower !== null) && upper !== null,
  };
}

interface Climb {
  readonly z: Float64Array;
  readonly value: number;
}

/**
 * Walks outwards, from the furthest kept end that is likely enough, until the profile has fallen far enough, then closes
 * in. What is followed is the root of the fall, which for a parabola grows in proportion to the distance.
 *
 * @returns the end, or null where the profile reaches the bound before
 */
function profileSide(
  chart: ProfileChart,
  start: Float64Array,
  maximum: number,
  direction: 1 | -1,
  pool: Pool,
): number | null {
  const wanted = Math.sqrt(FALL_95);
  const origin = start[chart.at];
  const room = Math.abs((direction < 0 ? chart.low : chart.high) - origin);
  let inner = { distance: 0, root: 0, z: start };
  const furthest = pool.outermost(chart, direction, maximum + LIKELY);
  const reach = furthest ? Math.min(room, direction * (furthest.z[chart.at] - origin)) : 0;
  if (furthest && reach > 0) inner = { distance: reach, root: rootOf(furthest, maximum), z: furthest.z };
  let outer: { readonly distance: number; readonly root: number } | null = null;
  let distance = inner.distance + FIRST_STEP;
  for (let k = 0; k < MAX_CLIMBS; k++) {
    const tried = Math.min(distance, room);
    const psi = origin + direction * tried;
    let climb = climbAt(chart, inner.z, psi);
    if (rootOf(climb, maximum) > wanted - ROOT_TOLERANCE) {
      const other = pool.climb(chart, psi);
      if (other && !(other.value >= climb.value)) climb = other;
    }
    pool.add(chart.fromChart(climb.z));
    const root = rootOf(climb, maximum);
    if (Math.abs(root - wanted) < ROOT_TOLERANCE) {
      const step = ((tried - inner.distance) * (wanted - inner.root)) / (root - inner.root);
      const furthestEnd = outer?.distance ?? room;
      return origin + direction * Math.min(furthestEnd, Math.max(inner.distance, inner.distance + step));
    }
    if (root < wanted) {
      if (tried === room) return null;
      inner = { distance: tried, root, z: climb.z };
      // A bracket whose far end is now the nearer one was wrong: the profile is lower there than was found.
      if (outer && outer.distance <= tried) outer = null;
    } else {
      outer = { distance: tried, root };
    }
    if (outer) {
      if (outer.distance - inner.distance < 1e-3) break;
      const share = (wanted - inner.root) / (outer.root - inner.root);
      // Kept off the bracket's ends, where a bent profile would let it creep.
      distance = inner.distance + (outer.distance - inner.distance) * Math.min(0.85, Math.max(0.15, share));
    } else {
      distance = tried * (root > 0.1 ? Math.min(3, Math.max(1.3, (1.1 * wanted) / root)) : 3);
    }
  }
  return outer ? origin + direction * 0.5 * (inner.distance + outer.distance) : null;
}

function rootOf({ value }: Climb, maximum: number): number {
  return Number.isFinite(value) ? Math.sqrt(Math.max(0, value - maximum)) : 100;
}

/** The best likelihood with the quantity held at ψ that a climb from one point finds. */
function climbAt(
  chart: ProfileChart,
  from: Float64Array,
  psi: number,
  evaluations = CLIMB_EVALUATIONS,
): Climb {
  const { space } = chart.objective;
  const lower = space.lower.slice();
  const upper = space.upper.slice();
  lower[chart.at] = psi;
  upper[chart.at] = psi;
  const end = minimiseInBox(chart.objective.gradient, chart.held(from, psi), lower, upper, {
    maxEvaluations: evaluations,
    gradientTolerance: 1e-3,
    valueTolerance: 1e-9,
  });
  if (evaluations < CLIMB_EVALUATIONS) return { z: end.x, value: end.value };
  const held = { ...chart.objective, space: { ...space, lower, upper } };
  const { phi: z, value } = polish(held, end.x, POLISH_ITERATIONS);
  const { otherwise } = chart;
  const phi = chart.fromChart(z);
  if (!otherwise || (phi[chart.at] >= space.lower[chart.at] && phi[chart.at] <= space.upper[chart.at])) {
    return { z, value };
  }
  const other = climbAt(otherwise, otherwise.toChart(phi), psi);
  return { z: chart.toChart(otherwise.fromChart(other.z)), value: other.value };
}

/** A local maximum, with nothing held. */
function freeClimb(objective: FitObjective, from: Float64Array): Float64Array {
  const { lower, upper } = objective.space;
  const options = { maxEvaluations: CLIMB_EVALUATIONS };
  return polish(
    objective,
    minimiseInBox(objective.gradient, from, lower, upper, options).x,
    POLISH_ITERATIONS,
  ).phi;
}

/** Ends of climbs, from which other climbs may start. */
interface Pool {
  /** Moved into the fit's bounds, which a product's climb may end a little beyond. */
  readonly add: (phi: Float64Array) => void;
  readonly best: () => { readonly phi: Float64Array; readonly value: number };
  /** All ends with a value below the limit. */
  readonly below: (limit: number) => readonly Float64Array[];
  /** Of the ends with a value below the limit the one with the least (−1) or greatest (1) ψ. */
  readonly outermost: (chart: ProfileChart, direction: 1 | -1, limit: number) => Climb | null;
  /** The best of the climbs at ψ from the most promising ends. */
  readonly climb: (chart: ProfileChart, psi: number) => Climb | null;
}

function createPool(objective: FitObjective, points: readonly Float64Array[]): Pool {
  const { lower, upper } = objective.space;
  let entries = points.map((phi) => ({ phi, value: objective.value(phi) }));
  const prune = () => {
    entries.sort((a, b) => a.value - b.value);
    entries = entries.filter((entry) => entry.value < entries[0].value + POOL_DEPTH).slice(0, POOL_SIZE);
  };
  prune();
  return {
    add(outside) {
      const phi = outside.map((x, i) => Math.min(upper[i], Math.max(lower[i], x)));
      const value = objective.value(phi);
      if (!Number.isFinite(value)) return;
      const near = entries.find((entry) => entry.phi.every((x, i) => Math.abs(x - phi[i]) < 0.3));
      if (near) {
        if (value < near.value) Object.assign(near, { phi, value });
      } else {
        entries.push({ phi, value });
      }
      prune();
    },
    best: () => entries[0],
    below: (limit) => entries.filter(({ value }) => value < limit).map(({ phi }) => phi),
    outermost: (chart, direction, limit) =>
      entries
        .filter(({ value }) => value < limit)
        .map(({ phi, value }) => ({ z: chart.toChart(phi), value }))
        .reduce<Climb | null>(
          (a, b) => (a && direction * a.z[chart.at] >= direction * b.z[chart.at] ? a : b),
          null,
        ),
    climb(chart, psi) {
      const starts = entries
        .map(({ phi }) => {
          const z = chart.held(chart.toChart(phi), psi);
          return { z, value: chart.objective.value(z) };
        })
        .filter(({ value }) => Number.isFinite(value))
        .sort((a, b) => a.value - b.value)
        .slice(0, 2 * POOL_CLIMBS)
        .map(({ z }) => climbAt(chart, z, psi, CLIMB_EVALUATIONS / 2))
        .sort((a, b) => a.value - b.value);
      if (starts.length === 0) return null;
      return starts
        .slice(0, POOL_CLIMBS)
        .map(({ z }) => climbAt(chart, z, psi))
        .reduce((a, b) => (b.value < a.value ? b : a));
    },
  };
}

/**
 * The fixed points of a learning network: where its expected update vanishes, which of them are saddles, and how it
 * leaves them (SCIENCE §6, [D], its four warnings included). Side- or contrast-coded: whatever the task says.
 */

import { PATHWAY_NAMES, type PathwayName, type Stability, stabilityAt } from "./escape.ts";
import { type ExpectedLearning, expectedUpdate, project } from "./expected-update.ts";
import { followFlow } from "./flow.ts";
import { type Associations, associations, type SliceConstants } from "./slice.ts";
import { slowPoints } from "./slow-points.ts";
import { type NetworkState, STATE_SIZE } from "./state.ts";
import { type AssociationZero, associationZeros, type FlowKind } from "./zero-search.ts";
import { zeroOnSlice } from "./zero-state.ts";

export interface FixedPoint {
  /** Unique within one result, e.g. `{B,L}`; a slow point is called `slow {B,L}`; further ones get a number. */
  readonly name: string;
  /** `zero`: the update vanishes; `slow`: it only has a local minimum there, and is not a fixed point. */
  readonly kind: "zero" | "slow";
  /** Whether weights may have either sign. */
  readonly flow: FlowKind;
  /** Pathways that carry an association. */
  readonly pathways: readonly PathwayName[];
  readonly state: NetworkState;
  readonly associations: Associations;
  /** Largest component of the update, in one trial: rounding for a zero. */
  readonly residual: number;
  readonly stability: Stability;
  /** Ways out: unstable eigenvalues on the slice (unconstrained), or one-sided escapes (projected). */
  readonly index: number;
}

/** What happens after leaving a saddle along one way out. */
export interface SaddleConnection {
  readonly from: string;
  readonly pathways: readonly PathwayName[];
  readonly rate: number;
  /** Points come near on the way, in order, the last included. */
  readonly visits: readonly string[];
  /** The zero at which the flow ends; null where it ends at none, as when weights run away. */
  readonly to: string | null;
}

export interface FixedPoints {
  readonly slice: SliceConstants;
  readonly projected: readonly FixedPoint[];
  readonly unconstrained: readonly FixedPoint[];
  /** Empty for rules whose errors can vanish together. */
  readonly slow: readonly FixedPoint[];
  /** Projected zeros that exist on other slices only: with these initial weights the network cannot come there. */
  readonly offSlice: readonly string[];
  readonly connections: readonly SaddleConnection[];
}

/** Associations nearer to a point than this count as a visit. */
const NEAR = 0.05;
/** Relative to the largest rate. */
const UNSTABLE = 1e-6;
/** How long a connection is followed, in units of 1/η. */
const LONGEST = 5000;
/** A connection has arrived when it is this near to a zero. */
const ARRIVED = 0.01;
/** Weights beyond this are running away. */
const RUNAWAY = 20;

/**
 * All zeros on the slice, in both flows; slow points where the rule has no full fixed point; and the graph of saddles.
 *
 * @param constants K of the initial weights (sliceConstants), or 0, 0, 0 for the limit of small initial weights
 */
export function findFixedPoints(learning: ExpectedLearning, constants: SliceConstants): FixedPoints {
  const offSlice: string[] = [];
  const zerosOf = (flow: FlowKind) => {
    const points: FixedPoint[] = [];
    for (const zero of associationZeros(learning, flow)) {
      const state = zeroOnSlice(learning, zero, constants, flow);
      if (state) points.push(describe(learning, state, "zero", flow, onNames(zero), points));
      else if (flow === "projected") offSlice.push(label(onNames(zero)));
    }
    return points;
  };
  const projected = zerosOf("projected");
  const unconstrained = zerosOf("unconstrained");
  const slow: FixedPoint[] = [];
  if (learning.rule === "tutor-executor") {
    for (const { state } of slowPoints(learning, constants)) {
      const v = associations(state);
      if (projected.some((zero) => distance(zero.associations, v) < NEAR)) continue;
      const on = PATHWAY_NAMES.filter((_, i) => Math.max(Math.abs(v[i]), Math.abs(v[3 + i])) > NEAR);
      slow.push(describe(learning, state, "slow", "projected", on, slow));
    }
  }
  const connections = projected.flatMap((point) => connectionsFrom(learning, point, projected, slow));
  return { slice: constants, projected, unconstrained, slow, offSlice, connections };
}

/** Euclidean distance of two sets of associations. */
export function distance(a: Associations, b: Associations): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += (a[k] - b[k]) ** 2;
  return Math.sqrt(sum);
}

function describe(
  learning: ExpectedLearning,
  state: NetworkState,
  kind: FixedPoint["kind"],
  flow: FlowKind,
  pathways: readonly PathwayName[],
  others: readonly FixedPoint[],
): FixedPoint {
  const force = new Float64Array(STATE_SIZE);
  expectedUpdate(learning, state, force);
  if (flow === "projected") project(state, force);
  const stability = stabilityAt(learning, state);
  const unstable = UNSTABLE * learning.rates.reduce((largest, x) => Math.max(largest, x), 0);
  const growing = (flow === "projected" ? stability.projected : stability.unconstrained).filter(
    ({ re }) => re > unstable,
  );
  const turning = growing.filter(({ im }) => im !== 0).length;
  const same = label(pathways);
  const base = kind === "slow" ? `slow ${same}` : same;
  const twins = others.filter(({ name }) => name === base || name.startsWith(`${base} `)).length;
  return {
    name: twins === 0 ? base : `${base} ${twins + 1}`,
    kind,
    flow,
    pathways,
    state,
    associations: associations(state),
    residual: force.reduce((largest, x) => Math.max(largest, Math.abs(x)), 0),
    stability,
    index: flow === "projected" ? stability.projectedEscapes.length + turning : growing.length,
  };
}

function connectionsFrom(
  learning: ExpectedLearning,
  from: FixedPoint,
  zeros: readonly FixedPoint[],
  slow: readonly FixedPoint[],
): readonly SaddleConnection[] {
  const rate = learning.rates.reduce((largest, x) => Math.max(largest, x), 0);
  const known = [...zeros, ...slow];
  return from.stability.projectedEscapes.map((way) => {
    // Far enough out to leave in a number of steps, near enough to leave along the direction.
    const start = from.state.map((w, k) => Math.max(0, w + 1e-3 * way.direction[k]));
    const visits: string[] = [];
    let here: string | undefined = from.name;
    let arrived: string | null = null;
    followFlow(learning, start, (state, trials) => {
      const v = associations(state);
      const near = known.find((point) => distance(point.associations, v) < NEAR);
      if (near && near.name !== here && near !== from) visits.push(near.name);
      here = near?.name;
      if (near?.kind === "zero" && near !== from && distance(near.associations, v) < ARRIVED)
        arrived = near.name;
      return arrived === null && trials * rate < LONGEST && state.every((w) => w < RUNAWAY);
    });
    return { from: from.name, pathways: way.pathways, rate: way.rate, visits, to: arrived };
  });
}

function onNames({ on }: AssociationZero): readonly PathwayName[] {
  return PATHWAY_NAMES.filter((_, i) => on[i]);
}

/** `∅`, `{B}`, `{B,L}`, …: bias first, as it is learnt first. */
function label(pathways: readonly PathwayName[]): string {
  const letters = (["bias", "left", "right"] as const)
    .filter((pathway) => pathways.includes(pathway))
    .map((pathway) => pathway[0].toUpperCase());
  return letters.length === 0 ? "∅" : `{${letters.join(",")}}`;
}

/**
 * Minimise a smooth function inside a box: limited-memory BFGS on the free variables, with projected steps
 * (Nocedal & Wright 2006, ch. 7; the projection as in Bertsekas 1982). A variable at a bound whose gradient
 * pushes outwards is held there for the iteration.
 */

/** Writes the gradient at x into `gradient` and returns the value; not finite where the function is undefined. */
export type Objective = (x: Float64Array, gradient: Float64Array) => number;

export interface LbfgsOptions {
  /** Pairs of steps that the curvature is built from; 12 by default. */
  readonly memory?: number;
  /** Converged when no free component of the gradient exceeds this; 1e-5 by default. */
  readonly gradientTolerance?: number;
  /** Converged when an iteration gains less than this fraction of 1 + |value|; 1e-13 by default. */
  readonly valueTolerance?: number;
  /** 1,000 by default. */
  readonly maxEvaluations?: number;
  /** The longest first step in any variable; 0.1 by default. */
  readonly firstStep?: number;
}

export interface LbfgsResult {
  readonly x: Float64Array;
  readonly value: number;
  readonly gradient: Float64Array;
  readonly iterations: number;
  readonly evaluations: number;
  /**
   * `gradient`: the gradient vanished; `value`: progress did (as at a kink); `evaluations`: the budget ran out
   * first; `undefined-start`: the function is not finite at the start.
   */
  readonly status: "gradient" | "value" | "evaluations" | "undefined-start";
}

const ARMIJO = 1e-4;
const CURVATURE = 0.9;

/**
 * A local minimum from `start`, which is moved into the box first.
 *
 * @param lower inclusive bounds, −Infinity where there is none; upper likewise
 */
export function minimiseInBox(
  objective: Objective,
  start: Float64Array,
  lower: Float64Array,
  upper: Float64Array,
  options: LbfgsOptions = {},
): LbfgsResult {
  const dim = start.length;
  const memory = options.memory ?? 12;
  const gradientTolerance = options.gradientTolerance ?? 1e-5;
  const valueTolerance = options.valueTolerance ?? 1e-13;
  const maxEvaluations = options.maxEvaluations ?? 1000;
  const project = (i: number, value: number) => Math.min(upper[i], Math.max(lower[i], value));

  let x = start.map((value, i) => project(i, value));
  let gradient = new Float64Array(dim);
  let value = objective(x, gradient);
  let evaluations = 1;
  let iterations = 0;
  const result = (status: LbfgsResult["status"]): LbfgsResult => ({
    x,
    value,
    gradient,
    iterations,
    evaluations,
    status,
  });
  if (!Number.isFinite(value)) return result("undefined-start");

  const steps: Float64Array[] = [];
  const changes: Float64Array[] = [];
  const free = new Uint8Array(dim);
  const direction = new Float64Array(dim);
  let stalls = 0;
  for (;;) {
    let largest = 0;
    for (let i = 0; i < dim; i++) {
      const outwards = (x[i] <= lower[i] && gradient[i] > 0) || (x[i] >= upper[i] && gradient[i] < 0);
      free[i] = outwards ? 0 : 1;
      if (!outwards) largest = Math.max(largest, Math.abs(gradient[i]));
    }
    if (largest <= gradientTolerance) return result("gradient");

    quasiNewtonDirection(direction, gradient, free, steps, changes);
    let descent = dot(direction, gradient);
    if (!(descent < 0)) {
      steps.length = 0;
      changes.length = 0;
      quasiNewtonDirection(direction, gradient, free, steps, changes);
      descent = dot(direction, gradient);
    }
    // Without curvature the gradient's length says nothing of how far to go.
    let length = steps.length === 0 ? Math.min(1, (options.firstStep ?? 0.1) / largest) : 1;
    let accepted:
      | { x: Float64Array<ArrayBuffer>; gradient: Float64Array<ArrayBuffer>; value: number }
      | undefined;
    let shortest = 0;
    let longest = Number.POSITIVE_INFINITY;
    for (let trial = 0; trial < 30 && evaluations < maxEvaluations; trial++) {
      const next = x.map((at, i) => project(i, at + length * direction[i]));
      let predicted = 0;
      let cut = false;
      for (let i = 0; i < dim; i++) {
        predicted += gradient[i] * (next[i] - x[i]);
        cut ||= free[i] === 1 && next[i] !== x[i] + length * direction[i];
      }
      const nextGradient = new Float64Array(dim);
      const nextValue = objective(next, nextGradient);
      evaluations++;
      if (!(nextValue <= value + ARMIJO * predicted)) {
        longest = length;
        // Minimum of the parabola through the value and slope here and the value there.
        const curvature = 2 * (nextValue - value - length * descent);
        const best = Number.isFinite(curvature) ? (-descent * length * length) / curvature : 0;
        length = Math.max(
          shortest + 0.1 * (length - shortest),
          Math.min(best, shortest + 0.5 * (length - shortest)),
        );
        if (length <= shortest || length < 1e-16) break;
        continue;
      }
      if (!accepted || nextValue < accepted.value) {
        accepted = { x: next, gradient: nextGradient, value: nextValue };
      }
      // Too short a step to learn the curvature from: go on, unless a bound is what stops it.
      if (cut || dot(nextGradient, direction) >= CURVATURE * descent) break;
      shortest = length;
      length = longest < Number.POSITIVE_INFINITY ? 0.5 * (shortest + longest) : 4 * length;
    }
    if (!accepted) {
      if (evaluations >= maxEvaluations) return result("evaluations");
      // The direction is useless (a kink, or stale curvature): once more along the gradient, then give up.
      if (steps.length === 0) return result("value");
      steps.length = 0;
      changes.length = 0;
      continue;
    }
    iterations++;
    const from = x;
    const fromGradient = gradient;
    const step = accepted.x.map((to, i) => to - from[i]);
    const change = accepted.gradient.map((to, i) => to - fromGradient[i]);
    if (dot(step, change) > 1e-10 * Math.sqrt(dot(step, step) * dot(change, change))) {
      steps.push(step);
      changes.push(change);
      if (steps.length > memory) {
        steps.shift();
        changes.shift();
      }
    }
    const gain = value - accepted.value;
    ({ x, gradient, value } = accepted);
    stalls = gain <= valueTolerance * (1 + Math.abs(value)) ? stalls + 1 : 0;
    if (stalls >= 2) return result("value");
    if (evaluations >= maxEvaluations) return result("evaluations");
  }
}

/** −H g on the free variables by the two-loop recursion, and 0 on the others. */
function quasiNewtonDirection(
  direction: Float64Array,
  gradient: Float64Array,
  free: Uint8Array,
  steps: readonly Float64Array[],
  changes: readonly Float64Array[],
): void {
  const dim = direction.length;
  const dotFree = (a: Float64Array, b: Float64Array) => {
    let sum = 0;
    for (let i = 0; i < dim; i++) if (free[i]) sum += a[i] * b[i];
    return sum;
  };
  for (let i = 0; i < dim; i++) direction[i] = free[i] ? -gradient[i] : 0;
  const used: { readonly k: number; readonly curvature: number; readonly weight: number }[] = [];
  let scale = 0;
  for (let k = steps.length - 1; k >= 0; k--) {
    // Restricted to the free variables a pair may have lost its positive curvature.
    const curvature = dotFree(steps[k], changes[k]);
    const size = dotFree(changes[k], changes[k]);
    if (!(curvature > 1e-10 * Math.sqrt(size * dotFree(steps[k], steps[k])))) continue;
    if (scale === 0) scale = curvature / size;
    const weight = dotFree(steps[k], direction) / curvature;
    for (let i = 0; i < dim; i++) if (free[i]) direction[i] -= weight * changes[k][i];
    used.push({ k, curvature, weight });
  }
  if (scale > 0) for (let i = 0; i < dim; i++) direction[i] *= scale;
  for (let m = used.length - 1; m >= 0; m--) {
    const { k, curvature, weight } = used[m];
    const back = dotFree(changes[k], direction) / curvature;
    for (let i = 0; i < dim; i++) if (free[i]) direction[i] += (weight - back) * steps[k][i];
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

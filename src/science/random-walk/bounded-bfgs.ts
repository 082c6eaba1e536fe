/**
 * A function to be maximised: its value, and its gradient written into `gradient` (which is called after
 * `value`).
 */
export interface Objective {
  value(point: Float64Array): number;
  /** The gradient at the point at which `value` was last called. */
  gradient(out: Float64Array): void;
  /** Called with each point that becomes the best so far, before any other call of `value`. */
  accept?(): void;
}

export interface BfgsOptions {
  /** Bounds of each component. */
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** Stop when no free component of the gradient exceeds this. */
  readonly gradientTolerance: number;
  readonly maxIterations: number;
  /** Longest change of any component in one step. */
  readonly maxStep: number;
}

export interface BfgsResult {
  readonly point: Float64Array;
  readonly value: number;
  readonly gradient: Float64Array;
  readonly iterations: number;
  readonly evaluations: number;
  readonly converged: boolean;
}

/** Growth of the inverse Hessian after a step through a convex stretch; steps stay within `maxStep`. */
const CONVEX_STRETCH = 4;

/**
 * Maximises a smooth function in a box by BFGS with an active set: components at a bound whose gradient
 * points outward are left out of the step. The first inverse Hessian is diagonal, 1/max(5, |g|).
 */
export function maximiseBounded(objective: Objective, start: Float64Array, options: BfgsOptions): BfgsResult {
  const { lower, upper, gradientTolerance, maxIterations, maxStep } = options;
  const n = start.length;
  const clamp = (x: number, i: number) => Math.min(upper[i], Math.max(lower[i], x));
  let point: Float64Array = start.map(clamp);
  let value = objective.value(point);
  let evaluations = 1;
  let gradient: Float64Array = new Float64Array(n);
  objective.gradient(gradient);
  objective.accept?.();
  const inverse = new Float64Array(n * n);
  const reset = () => {
    inverse.fill(0);
    for (let i = 0; i < n; i++) inverse[i * n + i] = 1 / Math.max(5, Math.abs(gradient[i]));
  };
  reset();
  let fresh = true;

  for (let iteration = 0; ; iteration++) {
    const free = Array.from(
      gradient,
      (g, i) => !((point[i] <= lower[i] && g <= 0) || (point[i] >= upper[i] && g >= 0)),
    );
    const steepest = gradient.reduce((max, g, i) => (free[i] ? Math.max(max, Math.abs(g)) : max), 0);
    if (steepest < gradientTolerance || iteration === maxIterations) {
      return {
        point,
        value,
        gradient,
        iterations: iteration,
        evaluations,
        converged: steepest < gradientTolerance,
      };
    }
    const direction = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      if (!free[i]) continue;
      for (let j = 0; j < n; j++) if (free[j]) direction[i] += inverse[i * n + j] * gradient[j];
    }
    const longest = direction.reduce((max, d) => Math.max(max, Math.abs(d)), 0);
    let scale = longest > maxStep ? maxStep / longest : 1;

    let next: Float64Array | null = null;
    let nextValue = value;
    for (let attempt = 0; attempt < 25; attempt++) {
      const trial = point.map((x, i) => clamp(x + scale * direction[i], i));
      let rise = 0;
      for (let i = 0; i < n; i++) rise += gradient[i] * (trial[i] - point[i]);
      if (!(rise > 0)) break;
      const found = objective.value(trial);
      evaluations++;
      if (found >= value + 1e-4 * rise) {
        next = trial;
        nextValue = found;
        break;
      }
      // The maximum of the parabola through both values and the slope.
      const parabola = (0.5 * rise) / (rise - (found - value));
      scale *= Math.min(0.5, Math.max(0.1, Number.isFinite(parabola) ? parabola : 0.1));
    }
    if (next === null) {
      if (!fresh) {
        reset();
        fresh = true;
        continue;
      }
      return { point, value, gradient, iterations: iteration, evaluations, converged: false };
    }
    const nextGradient = new Float64Array(n);
    objective.gradient(nextGradient);
    objective.accept?.();
    // BFGS on −f: y is the fall of the gradient.
    const s = next.map((x, i) => x - point[i]);
    const y = nextGradient.map((g, i) => gradient[i] - g);
    updateInverse(inverse, s, y);
    fresh = false;
    point = next;
    value = nextValue;
    gradient = nextGradient;
  }
}

function updateInverse(inverse: Float64Array, s: Float64Array, y: Float64Array): void {
  const n = s.length;
  let sy = 0;
  let ss = 0;
  let yy = 0;
  for (let i = 0; i < n; i++) {
    sy += s[i] * y[i];
    ss += s[i] * s[i];
    yy += y[i] * y[i];
  }
  // Where the function is convex along s there is no positive curvature to learn: only that steps were too short.
  if (sy <= 1e-8 * Math.sqrt(ss * yy)) {
    for (let i = 0; i < inverse.length; i++) inverse[i] *= CONVEX_STRETCH;
    return;
  }
  const hy = new Float64Array(n);
  let yhy = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) hy[i] += inverse[i * n + j] * y[j];
    yhy += y[i] * hy[i];
  }
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      inverse[i * n + j] += ((1 + yhy / sy) * s[i] * s[j] - hy[i] * s[j] - s[i] * hy[j]) / sy;
    }
  }
}

import { describe, expect, test } from "vitest";
import { minimiseInBox, type Objective } from "../../../src/science/network/bounded-lbfgs.ts";

const filled = (n: number, value: number) => new Float64Array(n).fill(value);
const anywhere = (n: number) =>
  [filled(n, Number.NEGATIVE_INFINITY), filled(n, Number.POSITIVE_INFINITY)] as const;

/** Rosenbrock (1960), in any dimension; minimum 0 at (1, …, 1). */
const rosenbrock: Objective = (x, gradient) => {
  gradient.fill(0);
  let value = 0;
  for (let i = 0; i + 1 < x.length; i++) {
    const a = x[i + 1] - x[i] ** 2;
    const b = 1 - x[i];
    value += 100 * a * a + b * b;
    gradient[i] += -400 * a * x[i] - 2 * b;
    gradient[i + 1] += 200 * a;
  }
  return value;
};

/** Beale (1958); minimum 0 at (3, ½). */
const beale: Objective = ([x, y], gradient) => {
  gradient.fill(0);
  let value = 0;
  [1.5, 2.25, 2.625].forEach((c, k) => {
    const residual = c - x * (1 - y ** (k + 1));
    value += residual ** 2;
    gradient[0] -= 2 * residual * (1 - y ** (k + 1));
    gradient[1] += 2 * residual * x * (k + 1) * y ** k;
  });
  return value;
};

/** Powell's singular function (1962): the Hessian at the minimum, 0 at the origin, is singular. */
const powell: Objective = ([a, b, c, d], gradient) => {
  gradient[0] = 2 * (a + 10 * b) + 40 * (a - d) ** 3;
  gradient[1] = 20 * (a + 10 * b) + 4 * (b - 2 * c) ** 3;
  gradient[2] = 10 * (c - d) - 8 * (b - 2 * c) ** 3;
  gradient[3] = -10 * (c - d) - 40 * (a - d) ** 3;
  return (a + 10 * b) ** 2 + 5 * (c - d) ** 2 + (b - 2 * c) ** 4 + 10 * (a - d) ** 4;
};

describe("without bounds it finds the minima of the standard functions", () => {
  test("Rosenbrock in 2 dimensions, in fewer than 100 evaluations", () => {
    const found = minimiseInBox(rosenbrock, Float64Array.of(-1.2, 1), ...anywhere(2));
    expect(found.status).toBe("gradient");
    expect(found.evaluations).toBeLessThan(100);
    for (const x of found.x) expect(x).toBeCloseTo(1, 4);
  });

  test("Rosenbrock in 20 dimensions", () => {
    const found = minimiseInBox(rosenbrock, filled(20, 0.5), ...anywhere(20));
    expect(found.value).toBeLessThan(1e-9);
  });

  test("Beale", () => {
    const found = minimiseInBox(beale, Float64Array.of(1, 1), ...anywhere(2));
    expect(found.x[0]).toBeCloseTo(3, 4);
    expect(found.x[1]).toBeCloseTo(0.5, 4);
  });

  test("Powell's singular function", () => {
    const found = minimiseInBox(powell, Float64Array.of(3, -1, 0, 1), ...anywhere(4));
    expect(found.value).toBeLessThan(1e-7);
  });
});

describe("inside a box", () => {
  // Hock & Schittkowski (1981), problem 1: x₂ ≥ −1.5 is not active. Problem 3: minimum 0 at (0, 0) on the bound.
  test("Hock–Schittkowski 1: a bound that does not matter changes nothing", () => {
    const lower = Float64Array.of(Number.NEGATIVE_INFINITY, -1.5);
    const found = minimiseInBox(rosenbrock, Float64Array.of(-2, 1), lower, anywhere(2)[1]);
    expect(found.value).toBeLessThan(1e-9);
  });

  test("Hock–Schittkowski 3: the minimum on a bound", () => {
    const flat: Objective = ([x, y], gradient) => {
      gradient[0] = -2e-5 * (y - x);
      gradient[1] = 1 + 2e-5 * (y - x);
      return y + 1e-5 * (y - x) ** 2;
    };
    const lower = Float64Array.of(Number.NEGATIVE_INFINITY, 0);
    const found = minimiseInBox(flat, Float64Array.of(10, 1), lower, anywhere(2)[1], {
      gradientTolerance: 1e-8,
    });
    expect(found.x[0]).toBeCloseTo(0, 2);
    expect(found.x[1]).toBe(0);
  });

  test("the Karush–Kuhn–Tucker point of a quadratic that several bounds cut off", () => {
    // ½ xᵀQx − bᵀx with Q = tridiag(−1, 2, −1), b = 1, 0 ≤ x ≤ 2. Without bounds x = (3, 5, 6, 6, 5, 3); with
    // them the middle sits at 2 and 2x₁ − x₂ = 1 gives x₁ = 1.5 at either end.
    const quadratic: Objective = (x, gradient) => {
      let value = 0;
      for (let i = 0; i < x.length; i++) {
        const qx = 2 * x[i] - (x[i - 1] ?? 0) - (x[i + 1] ?? 0);
        gradient[i] = qx - 1;
        value += x[i] * (0.5 * qx - 1);
      }
      return value;
    };
    const found = minimiseInBox(quadratic, filled(6, 0), filled(6, 0), filled(6, 2));
    [1.5, 2, 2, 2, 2, 1.5].forEach((x, i) => {
      expect(found.x[i]).toBeCloseTo(x, 5);
    });
    const free = minimiseInBox(quadratic, filled(6, 0), ...anywhere(6));
    [3, 5, 6, 6, 5, 3].forEach((x, i) => {
      expect(free.x[i]).toBeCloseTo(x, 4);
    });
  });

  test("a start outside is moved in, and every evaluation is inside", () => {
    const seen: number[] = [];
    const watched: Objective = (x, gradient) => {
      seen.push(...x);
      return rosenbrock(x, gradient);
    };
    minimiseInBox(watched, Float64Array.of(-9, 9), filled(2, -0.5), filled(2, 0.8));
    expect(Math.min(...seen)).toBeGreaterThanOrEqual(-0.5);
    expect(Math.max(...seen)).toBeLessThanOrEqual(0.8);
  });
});

describe("honest endings", () => {
  test("a budget that is too small is said", () => {
    const found = minimiseInBox(rosenbrock, Float64Array.of(-1.2, 1), ...anywhere(2), { maxEvaluations: 10 });
    expect(found.status).toBe("evaluations");
    expect(found.evaluations).toBe(10);
  });

  test("a kink ends the search by value at the kink", () => {
    const kink: Objective = ([x, y], gradient) => {
      gradient[0] = Math.sign(x) + 0.02 * (x - 1);
      gradient[1] = 2 * y;
      return Math.abs(x) + 0.01 * (x - 1) ** 2 + y * y;
    };
    const found = minimiseInBox(kink, Float64Array.of(1.3, 0.7), ...anywhere(2));
    expect(found.status).toBe("value");
    expect(Math.abs(found.x[0])).toBeLessThan(1e-3);
  });

  test("where the function is undefined beyond a wall, it stays on this side", () => {
    const wall: Objective = ([x], gradient) => {
      gradient[0] = 1 - 0.1 / x;
      return x > 0 ? x - 0.1 * Math.log(x) : Number.NaN;
    };
    const found = minimiseInBox(wall, Float64Array.of(3), ...anywhere(1));
    expect(found.x[0]).toBeCloseTo(0.1, 4);
    expect(minimiseInBox(wall, Float64Array.of(-1), ...anywhere(1)).status).toBe("undefined-start");
  });
});

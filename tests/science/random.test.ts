import { expect, test } from "vitest";
import { seededRandom } from "../../src/science/random.ts";

test("the same seed gives the same stream, another seed another", () => {
  const draw = (seed: number) => Array.from({ length: 5 }, seededRandom(seed).uniform);
  expect(draw(7)).toEqual(draw(7));
  expect(draw(7)).not.toEqual(draw(8));
});

test("children are told apart by their key and leave the parent where it was", () => {
  const parent = seededRandom(1);
  const first = parent.child(0).uniform();
  const second = parent.child(1).uniform();
  expect(first).not.toBe(second);
  expect(parent.uniform()).toBe(seededRandom(1).uniform());
});

test("uniform and normal have the moments of their distributions", () => {
  const random = seededRandom(3);
  const n = 200_000;
  const moments = (draw: () => number) => {
    let sum = 0;
    let squares = 0;
    let fourth = 0;
    for (let i = 0; i < n; i++) {
      const x = draw();
      sum += x;
      squares += x * x;
      fourth += x ** 4;
    }
    return [sum / n, squares / n, fourth / n];
  };
  // Five standard errors of each estimate, from the closed-form moments.
  const [u1, u2] = moments(random.uniform);
  expect(Math.abs(u1 - 1 / 2)).toBeLessThan(5 * Math.sqrt(1 / 12 / n));
  expect(Math.abs(u2 - 1 / 3)).toBeLessThan(5 * Math.sqrt(4 / 45 / n));
  const [n1, n2, n4] = moments(random.normal);
  expect(Math.abs(n1)).toBeLessThan(5 * Math.sqrt(1 / n));
  expect(Math.abs(n2 - 1)).toBeLessThan(5 * Math.sqrt(2 / n));
  expect(Math.abs(n4 - 3)).toBeLessThan(5 * Math.sqrt(96 / n));
});

test("neighbouring seeds are uncorrelated", () => {
  const n = 2_000;
  let sum = 0;
  for (let seed = 0; seed < n; seed++) {
    sum += (seededRandom(seed).uniform() - 0.5) * (seededRandom(seed + 1).uniform() - 0.5);
  }
  expect(Math.abs(sum / n)).toBeLessThan((5 / 12) * Math.sqrt(1 / n));
});

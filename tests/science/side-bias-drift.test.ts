import { expect, test } from "vitest";
import { sideBiasDrift } from "../../src/science/side-bias-drift.ts";

test("a bias that moves away from the middle by .15 between the last two threes of sessions is a drift", () => {
  // Means by hand: 0 and .2.
  const drift = sideBiasDrift([0.9, -0.1, 0, 0.1, null, 0.1, 0.2, 0.3]);
  expect(drift?.before).toBeCloseTo(0, 12);
  expect(drift?.after).toBeCloseTo(0.2, 12);
  expect(sideBiasDrift([0, 0, 0, -0.3, -0.3, -0.3])).not.toBeNull();
});

test("a smaller change, a return to the middle, and too few sessions are none", () => {
  expect(sideBiasDrift([0, 0, 0, 0.1, 0.1, 0.1])).toBeNull();
  expect(sideBiasDrift([0.4, 0.4, 0.4, 0, 0, 0])).toBeNull();
  expect(sideBiasDrift([0, 0, null, 0.4, 0.4, 0.4])).toBeNull();
});

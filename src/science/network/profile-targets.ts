import type { LearningRule } from "./learning-rule.ts";
import { type Parameterisation, parameterisation, type RateSharing } from "./parameterisation.ts";
import type { ProfileTarget } from "./profile-chart.ts";

export interface NamedTarget {
  /** `logRate`, `logBeta`, or `logProduct.leftAction.right`: of β a_R u_{L,R} at the start. */
  readonly name: string;
  readonly target: ProfileTarget;
}

/**
 * What can be known of a network from choices alone: its learning rates, β, and the initial products β a_i u_{c,i},
 * since the scaling of a_i against u_{·,i} shows only in how fast they grow.
 */
export function profileTargets(rule: LearningRule, rates: RateSharing = "shared"): readonly NamedTarget[] {
  const space = parameterisation(rule, rates);
  const parameters = space.names.slice(0, space.betaAt + 1);
  return [
    ...parameters.map((name, index): NamedTarget => ({ name, target: { kind: "parameter", index } })),
    ...["leftAction", "rightAction"].flatMap((action, row) =>
      ["left", "right", "bias"].map(
        (pathway, i): NamedTarget => ({
          name: `logProduct.${action}.${pathway}`,
          target: { kind: "product", association: 3 * row + i },
        }),
      ),
    ),
  ];
}

/** The quantity's logarithm at φ. */
export function profiledValue(space: Parameterisation, phi: Float64Array, target: ProfileTarget): number {
  if (target.kind === "parameter") return phi[target.index];
  const firstLayer = space.firstLayerAt < 0 ? 0 : phi[space.firstLayerAt + (target.association % 3)];
  return phi[space.betaAt] + firstLayer + phi[space.secondLayerAt + target.association];
}

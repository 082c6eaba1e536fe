/**
 * The lapse-aware psychometric function (Wichmann & Hill 2001, with a logistic core):
 *
 *     P(right | c) = lapseLeft + (1 − lapseLeft − lapseRight) σ(slope · (c − biasContrast))
 *
 * of the signed contrast c (right minus left).
 */
export interface PsychometricParameters {
  /** Signed contrast at which the core is ½; positive where the mouse leans to the left. */
  readonly biasContrast: number;
  /** Slope of the core at that contrast is a quarter of this; per unit contrast. */
  readonly slope: number;
  /** P(right) however strong the left stimulus. */
  readonly lapseLeft: number;
  /** P(left) however strong the right stimulus. */
  readonly lapseRight: number;
}

/** In the order in which arrays of parameters hold them. */
export const psychometricNames = ["biasContrast", "slope", "lapseLeft", "lapseRight"] as const;

export type PsychometricName = (typeof psychometricNames)[number];

/** P(right) at a signed contrast. */
export function psychometricFunction(parameters: PsychometricParameters, contrast: number): number {
  const { biasContrast, slope, lapseLeft, lapseRight } = parameters;
  const core = 1 / (1 + Math.exp(-slope * (contrast - biasContrast)));
  return lapseLeft + (1 - lapseLeft - lapseRight) * core;
}

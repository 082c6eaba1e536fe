/**
 * The log-likelihood of a mouse's choices under a learning network, and its exact gradient (SCIENCE §6, [D]).
 *
 *     log L = Σ_t log P(choice_t | weights after the mouse's own trials 1 … t − 1)
 *
 * The weights follow the mouse's own choices, so the whole sequence is one differentiable program of the 16 raw
 * parameters. Its gradient is taken in reverse: a forward pass keeps the weights that each trial used, a backward
 * pass carries ∂(log L of the trials after t)/∂(weights after t) back to the first trial. Where a weight was
 * reflected at 0 the derivative changes sign; at the measure-zero points where a weight lands on 0 exactly the
 * gradient is one-sided.
 *
 * A fit asks this tens of thousands of times, so the passes hold no branch that a choice or a stimulus decides: which
 * weights a trial uses is arithmetic on indices, and at zero contrast the input 0 silences the stimulus' pathway.
 */
import type { ChoiceSequence } from "./choice-sequence.ts";
import { hasPartialErrors, isDeep, type LearningRule } from "./learning-rule.ts";
import { RAW_BETA, RAW_STATE, type RawParameters } from "./raw-parameters.ts";
import { LEFT_ROW, RIGHT_ROW, STATE_SIZE } from "./state.ts";

/** Room for the forward pass of up to `capacity` trials, so that evaluations allocate nothing. */
export interface LikelihoodWorkspace {
  readonly capacity: number;
  /** P(choice_t), of the choice that was made. */
  readonly pChosen: Float64Array;
  /**
   * Of each trial the weights that it used: a of the stimulus' pathway and of the bias, u of both for the chosen
   * action, then for the other; capacity × 6, row-major.
   */
  readonly used: Float64Array;
  /** The logit of the choice that was made. */
  readonly margin: Float64Array;
  readonly state: Float64Array;
  readonly adjoint: Float64Array;
}

const USED_SIZE = 6;

export function likelihoodWorkspace(capacity: number): LikelihoodWorkspace {
  return {
    capacity,
    pChosen: new Float64Array(capacity),
    used: new Float64Array(capacity * USED_SIZE),
    margin: new Float64Array(capacity),
    state: new Float64Array(STATE_SIZE),
    adjoint: new Float64Array(STATE_SIZE),
  };
}

/**
 * log L of the first `n` trials. Leaves the probabilities of their choices in the workspace.
 *
 * @param n at most the sequence's length and the workspace's capacity
 */
export function logLikelihood(
  sequence: ChoiceSequence,
  rule: LearningRule,
  raw: RawParameters,
  workspace: LikelihoodWorkspace,
  n: number = sequence.n,
): number {
  learn(sequence, rule, raw, workspace, n);
  const { margin, pChosen } = workspace;
  let sum = 0;
  // Probabilities are multiplied up and their logarithm taken seldom: it costs as much as the trial itself.
  let product = 1;
  for (let t = 0; t < n; t++) {
    const p = 1 / (1 + Math.exp(-margin[t]));
    pChosen[t] = p;
    if (p > 1e-150) {
      product *= p;
      if (product < 1e-150) {
        sum += Math.log(product);
        product = 1;
      }
    } else {
      // σ underflows towards here: log σ(m) = m to full precision.
      sum += margin[t];
    }
  }
  return sum + Math.log(product);
}

/** The weights' way through the first `n` trials: leaves what each used, and the logit of its choice. */
function learn(
  { side, input, choseRight, reward }: ChoiceSequence,
  rule: LearningRule,
  raw: RawParameters,
  { used, margin, state: w }: LikelihoodWorkspace,
  n: number,
): void {
  const deep = isDeep(rule);
  const partial = hasPartialErrors(rule);
  const beta = raw[RAW_BETA];
  const biasRate1 = deep ? raw[2] : 0;
  const biasRate2 = raw[5];
  for (let i = 0; i < STATE_SIZE; i++) w[i] = raw[RAW_STATE + i];
  let o = 0;
  for (let t = 0; t < n; t++, o += USED_SIZE) {
    // The stimulus' pathway: 0 left, 1 right.
    const i = (side[t] + 1) >> 1;
    const row = LEFT_ROW + (RIGHT_ROW - LEFT_ROW) * choseRight[t];
    const otherRow = LEFT_ROW + RIGHT_ROW - row;
    const aS = w[i];
    const aB = w[2];
    const uS = w[row + i];
    const uB = w[row + 2];
    const otherS = w[otherRow + i];
    const otherB = w[otherRow + 2];
    used[o] = aS;
    used[o + 1] = aB;
    used[o + 2] = uS;
    used[o + 3] = uB;
    used[o + 4] = otherS;
    used[o + 5] = otherB;

    const x = input[t];
    margin[t] = beta * ((uB - otherB) * aB + (uS - otherS) * aS * x);
    const r = reward[t];
    const stimulusValue = uS * aS * x;
    const biasValue = uB * aB;
    const total = r - stimulusValue - biasValue;
    const stimulusError = partial ? r - stimulusValue : total;
    const biasError = partial ? r - biasValue : total;
    if (deep) {
      w[i] = Math.abs(aS + raw[i] * total * uS * x);
      w[2] = Math.abs(aB + biasRate1 * total * uB);
    }
    w[row + i] = Math.abs(uS + raw[3 + i] * stimulusError * aS * x);
    w[row + 2] = Math.abs(uB + biasRate2 * biasError * aB);
  }
}

/**
 * log L of the first `n` trials and its gradient.
 *
 * @param gradient overwritten with ∂ log L/∂raw, length 16. For a shallow network the entries of the
 *   first layer's rates are 0; those of its weights are the derivatives at the fixed values.
 */
export function logLikelihoodGradient(
  sequence: ChoiceSequence,
  rule: LearningRule,
  raw: RawParameters,
  gradient: Float64Array,
  workspace: LikelihoodWorkspace,
  n: number = sequence.n,
): number {
  const value = logLikelihood(sequence, rule, raw, workspace, n);
  const { side, input, choseRight, reward } = sequence;
  const { used, pChosen, adjoint: g } = workspace;
  const deep = isDeep(rule);
  const partial = hasPartialErrors(rule);
  const beta = raw[RAW_BETA];
  const biasRate1 = deep ? raw[2] : 0;
  const biasRate2 = raw[5];
  g.fill(0);
  gradient.fill(0);
  let gBeta = 0;
  let gBiasRate1 = 0;
  let gBiasRate2 = 0;

  let o = (n - 1) * USED_SIZE;
  for (let t = n - 1; t >= 0; t--, o -= USED_SIZE) {
    const i = (side[t] + 1) >> 1;
    const row = LEFT_ROW + (RIGHT_ROW - LEFT_ROW) * choseRight[t];
    const otherRow = LEFT_ROW + RIGHT_ROW - row;
    const aS = used[o];
    const aB = used[o + 1];
    const uS = used[o + 2];
    const uB = used[o + 3];
    const gapS = uS - used[o + 4];
    const gapB = uB - used[o + 5];
    const x = input[t];
    const r = reward[t];
    const stimulusValue = uS * aS * x;
    const biasValue = uB * aB;
    const total = r - stimulusValue - biasValue;
    const stimulusError = partial ? r - stimulusValue : total;
    const biasError = partial ? r - biasValue : total;
    const rate1 = deep ? raw[i] : 0;
    const rate2 = raw[3 + i];

    // Through the reflections, whose argument's sign is seen by computing it again.
    const gaS = aS + rate1 * total * uS * x >= 0 ? g[i] : -g[i];
    const gaB = aB + biasRate1 * total * uB >= 0 ? g[2] : -g[2];
    const guS = uS + rate2 * stimulusError * aS * x >= 0 ? g[row + i] : -g[row + i];
    const guB = uB + biasRate2 * biasError * aB >= 0 ? g[row + 2] : -g[row + 2];
    gradient[i] += gaS * total * uS * x;
    gBiasRate1 += gaB * total * uB;
    gradient[3 + i] += guS * stimulusError * aS * x;
    gBiasRate2 += guB * biasError * aB;

    const gTotal = rate1 * gaS * uS * x + biasRate1 * gaB * uB;
    const gStimulusError = rate2 * guS * aS * x;
    const gBiasError = biasRate2 * guB * aB;
    const gStimulusValue = -gTotal - gStimulusError - (partial ? 0 : gBiasError);
    const gBiasValue = -gTotal - gBiasError - (partial ? 0 : gStimulusError);
    // The choice of this trial: ∂ log σ(m)/∂m = 1 − σ(m).
    const gMargin = 1 - pChosen[t];
    const slope = beta * gMargin;
    gBeta += gMargin * (gapB * aB + gapS * aS * x);
    g[i] = gaS + (rate2 * guS * stimulusError + gStimulusValue * uS + slope * gapS) * x;
    g[2] = gaB + biasRate2 * guB * biasError + gBiasValue * uB + slope * gapB;
    g[row + i] = guS + (rate1 * gaS * total + (gStimulusValue + slope) * aS) * x;
    g[row + 2] = guB + biasRate1 * gaB * total + (gBiasValue + slope) * aB;
    g[otherRow + i] -= slope * aS * x;
    g[otherRow + 2] -= slope * aB;
  }
  if (deep) gradient[2] = gBiasRate1;
  else gradient.fill(0, 0, 2);
  gradient[5] = gBiasRate2;
  gradient[RAW_BETA] = gBeta;
  for (let j = 0; j < STATE_SIZE; j++) gradient[RAW_STATE + j] = g[j];
  return value;
}

/**
 * The log-likelihood of a mouse's choices under a learning network, and its exact gradient (SCIENCE §6, [D]).
 *
 *     log L = Σ_t log P(choice_t | weights after the mouse's own trials 1 … t − 1)
 *
 * The weights follow the mouse's own choices, so the whole sequence is one differentiable program of the 16 raw
 * parameters. Its gradient is taken in reverse: a forward pass keeps the weights before each trial, a backward
 * pass carries ∂(log L of the trials after t)/∂(weights after t) back to the first trial. Where a weight was
 * reflected at 0 the derivative changes sign; at the measure-zero points where a weight lands on 0 exactly the
 * gradient is one-sided.
 */
import type { ChoiceSequence } from "./choice-sequence.ts";
import { hasPartialErrors, isDeep, type LearningRule } from "./learning-rule.ts";
import { RAW_BETA, RAW_STATE, type RawParameters } from "./raw-parameters.ts";
import { LEFT_ROW, RIGHT_ROW, STATE_SIZE } from "./state.ts";

/** Room for the forward pass of up to `capacity` trials, so that evaluations allocate nothing. */
export interface LikelihoodWorkspace {
  readonly capacity: number;
  /** Weights before each trial and after the last, (capacity + 1) × 9, row-major. */
  readonly states: Float64Array;
  /** P(right) on each trial. */
  readonly pRight: Float64Array;
  readonly adjoint: Float64Array;
}

export function likelihoodWorkspace(capacity: number): LikelihoodWorkspace {
  return {
    capacity,
    states: new Float64Array((capacity + 1) * STATE_SIZE),
    pRight: new Float64Array(capacity),
    adjoint: new Float64Array(STATE_SIZE),
  };
}

/**
 * log L of the first `n` trials. Leaves the weights and P(right) of those trials in the workspace.
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
  const { side, input, choseRight, reward } = sequence;
  const { states: w, pRight } = workspace;
  const deep = isDeep(rule);
  const partial = hasPartialErrors(rule);
  const beta = raw[RAW_BETA];
  const biasRate1 = raw[2];
  const biasRate2 = raw[5];
  for (let i = 0; i < STATE_SIZE; i++) w[i] = raw[RAW_STATE + i];

  let sum = 0;
  // Probabilities are multiplied up and their logarithm taken seldom: it costs as much as the trial itself.
  let product = 1;
  let o = 0;
  for (let t = 0; t < n; t++, o += STATE_SIZE) {
    const aB = w[o + 2];
    const s = side[t];
    const x = input[t];
    // The pathway of the stimulus: 0 left, 1 right. At zero contrast x = 0 silences whichever is read.
    const i = s > 0 ? 1 : 0;
    const aS = w[o + i];
    let difference = (w[o + 8] - w[o + 5]) * aB;
    if (s !== 0) difference += (w[o + RIGHT_ROW + i] - w[o + LEFT_ROW + i]) * aS * x;

    const logit = beta * difference;
    const right = choseRight[t] === 1;
    // One exponential for both probabilities, and no cancellation in the smaller one.
    const odds = Math.exp(logit < 0 ? logit : -logit);
    const larger = 1 / (1 + odds);
    const smaller = odds * larger;
    pRight[t] = logit < 0 ? smaller : larger;
    const pChosen = right === logit >= 0 ? larger : smaller;
    if (pChosen > 1e-150) {
      product *= pChosen;
      if (product < 1e-150) {
        sum += Math.log(product);
        product = 1;
      }
    } else {
      // σ underflows towards here: log σ(m) = m to full precision.
      sum += right ? logit : -logit;
    }

    for (let j = 0; j < STATE_SIZE; j++) w[o + STATE_SIZE + j] = w[o + j];
    const row = o + (right ? RIGHT_ROW : LEFT_ROW);
    const next = o + STATE_SIZE;
    const uB = w[row + 2];
    const biasValue = uB * aB;
    const uS = w[row + i];
    const stimulusValue = s !== 0 ? uS * aS * x : 0;
    const total = reward[t] - stimulusValue - biasValue;
    const biasError = partial ? reward[t] - biasValue : total;
    if (deep) w[next + 2] = Math.abs(aB + biasRate1 * total * uB);
    w[row + STATE_SIZE + 2] = Math.abs(uB + biasRate2 * biasError * aB);
    if (s !== 0) {
      const stimulusError = partial ? reward[t] - stimulusValue : total;
      if (deep) w[next + i] = Math.abs(aS + raw[i] * total * uS * x);
      w[row + STATE_SIZE + i] = Math.abs(uS + raw[3 + i] * stimulusError * aS * x);
    }
  }
  return sum + Math.log(product);
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
  const { states: w, pRight, adjoint: g } = workspace;
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

  let o = (n - 1) * STATE_SIZE;
  for (let t = n - 1; t >= 0; t--, o -= STATE_SIZE) {
    const s = side[t];
    const x = input[t];
    const i = s > 0 ? 1 : 0;
    const right = choseRight[t] === 1;
    const row = right ? RIGHT_ROW : LEFT_ROW;
    const aB = w[o + 2];
    const uB = w[o + row + 2];
    const biasValue = uB * aB;
    const aS = w[o + i];
    const uS = w[o + row + i];
    const stimulusValue = s !== 0 ? uS * aS * x : 0;
    const total = reward[t] - stimulusValue - biasValue;
    const biasError = partial ? reward[t] - biasValue : total;
    const stimulusError = partial ? reward[t] - stimulusValue : total;

    // Through the reflections, whose argument's sign is seen by computing it again.
    const gaB = !deep || aB + biasRate1 * total * uB >= 0 ? g[2] : -g[2];
    const guB = uB + biasRate2 * biasError * aB >= 0 ? g[row + 2] : -g[row + 2];
    let gTotal = biasRate1 * gaB * uB;
    const gBiasError = biasRate2 * guB * aB;
    gBiasRate1 += gaB * total * uB;
    gBiasRate2 += guB * biasError * aB;

    if (s !== 0) {
      const rate1 = deep ? raw[i] : 0;
      const rate2 = raw[3 + i];
      const gaS = aS + rate1 * total * uS * x >= 0 ? g[i] : -g[i];
      const guS = uS + rate2 * stimulusError * aS * x >= 0 ? g[row + i] : -g[row + i];
      gTotal += rate1 * gaS * uS * x;
      const gStimulusError = rate2 * guS * aS * x;
      gradient[i] += gaS * total * uS * x;
      gradient[3 + i] += guS * stimulusError * aS * x;
      const all = gTotal + gStimulusError + gBiasError;
      const gStimulusValue = partial ? -gTotal - gStimulusError : -all;
      const gBiasValue = partial ? -gTotal - gBiasError : -all;
      g[i] = gaS + (rate2 * guS * stimulusError + gStimulusValue * uS) * x;
      g[row + i] = guS + (rate1 * gaS * total + gStimulusValue * aS) * x;
      g[2] = gaB + biasRate2 * guB * biasError + gBiasValue * uB;
      g[row + 2] = guB + biasRate1 * gaB * total + gBiasValue * aB;
    } else {
      const gBiasValue = -gTotal - gBiasError;
      g[2] = gaB + biasRate2 * guB * biasError + gBiasValue * uB;
      g[row + 2] = guB + biasRate1 * gaB * total + gBiasValue * aB;
    }

    const gLogit = choseRight[t] - pRight[t];
    const slope = beta * gLogit;
    let difference = (w[o + 8] - w[o + 5]) * aB;
    g[2] += slope * (w[o + 8] - w[o + 5]);
    g[5] -= slope * aB;
    g[8] += slope * aB;
    if (s !== 0) {
      const gap = w[o + RIGHT_ROW + i] - w[o + LEFT_ROW + i];
      difference += gap * aS * x;
      g[i] += slope * gap * x;
      g[LEFT_ROW + i] -= slope * aS * x;
      g[RIGHT_ROW + i] += slope * aS * x;
    }
    gBeta += gLogit * difference;
  }
  if (deep) gradient[2] = gBiasRate1;
  else gradient.fill(0, 0, 2);
  gradient[5] = gBiasRate2;
  gradient[RAW_BETA] = gBeta;
  for (let j = 0; j < STATE_SIZE; j++) gradient[RAW_STATE + j] = g[j];
  return value;
}

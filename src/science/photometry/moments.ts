import type { ControlLine } from "./control-regression.ts";

/**
 * Sums over a recording from which regression, correlation and z-score follow without another pass. With
 * w = 1/F0, the corrected trace is w·signal − slope·w·control − intercept·w, so that its mean and variance are
 * those of a weighted sum of three series.
 */
export interface JointMoments {
  add(signal: number, control: number, weight: number): void;
  /** Least-squares line of signal on control. */
  line(): ControlLine;
  /** null where a channel does not vary */
  correlation(): number | null;
  /** Of the corrected trace; population variance. */
  corrected(line: ControlLine | null): { readonly mean: number; readonly variance: number };
}

/** Welford's update for two signals and their weighted kin: stable however far from 0 they lie. */
export function jointMoments(): JointMoments {
  let n = 0;
  // 0 signal, 1 control; 2 w·signal, 3 w·control, 4 w
  const mean = new Float64Array(5);
  const delta = new Float64Array(5);
  const value = new Float64Array(5);
  const c = new Float64Array(25);
  return {
    add(signal, control, weight) {
      n++;
      value[0] = signal;
      value[1] = control;
      value[2] = weight * signal;
      value[3] = weight * control;
      value[4] = weight;
      for (let i = 0; i < 5; i++) {
        delta[i] = value[i] - mean[i];
        mean[i] += delta[i] / n;
      }
      for (let j = 0; j < 2; j++)
        for (let i = 0; i <= j; i++) c[5 * i + j] += delta[i] * (value[j] - mean[j]);
      for (let j = 2; j < 5; j++)
        for (let i = 2; i <= j; i++) c[5 * i + j] += delta[i] * (value[j] - mean[j]);
    },
    line() {
      const slope = c[6] > 0 ? c[1] / c[6] : 0;
      return { slope, intercept: mean[0] - slope * mean[1] };
    },
    correlation() {
      const scale = Math.sqrt(c[0] * c[6]);
      return scale > 0 ? c[1] / scale : null;
    },
    corrected(line) {
      const k = [1, -(line?.slope ?? 0), -(line?.intercept ?? 0)];
      let total = 0;
      let variance = 0;
      for (let i = 0; i < 3; i++) {
        total += k[i] * mean[2 + i];
        for (let j = 0; j < 3; j++) {
          variance += k[i] * k[j] * c[i <= j ? 5 * (2 + i) + 2 + j : 5 * (2 + j) + 2 + i];
        }
      }
      return { mean: total, variance: n > 0 ? Math.max(0, variance / n) : 0 };
    },
  };
}

import { CHOICE_NO_GO, CHOICE_RIGHT, signedContrast, type TrialTable } from "../trial-table.ts";

/**
 * How a stimulus enters the network: `side` gives 1 whatever the contrast (SCIENCE §6); `contrast` gives the
 * contrast divided by the mouse's greatest, so that both codings lie in 0 to 1 [D].
 */
export type InputCoding = "side" | "contrast";

/** The trials of one mouse that have a choice, as the network sees them; columns of length n. */
export interface ChoiceSequence {
  readonly n: number;
  /** −1 stimulus left, 1 right, 0 zero contrast. At most one stimulus pathway is active on a trial. */
  readonly side: Int8Array;
  /** The active stimulus pathway's input, 0 to 1. */
  readonly input: Float64Array;
  /** 1 where right was chosen, 0 where left was. */
  readonly choseRight: Uint8Array;
  /** r: 1 where the choice was correct, 0 where not, ½ at zero contrast (SCIENCE §6). */
  readonly reward: Float64Array;
  /** Session number of each trial. */
  readonly session: Int32Array;
  /** Row of each trial in the table that it came from. */
  readonly row: Int32Array;
}

/**
 * What the network learns from: every trial with a choice, in order (the filters of SCIENCE §2 are for session
 * measures). Reward is taken from contrast and choice, so that files without outcomes serve as well.
 */
export function choiceSequence(trials: TrialTable, coding: InputCoding = "side"): ChoiceSequence {
  const rows: number[] = [];
  let greatest = 0;
  for (let t = 0; t < trials.nTrials; t++) {
    if (trials.choice[t] === CHOICE_NO_GO) continue;
    rows.push(t);
    greatest = Math.max(greatest, Math.abs(signedContrast(trials, t)));
  }
  const n = rows.length;
  const side = new Int8Array(n);
  const input = new Float64Array(n);
  const choseRight = new Uint8Array(n);
  const reward = new Float64Array(n);
  const session = new Int32Array(n);
  for (let k = 0; k < n; k++) {
    const contrast = signedContrast(trials, rows[k]);
    side[k] = Math.sign(contrast);
    input[k] = contrast === 0 ? 0 : coding === "side" ? 1 : Math.abs(contrast) / greatest;
    choseRight[k] = trials.choice[rows[k]] === CHOICE_RIGHT ? 1 : 0;
    reward[k] = contrast === 0 ? 0.5 : contrast > 0 === (choseRight[k] === 1) ? 1 : 0;
    session[k] = trials.session[rows[k]];
  }
  return { n, side, input, choseRight, reward, session, row: Int32Array.from(rows) };
}

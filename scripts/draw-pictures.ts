// Draws the pictures of the documentation from simulated mice: docs/pictures/*.svg. The same on every run.
import { mkdirSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { associationPlane } from "../src/plots/association-plane.ts";
import { type PsychometricStage, psychometricPanels } from "../src/plots/psychometric-panels.ts";
import { strategyRibbons } from "../src/plots/strategy-ribbons.ts";
import { strategyStyles } from "../src/plots/strategy-style.ts";
import { subjectSessions } from "../src/plots/subject-sessions.ts";
import { trajectoryBands } from "../src/plots/trajectory-bands.ts";
import { simulateCohort } from "../src/science/network/simulate-cohort.ts";
import { fitPsychometric } from "../src/science/psychometric/fit-psychometric.ts";
import { psychometricFunction } from "../src/science/psychometric/psychometric-function.ts";
import { fitRandomWalk } from "../src/science/random-walk/fit.ts";
import {
  filteredRows,
  psychometricCounts,
  type SessionMeasure,
  sessionMeasures,
} from "../src/science/session-measures.ts";
import { trajectoryBySession } from "../src/science/statistics/trajectory.ts";
import { strategyLabels } from "../src/science/strategies/label.ts";
import { strategyCoordinates } from "../src/science/strategies/labels.ts";
import { type SubjectStrategies, subjectStrategies } from "../src/science/strategies/subject-strategies.ts";
import { sessionStarts, type TrialTable } from "../src/science/trial-table.ts";

const MICE = 20;
/** Long enough for some mice to become balanced. */
const SESSIONS = 40;
const SEED = 1;

/** A mouse with everything that the pictures show of it. */
export interface DerivedMouse {
  readonly subject: string;
  readonly trials: TrialTable;
  readonly measures: readonly SessionMeasure[];
  readonly strategies: SubjectStrategies;
  /** Mean A_L and A_R of each session. */
  readonly associations: readonly { readonly left: number; readonly right: number }[];
}

export function derive(
  subject: string,
  trials: TrialTable,
  parameters: { readonly maxResponseTimeZ: number | null },
): DerivedMouse {
  const measures = sessionMeasures(trials, parameters);
  const fit = fitRandomWalk(trials);
  const strategies = subjectStrategies(trials, fit, {}, measures);
  const coordinates = strategyCoordinates({
    nTrials: fit.nTrials,
    mean: fit.mode,
    covariance: fit.covariance,
    maxContrast: strategies.maxContrast,
  });
  const bySession = new Map<number, { n: number; left: number; right: number }>();
  fit.trialRows.forEach((row, t) => {
    const sums = bySession.get(trials.session[row]) ?? { n: 0, left: 0, right: 0 };
    sums.n += 1;
    sums.left += coordinates.associationLeft[t];
    sums.right += coordinates.associationRight[t];
    bySession.set(trials.session[row], sums);
  });
  const associations = [...bySession.values()].map(({ n, left, right }) => ({
    left: left / n,
    right: right / n,
  }));
  return { subject, trials, measures, strategies, associations };
}

/** Every picture by its file name. */
export function drawPictures(
  mice: readonly DerivedMouse[],
  { simulated }: { readonly simulated: boolean },
): ReadonlyMap<string, string> {
  const rank = ({ strategies }: DerivedMouse) =>
    strategies.earlyStrategy === null
      ? strategyLabels.length
      : strategyLabels.indexOf(strategies.earlyStrategy);
  const ordered = mice.toSorted((a, b) => rank(a) - rank(b));
  const [shown] = mice.toSorted((a, b) => learnt(b) - learnt(a));
  const { early, late } = shown.strategies.earlyLate;
  return new Map([
    [
      "learning-trajectory.svg",
      trajectoryBands({
        title: "Learning trajectories by early strategy",
        simulated,
        groups: strategyLabels.flatMap((strategy) => {
          const own = mice.filter(({ strategies }) => strategies.earlyStrategy === strategy);
          if (own.length === 0) return [];
          const points = trajectoryBySession(own.map(({ measures }) => measures));
          return [{ name: strategyStyles[strategy].name, strategy, nMice: own.length, points }];
        }),
      }),
    ],
    [
      "strategy-ribbons.svg",
      strategyRibbons({
        title: "Strategies of each mouse over training",
        simulated,
        subjects: ordered.map(({ subject, trials, strategies }) => ({
          subject,
          nTrials: trials.nTrials,
          sessionStarts: trials.sessionBoundariesKnown ? sessionStarts(trials) : null,
          segments: strategies.segments,
        })),
      }),
    ],
    [
      "association-plane.svg",
      associationPlane({
        simulated,
        subjects: mice.map(({ subject, strategies, associations }) => ({
          subject,
          earlyStrategy: strategies.earlyStrategy,
          points: associations,
        })),
      }),
    ],
    [
      "subject-sessions.svg",
      subjectSessions({
        subject: shown.subject,
        simulated,
        measures: shown.measures,
        windows: early && late && { early: early.sessions, late: late.sessions },
      }),
    ],
    [
      "psychometric-curves.svg",
      psychometricPanels({ subject: shown.subject, simulated, stages: stagesOf(shown) }),
    ],
  ]);
}

/** How much the mouse's late choices follow the stimulus: the one that learnt most has most to show. */
function learnt({ strategies }: DerivedMouse): number {
  const late = strategies.earlyLate.late;
  return (late?.leftSlope ?? 0) + (late?.rightSlope ?? 0);
}

/** Training in five stages of equally many sessions. */
function stagesOf({ trials, strategies }: DerivedMouse): readonly PsychometricStage[] {
  const starts = sessionStarts(trials);
  const nStages = Math.min(5, starts.length);
  return Array.from({ length: nStages }, (_, i) => {
    const first = Math.floor((i * starts.length) / nStages);
    const last = Math.floor(((i + 1) * starts.length) / nStages) - 1;
    const from = starts[first];
    const to = last + 1 < starts.length ? starts[last + 1] : trials.nTrials;
    const rows = filteredRows(trials, from, to, { excludeRepeats: true, maxResponseTimeZ: null });
    const counts = psychometricCounts(trials, rows);
    // A mouse that goes left whatever it sees on the right "lapses" on more than half of those trials.
    const { fit } = fitPsychometric(counts, { nBootstrap: 0, maxLapse: 0.8 });
    const middle = Math.floor((from + to) / 2);
    const segment = strategies.segments.findLast(({ firstTrial }) => firstTrial <= middle);
    return {
      name: `Sessions ${trials.session[from]}–${trials.session[to - 1]}`,
      counts,
      strategy: segment?.label ?? null,
      curve: fit && curveOf((contrast) => psychometricFunction(fit, contrast)),
    };
  });
}

function curveOf(pRight: (contrast: number) => number) {
  return Array.from({ length: 81 }, (_, i) => {
    const contrast = -0.5 + i / 80;
    return { contrast, pRight: pRight(contrast) };
  });
}

if (import.meta.main) {
  const folder = resolve(import.meta.dirname, "../docs/pictures");
  mkdirSync(folder, { recursive: true });
  // The network makes no response times, so no filter on them (SCIENCE §6).
  const mice = Array.from(
    simulateCohort({ rule: "tutor-executor", mice: MICE, sessions: SESSIONS, seed: SEED }),
    ({ subject, trials }) => derive(subject, trials, { maxResponseTimeZ: null }),
  );
  for (const [name, svg] of drawPictures(mice, { simulated: true })) {
    writeFileSync(resolve(folder, name), svg);
    console.log(`docs/pictures/${name}: ${svg.length} bytes`);
  }
}

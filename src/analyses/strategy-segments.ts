import type { StoredFit } from "../read/fits.ts";
import { insertSegmentPsychometrics } from "../read/psychometric-fits.ts";
import { insertSegments, insertSubjectStrategy } from "../read/results.ts";
import { fetchSegmentRows } from "../read/segments.ts";
import { defineAnalysis } from "./analysis.ts";
import { decisionModelAnalysis } from "./decision-model.ts";
import { defaultStrategyRules, derivedStrategies, type StrategyRules } from "./subject-strategies.ts";

/**
 * Strategy segments with their psychometric functions, early and late strategy and coordinates, and trajectory class,
 * from the decision model's weights (SCIENCE §4).
 */
export const strategySegmentsAnalysis = defineAnalysis({
  name: "strategy-segments",
  version: 1,
  parameters: defaultStrategyRules,
  reads: ["trial"],
  needs: [decisionModelAnalysis.name],
  timing: "change",
  tables: ["strategy_segment", "psychometric_fit", "subject_strategy"],
  compute: ({ trials, results }, rules: StrategyRules) =>
    derivedStrategies(trials, results[decisionModelAnalysis.name] as StoredFit, rules),
  load: async (db, runId) => ({ segments: await fetchSegmentRows(db, runId) }),
  async insert(db, runId, home, { segments, startPlaces, segmentPsychometrics, ...subject }) {
    await insertSegments(
      db,
      runId,
      home,
      segments.map((segment, i) => ({ ...segment, startPlaces: startPlaces[i] })),
    );
    await insertSegmentPsychometrics(db, runId, home, segmentPsychometrics);
    await insertSubjectStrategy(db, runId, home, {
      ...subject,
      nSessions: subject.measures.length,
      nTransitions: subject.transitions.length,
    });
  },
});

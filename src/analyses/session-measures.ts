import { insertSessionMeasures } from "../read/results.ts";
import { defaultSessionMeasureParameters, sessionMeasures } from "../science/session-measures.ts";
import { defineAnalysis } from "./analysis.ts";

/** Slopes, bias and accuracy of every session (SCIENCE §2). */
export const sessionMeasuresAnalysis = defineAnalysis({
  name: "session-measures",
  version: 1,
  parameters: defaultSessionMeasureParameters,
  reads: ["trial"],
  needs: [],
  timing: "change",
  tables: ["session_measure"],
  compute: ({ trials }, parameters: typeof defaultSessionMeasureParameters) =>
    sessionMeasures(trials, parameters),
  insert: insertSessionMeasures,
});

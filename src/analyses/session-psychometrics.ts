import { insertSessionPsychometrics } from "../read/psychometric-fits.ts";
import { defaultSessionMeasureParameters, sessionMeasures } from "../science/session-measures.ts";
import { defineAnalysis } from "./analysis.ts";
import { psychometricRules, sessionPsychometrics } from "./psychometric-fits.ts";

const parameters = { sessionMeasures: defaultSessionMeasureParameters, psychometric: psychometricRules };

/** The lapse-aware psychometric function of every session, with bootstrap intervals. */
export const sessionPsychometricsAnalysis = defineAnalysis({
  name: "session-psychometrics",
  version: 1,
  parameters,
  reads: ["trial"],
  needs: [],
  timing: "change",
  tables: ["psychometric_fit"],
  compute: ({ trials }, rules: typeof parameters) =>
    sessionPsychometrics(sessionMeasures(trials, rules.sessionMeasures), rules.psychometric),
  insert: insertSessionPsychometrics,
});

import type { TaskList } from "graphile-worker";
import { deriveSessionMeasures } from "./derive-session-measures.ts";
import { deriveStrategySegments } from "./derive-strategy-segments.ts";
import { fitDecisionModel } from "./fit-decision-model.ts";
import { fitSessionPsychometrics } from "./fit-session-psychometrics.ts";
import type { JobContext } from "./job-context.ts";
import { reanalyse } from "./reanalyse.ts";

/** Every task by the name under which the queue knows it. */
export function taskList(context: JobContext): TaskList {
  return {
    "derive-session-measures": deriveSessionMeasures(context),
    "fit-decision-model": fitDecisionModel(context),
    "derive-strategy-segments": deriveStrategySegments(context),
    "fit-session-psychometrics": fitSessionPsychometrics(context),
    reanalyse: reanalyse(context),
  };
}

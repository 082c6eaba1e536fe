import type { LearningRule } from "../science/network/learning-rule.ts";
import type { SeriesStyle } from "./strategy-style.ts";

/** How each learning rule looks, the same in every picture; colours of Okabe & Ito (2008). */
export const ruleStyles: Readonly<Record<LearningRule, SeriesStyle>> = {
  "tutor-executor": { colour: "#0072B2", dash: undefined, shape: "circle", hollow: false },
  "total-rpe": { colour: "#D55E00", dash: "6 3", shape: "square", hollow: false },
  shallow: { colour: "#009E73", dash: "2 2", shape: "diamond", hollow: false },
};

import { foundTrialConnectionFields, labConnectionFields, projectConnectionFields } from "../connections.ts";
import { scalars } from "../scalars.ts";
import type { Resolvers, RunResolvers } from "../schema.generated.ts";
import { cohortResolvers, excludedSubjectResolvers } from "./cohort.ts";
import { decisionModelResolvers } from "./decision-model.ts";
import { dopamineResolvers } from "./dopamine.ts";
import { earlyGroupResolvers } from "./early-group.ts";
import { logStateResolvers } from "./log-state.ts";
import { psychometricFunctionResolvers, psychometricResolvers } from "./psychometric.ts";
import {
  foundTrialResolvers,
  labResolvers,
  projectResolvers,
  queryResolvers,
  subjectConnectionResolvers,
} from "./query.ts";
import { recordingSiteResolvers } from "./recording-site.ts";
import { sessionMeasuresResolvers, sessionResolvers, trialConnectionResolvers } from "./session.ts";
import { segmentStartResolvers, strategySegmentResolvers, subjectResolvers } from "./subject.ts";

const runResolvers: RunResolvers = {
  error: ({ error }) =>
    error === null ? null : { code: error.code, message: error.message, remedy: error.remedy ?? null },
};

/** Fields that are not here are read from the row of the same name. */
export const resolvers: Resolvers = {
  ...scalars,
  Query: queryResolvers,
  SubjectConnection: subjectConnectionResolvers,
  Subject: subjectResolvers,
  DecisionModel: decisionModelResolvers,
  StrategySegment: strategySegmentResolvers,
  SegmentStart: segmentStartResolvers,
  Psychometric: psychometricResolvers,
  PsychometricFunction: psychometricFunctionResolvers,
  Session: sessionResolvers,
  SessionMeasures: sessionMeasuresResolvers,
  TrialConnection: trialConnectionResolvers,
  RecordingSite: recordingSiteResolvers,
  Lab: labResolvers,
  LabConnection: labConnectionFields,
  Project: projectResolvers,
  ProjectConnection: projectConnectionFields,
  FoundTrial: foundTrialResolvers,
  FoundTrialConnection: foundTrialConnectionFields,
  ...dopamineResolvers,
  Run: runResolvers,
  Cohort: cohortResolvers,
  EarlyGroup: earlyGroupResolvers,
  ExcludedSubject: excludedSubjectResolvers,
  LogState: logStateResolvers,
};

import {
  cohortListFields,
  foundTrialConnectionFields,
  labConnectionFields,
  projectConnectionFields,
  releaseListFields,
  runListFields,
  segmentListFields,
  sessionListFields,
  siteListFields,
  snippetListFields,
  stimulationListFields,
} from "../connections.ts";
import { scalars } from "../scalars.ts";
import type { Resolvers } from "../schema.generated.ts";
import { cohortGroupResolvers, cohortResolvers, excludedSubjectResolvers } from "./cohort.ts";
import { decisionModelResolvers } from "./decision-model.ts";
import { dopamineResolvers } from "./dopamine.ts";
import { earlyGroupResolvers } from "./early-group.ts";
import { derivationResolvers, freshnessResolvers } from "./freshness.ts";
import { logStateResolvers } from "./log-state.ts";
import { networkResolvers } from "./network.ts";
import { runResolvers, snippetResolvers, stimulationResolvers, trialResolvers } from "./nodes.ts";
import { psychometricFunctionResolvers, psychometricResolvers } from "./psychometric.ts";
import {
  foundTrialResolvers,
  labResolvers,
  projectResolvers,
  queryResolvers,
  subjectConnectionResolvers,
} from "./query.ts";
import { recordingSiteResolvers } from "./recording-site.ts";
import { mutationResolvers, runRequestResolvers } from "./run-requests.ts";
import { sessionMeasuresResolvers, sessionResolvers, trialConnectionResolvers } from "./session.ts";
import { segmentStartResolvers, strategySegmentResolvers, subjectResolvers } from "./subject.ts";
import { subscriptionResolvers } from "./subscription.ts";

/** Fields that are not here are read from the row of the same name. */
export const resolvers: Resolvers = {
  ...scalars,
  Query: queryResolvers,
  Mutation: mutationResolvers,
  RunRequest: runRequestResolvers,
  Subscription: subscriptionResolvers,
  SubjectConnection: subjectConnectionResolvers,
  Subject: subjectResolvers,
  DecisionModel: decisionModelResolvers,
  StrategySegment: strategySegmentResolvers,
  StrategySegmentConnection: segmentListFields,
  SegmentStart: segmentStartResolvers,
  Psychometric: psychometricResolvers,
  PsychometricFunction: psychometricFunctionResolvers,
  Session: sessionResolvers,
  SessionConnection: sessionListFields,
  SessionMeasures: sessionMeasuresResolvers,
  TrialConnection: trialConnectionResolvers,
  RecordingSite: recordingSiteResolvers,
  RecordingSiteConnection: siteListFields,
  Lab: labResolvers,
  LabConnection: labConnectionFields,
  Project: projectResolvers,
  ProjectConnection: projectConnectionFields,
  FoundTrial: foundTrialResolvers,
  FoundTrialConnection: foundTrialConnectionFields,
  ...dopamineResolvers,
  ...networkResolvers,
  Run: runResolvers,
  RunConnection: runListFields,
  Trial: trialResolvers,
  Stimulation: stimulationResolvers,
  StimulationConnection: stimulationListFields,
  Snippet: snippetResolvers,
  SnippetConnection: snippetListFields,
  CohortDefinitionConnection: cohortListFields,
  ReleaseConnection: releaseListFields,
  Freshness: freshnessResolvers,
  Derivation: derivationResolvers,
  Cohort: cohortResolvers,
  CohortGroup: cohortGroupResolvers,
  EarlyGroup: earlyGroupResolvers,
  ExcludedSubject: excludedSubjectResolvers,
  LogState: logStateResolvers,
};

/** Writes src/api/schema.generated.ts from schema/schema.graphql; with --check only says whether it is up to date. */
import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { type CodegenConfig, generate } from "@graphql-codegen/cli";

const root = resolve(import.meta.dirname, "..");
const target = "src/api/schema.generated.ts";

const config: CodegenConfig = {
  schema: resolve(root, "schema/schema.graphql"),
  silent: true,
  generates: {
    [target]: {
      plugins: [
        { add: { content: "// Generated from schema/schema.graphql by `npm run generate`. Do not edit.\n" } },
        "typescript",
        "typescript-resolvers",
      ],
      config: {
        contextType: "./context.ts#ApiContext",
        useTypeImports: true,
        enumsAsTypes: true,
        strictScalars: true,
        scalars: {
          ID: { input: "string", output: "string | number" },
          DateTime: { input: "Date", output: "Date" },
          Date: "string",
          JSON: "unknown",
          Position: "number",
        },
        immutableTypes: true,
        avoidOptionals: { field: true },
        // What resolvers hand down for each type: rows of the read models, not finished answers.
        mappers: {
          Subject: "../read/subjects.ts#SubjectRow",
          SubjectConnection: "./connections.ts#SubjectConnectionSource",
          Session: "../read/sessions.ts#SessionRow",
          SessionConnection: "./connections.ts#SessionListSource",
          SessionMeasures: "../read/sessions.ts#SessionMeasuresRow",
          TrialConnection: "./connections.ts#TrialConnectionSource",
          Trial: "../read/trial-pages.ts#TrialRow",
          Freshness: "../analyses/freshness.ts#Freshness as ResultFreshness",
          Derivation: "../analyses/freshness.ts#Derivation as SubjectDerivation",
          StrategySegment: "../read/segments.ts#SegmentRow",
          StrategySegmentConnection: "./connections.ts#SegmentListSource",
          SegmentStart: "../read/segments.ts#SegmentStartRow",
          Psychometric: "../read/psychometric-fits.ts#PsychometricFitRow",
          PsychometricFunction: "../science/psychometric/fit-psychometric.ts#PsychometricFit",
          DecisionModel: "../read/fits.ts#FitSummary",
          RecordingSite: "../read/recording-sites.ts#RecordingSiteRow",
          RecordingSiteConnection: "./connections.ts#SiteListSource",
          Lab: "../read/labs.ts#LabRow",
          LabConnection: "./connections.ts#LabListSource",
          Project: "../read/labs.ts#ProjectRow",
          ProjectConnection: "./connections.ts#ProjectListSource",
          FoundTrial: "../read/trial-pages.ts#TrialRow",
          FoundTrialConnection: "./connections.ts#FoundTrialListSource",
          FibreEncoding: "../read/dopamine-encoding.ts#StoredFibre",
          EncodingStage: "../read/dopamine-encoding.ts#StoredStage",
          EncodingCoefficient: "../read/dopamine-encoding.ts#StoredCoefficient",
          EncodingTimeCourse: "../read/dopamine-encoding.ts#StoredTimeCourse",
          StimulationEffects: "../read/stimulation-effects.ts#StoredEffects",
          NextChoiceEffect: "../read/stimulation-effects.ts#StoredNextChoiceEffect",
          WeightEffect: "../read/stimulation-effects.ts#StoredWeightEffect",
          CohortEffect: "../analyses/effect-findings.ts#CohortEffect as FoundEffect",
          EncodingGroup: "../analyses/dopamine-findings.ts#EncodingGroup as FoundGroup",
          GroupRegressor: "../analyses/dopamine-findings.ts#RegressorGroup",
          NetworkRefit: "../read/network-refits.ts#StoredRefit",
          NetworkVerdict: "../read/network-refits.ts#StoredRefit",
          NetworkFit: "../read/network-refits.ts#StoredNetworkFit",
          NetworkFixedPoint: "./resolvers/network.ts#FixedPointSource",
          NetworkRecovery: "../read/network-recovery.ts#StoredRecovery",
          CohortNetworks: "../analyses/cohort-networks.ts#CohortNetworks as FoundNetworks",
          Run: "../read/run-list.ts#RunRow",
          RunRequest: "../read/run-requests.ts#RunRequestRow",
          RunConnection: "./connections.ts#RunListSource",
          Stimulation: "../read/stimulation-pages.ts#StimulationPageRow",
          StimulationConnection: "./connections.ts#StimulationListSource",
          Snippet: "../read/snippet-pages.ts#SnippetPageRow",
          SnippetConnection: "./connections.ts#SnippetListSource",
          CohortDefinition: "../read/saved-cohorts.ts#CohortDefinitionRow",
          CohortDefinitionConnection: "./connections.ts#CohortListSource",
          Release: "../read/releases.ts#ReleaseRow",
          ReleaseConnection: "./connections.ts#ReleaseListSource",
          Node: "./nodes.ts#NodeSource",
          Cohort: "./resolvers/cohort.ts#CohortSource",
          CohortGroup: "./resolvers/cohort.ts#CohortGroupSource",
          EarlyGroup: "./resolvers/early-group.ts#EarlyGroupSource",
          ExcludedSubject: "./resolvers/cohort.ts#ExcludedSource",
          LogState: "../read/log-state.ts#LogPositions",
        },
      },
    },
  },
};

const [{ content }] = await generate({ ...config, cwd: root }, false);
const path = resolve(root, target);
if (process.argv.includes("--check")) {
  if (readFileSync(path, "utf8") !== content) {
    console.error(`${target} is out of date: run \`npm run generate\``);
    process.exit(1);
  }
} else {
  writeFileSync(path, content);
}

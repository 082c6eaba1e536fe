import { Command } from "commander";
import { type CohortAnswer, cohortAnswer } from "../../analyses/cohort.ts";
import { planRuns } from "../../analyses/plan.ts";
import { catchUp } from "../../projections/catch-up.ts";
import { defaultLabelThresholds } from "../../science/strategies/label.ts";
import { alignmentOf, cohortDocument, type StatisticsOptions } from "../cohort-document.ts";
import { cohortText } from "../cohort-text.ts";
import { withContext } from "../context.ts";
import { type FilterFlags, subjectFilter, withFilterOptions } from "../filter-options.ts";
import { output } from "../output.ts";
import { plotOption } from "../picture-file.ts";
import { type StatisticsFlags, statisticsOptions, withStatisticsOptions } from "../statistics-options.ts";
import {
  cohortPictures,
  type PictureMouse,
  type PictureName,
  type PictureSet,
  pictureNames,
  writePictures,
} from "../strategy-pictures.ts";

interface Options extends FilterFlags, StatisticsFlags {
  readonly plot?: string;
  readonly picture: readonly PictureName[];
  readonly json?: boolean;
}

export function cohortCommand(): Command {
  const command = new Command("cohort").description(
    "What the subjects that a filter selects have in common: early and late strategies, transitions, trajectories",
  );
  return withStatisticsOptions(withFilterOptions(command))
    .addOption(plotOption())
    .option(
      "--picture <names>",
      `which, comma-separated: ${cohortPictures.join(", ")}; all`,
      pictureNames(cohortPictures),
      ["ribbons"],
    )
    .option("--json", "print one JSON document")
    .action(run);
}

async function run(options: Options): Promise<void> {
  const out = output(options.json ?? false);
  const statistics = statisticsOptions(options);
  await withContext(async (context) => {
    await catchUp(context.pool("worker"));
    const stale = await planRuns(context.db("reader"), { timing: "change" });
    const staleSubjects = [...new Set(stale.map((run) => run.scope))];
    if (staleSubjects.length > 0) {
      const n = staleSubjects.length;
      out.progress(
        `note: the results of ${n} subject${n === 1 ? " are" : "s are"} not of the present data; \`npx saddlepoint up\` brings them up to date`,
      );
    }
    const db = context.db("reader");
    const answer = await cohortAnswer(db, await subjectFilter(db, options));
    const cohort = cohortDocument(answer, statistics);
    const pictures =
      options.plot === undefined
        ? []
        : await writePictures(options.plot, options.picture, pictureSet(answer, statistics));
    for (const file of pictures) out.progress(`drawn: ${file}`);
    out.answer({ ...cohort, staleSubjects }, () => cohortText(cohort));
  });
}

/** Paths go by the sessions' slopes: those of the weights are not kept by session. */
function pictureSet({ members, mice, simulated }: CohortAnswer, statistics: StatisticsOptions): PictureSet {
  const names = new Map(members.map((member) => [member.home, member]));
  return {
    simulated,
    mice: mice.map(({ subject, measures, segments, labels }): PictureMouse => {
      const member = names.get(subject);
      const starts = measures.map((_, i) =>
        measures.slice(0, i).reduce((sum, { nTrials }) => sum + nTrials, 0),
      );
      return {
        subject: member?.subject ?? subject,
        nTrials: measures.reduce((sum, { nTrials }) => sum + nTrials, 0),
        sessionStarts: member?.boundariesKnown ? starts : null,
        segments,
        earlyStrategy: labels?.early ?? null,
        path: measures.map(({ leftSlope, rightSlope }) => ({ left: leftSlope, right: rightSlope })),
      };
    }),
    cohort: mice,
    alignment: alignmentOf(statistics),
    coordinate: "slope",
    threshold: defaultLabelThresholds.association,
    shown: null,
  };
}

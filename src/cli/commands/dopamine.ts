import { Command, InvalidArgumentError, Option } from "commander";
import { dopamineEncodingAnalysis } from "../../analyses/dopamine-encoding.ts";
import { meanTraces, type TraceCondition, traceConditions } from "../../analyses/dopamine-traces.ts";
import { effectsOverSubjects } from "../../analyses/effect-findings.ts";
import { encodingAnswer, encodingByStrategy } from "../../analyses/encoding-answer.ts";
import { stimulationEffectsAnalysis } from "../../analyses/stimulation-effects.ts";
import { strategySegmentsAnalysis } from "../../analyses/strategy-segments.ts";
import { SaddlepointError } from "../../errors.ts";
import { effectsPicture } from "../../plots/effects.ts";
import { encodingPicture } from "../../plots/encoding.ts";
import { meanTracesPicture } from "../../plots/mean-traces.ts";
import { catchUp } from "../../projections/catch-up.ts";
import { fetchMembers } from "../../read/cohort.ts";
import { fetchTimeCourses } from "../../read/dopamine-encoding.ts";
import { fetchSnippetCounts } from "../../read/snippet-counts.ts";
import { type SnippetAlignment, snippetAlignments } from "../../read/snippets.ts";
import { fetchEffects } from "../../read/stimulation-effects.ts";
import { type CliContext, withContext } from "../context.ts";
import { deriveFirst } from "../derive-first.ts";
import { encodingDocument, encodingText, tracesDocument } from "../dopamine-document.ts";
import { drawnEffect, effectsDocument, effectsText } from "../effects-document.ts";
import { encodingGroupsText } from "../encoding-groups-text.ts";
import { requireKnown } from "../known-project.ts";
import { whyNoEncoding, whyNoTraces } from "../missing-photometry.ts";
import { saidOneWay } from "../one-way.ts";
import { name } from "../options.ts";
import { output } from "../output.ts";
import { plotOption, writePicture } from "../picture-file.ts";
import { subjectHome } from "../subject-home.ts";

export function dopamineCommand(): Command {
  return new Command("dopamine")
    .description("What dopamine carries, and what stimulation does")
    .addCommand(tracesCommand())
    .addCommand(encodingCommand())
    .addCommand(effectsCommand());
}

interface TracesOptions {
  readonly site: string;
  readonly alignment: SnippetAlignment;
  readonly by: readonly TraceCondition[];
  readonly plot?: string;
  readonly json?: boolean;
}

function tracesCommand(): Command {
  return new Command("traces")
    .description("Mean traces of a fibre around an event, with 95 % intervals")
    .argument("<subject>", "lab/project/subject", subjectHome)
    .requiredOption("--site <site>", "name of the recording site")
    .addOption(
      new Option("--alignment <event>", "event at time 0")
        .choices([...snippetAlignments])
        .default("stimulus"),
    )
    .option(
      "--by <conditions>",
      `one line each, comma-separated: ${traceConditions.join(", ")}`,
      conditions,
      [],
    )
    .addOption(plotOption())
    .option("--json", "print one JSON document")
    .addHelpText(
      "after",
      "\nStages are fifths of the sessions.\n\nExamples:\n  npx saddlepoint dopamine traces simulated/lit/SIM001 --site DLS-left --by side,outcome --plot traces.svg\n  npx saddlepoint dopamine traces simulated/lit/SIM001 --site DLS-left --alignment outcome --by stage --json",
    )
    .action(async (home: string, { site, alignment, by, plot, json }: TracesOptions) => {
      const out = output(json ?? false);
      await withContext(async (context) => {
        await catchUp(context.pool("worker"));
        const simulated = (await members(context, home)).some((member) => member.simulated);
        if (by.includes("strategy")) await deriveFirst(context, out, [strategySegmentsAnalysis.name], [home]);
        const db = context.db("reader");
        const selection = { home, site, alignment };
        const found = await meanTraces(context.pool("reader"), db, selection, by);
        if (found === null) throw await whyNoTraces(db, selection);
        if (plot !== undefined) {
          const title = `${home}, ${site}: mean traces`;
          await writePicture(plot, meanTracesPicture({ ...found, title, alignment, simulated }));
          out.progress(`drawn: ${plot}`);
        }
        const document = { subject: home, site, alignment, by, simulated, ...tracesDocument(found) };
        out.answer(document, () =>
          [
            `${found.nSnippets} snippets of ${home}, ${site}, around ${alignment}${simulated ? " (simulated)" : ""}`,
            ...found.traces.map(
              ({ condition, nTrials, nSessions }) =>
                `  ${condition}: ${nTrials} trials, ${nSessions} sessions`,
            ),
          ].join("\n"),
        );
      });
    });
}

interface CohortOptions {
  readonly lab?: string;
  readonly project?: string;
  readonly plot?: string;
  readonly json?: boolean;
}

function encodingCommand(): Command {
  return cohortOptions(
    new Command("encoding").description(
      "What each fibre encodes, by stage, with p-values corrected over all that are asked for",
    ),
  ).action(async (home: string | undefined, { json, plot, ...filter }: CohortOptions) => {
    const out = output(json ?? false);
    await withContext(async (context) => {
      await catchUp(context.pool("worker"));
      const asked = await members(context, home, filter);
      const homes = asked.map((member) => member.home);
      await deriveFirst(context, out, [dopamineEncodingAnalysis.name, strategySegmentsAnalysis.name], homes);
      const db = context.db("reader");
      const fibres = await encodingAnswer(db, homes);
      const lack = fibres.length > 0 ? null : whyNoEncoding(await fetchSnippetCounts(db, homes));
      if (lack !== null) out.progress(`note: ${lack}`);
      const courses = await fetchTimeCourses(db, [...new Set(fibres.map(({ fibre }) => fibre.runId))]);
      const simulated = asked.some((member) => member.simulated);
      if (plot !== undefined) {
        const title = `${home ?? "Cohort"}: what dopamine carries`;
        const drawn = fibres.map(({ fibre }) => ({
          name: `${fibre.home}, ${fibre.site}`,
          courses: (courses.get(fibre.runId) ?? []).filter(({ site }) => site === fibre.site),
        }));
        await writePicture(plot, encodingPicture({ title, simulated, fibres: drawn }));
        out.progress(`drawn: ${plot}`);
      }
      // Read anew: how subjects began may have been derived just now.
      const groups = await encodingByStrategy(db, await members(context, home, filter), { stage: "all" });
      const document = { simulated, fibres: encodingDocument(fibres, courses), byEarlyStrategy: groups };
      out.answer(document, () => [encodingText(document.fibres), ...encodingGroupsText(groups)].join("\n"));
    });
  });
}

function effectsCommand(): Command {
  return cohortOptions(
    new Command("effects").description(
      "What light, and reward, do to the next choices and to the decision's weights, a mouse at a time and over mice",
    ),
  ).action(async (home: string | undefined, { json, plot, ...filter }: CohortOptions) => {
    const out = output(json ?? false);
    await withContext(async (context) => {
      await catchUp(context.pool("worker"));
      const asked = await members(context, home, filter);
      const homes = asked.map((member) => member.home);
      await deriveFirst(context, out, [stimulationEffectsAnalysis.name], homes);
      const subjects = await fetchEffects(context.db("reader"), homes);
      const cohort = effectsOverSubjects([...subjects.values()]);
      const simulated = asked.some((member) => member.simulated && subjects.has(member.home));
      if (plot !== undefined) {
        const title = `${home ?? "Cohort"}: what light and reward do`;
        await writePicture(plot, effectsPicture({ title, simulated, effects: cohort.map(drawnEffect) }));
        out.progress(`drawn: ${plot}`);
      }
      out.answer({ simulated, ...effectsDocument(subjects, cohort) }, () =>
        effectsText(subjects.size, cohort),
      );
    });
  });
}

function cohortOptions(command: Command): Command {
  return saidOneWay(command, "a subject", ["lab", "project"])
    .argument("[subject]", "lab/project/subject; without it all that --lab and --project leave", subjectHome)
    .option("--lab <lab>", "subjects of this lab", name)
    .option("--project <project>", "subjects of this project", name)
    .addOption(plotOption())
    .option("--json", "print one JSON document")
    .addHelpText(
      "after",
      `\nExamples:\n  npx saddlepoint dopamine ${command.name()} simulated/lit/SIM001 --json\n  npx saddlepoint dopamine ${command.name()} --project lit --plot ${command.name()}.svg`,
    );
}

/** @throws SaddlepointError NO_SUCH_LAB, NO_SUCH_PROJECT, NO_SUCH_SUBJECT */
async function members(
  context: CliContext,
  home: string | undefined,
  filter: Omit<CohortOptions, "json" | "plot"> = {},
) {
  if (home === undefined) {
    await requireKnown(context.db("reader"), filter);
    return await fetchMembers(context.db("reader"), filter);
  }
  const [lab, project, subject] = home.split("/");
  const found = await fetchMembers(context.db("reader"), { lab, project, subject });
  if (found.length > 0) return found;
  throw new SaddlepointError(
    "NO_SUCH_SUBJECT",
    `there is no subject ${home}`,
    "npx saddlepoint cohort --json lists the subjects.",
  );
}

function conditions(value: string): readonly TraceCondition[] {
  const words = value.split(",").map((word) => {
    const known = traceConditions.find((one) => one === word.trim());
    if (known === undefined) throw new InvalidArgumentError(`They are ${traceConditions.join(", ")}.`);
    return known;
  });
  return [...new Set(words)];
}

import { writeFile } from "node:fs/promises";
import { Command, InvalidArgumentError, Option } from "commander";
import { createComputePool } from "../../analyses/compute-pool.ts";
import {
  cohortAdjustedP,
  type FibreEncoding,
  snippetAlignments,
  subjectEncoding,
} from "../../analyses/dopamine-encoding.ts";
import { meanTraces, type TraceCondition, traceConditions } from "../../analyses/dopamine-traces.ts";
import { cohortEffects, type MouseEffects, stimulationEffects } from "../../analyses/stimulation-effects.ts";
import { SaddlepointError } from "../../errors.ts";
import { meanTracesPicture } from "../../plots/mean-traces.ts";
import { catchUp } from "../../projections/catch-up.ts";
import { fetchMembers } from "../../read/cohort.ts";
import type { SnippetAlignment } from "../../read/snippets.ts";
import { type CliContext, withContext } from "../context.ts";
import { encodingDocument, encodingText, tracesDocument } from "../dopamine-document.ts";
import { name } from "../options.ts";
import { output } from "../output.ts";

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
    .option("--plot <file.svg>", "draw a picture")
    .option("--json", "print one JSON document")
    .addHelpText(
      "after",
      "\nStages are fifths of the sessions.\n\nExamples:\n  npx saddlepoint dopamine traces simulated/lit/SIM001 --site DLS-left --by side,outcome --plot traces.svg\n  npx saddlepoint dopamine traces simulated/lit/SIM001 --site DLS-left --alignment outcome --by stage --json",
    )
    .action(async (home: string, { site, alignment, by, plot, json }: TracesOptions) => {
      const out = output(json ?? false);
      await withContext(async (context) => {
        await catchUp(context.pool("worker"));
        const found = await meanTraces(
          context.pool("reader"),
          context.db("reader"),
          { home, site, alignment },
          by,
        );
        if (found === null) {
          throw new SaddlepointError(
            "NO_SNIPPETS",
            `there are no ${alignment} snippets of ${site} in ${home} that belong to a trial`,
            "Look at --site and --alignment, or import photometry first: npx saddlepoint import photometry --help.",
          );
        }
        const [{ simulated }] = [...(await members(context, home)), { simulated: false }];
        if (plot !== undefined) {
          const title = `${home}, ${site}: mean traces`;
          await draw(plot, meanTracesPicture({ ...found, title, alignment, simulated }));
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
  readonly json?: boolean;
}

function encodingCommand(): Command {
  return cohortOptions(
    new Command("encoding").description(
      "What each fibre encodes, by stage, with p-values corrected over all that are asked for",
    ),
  ).action(async (home: string | undefined, { json, ...filter }: CohortOptions) => {
    const out = output(json ?? false);
    await withContext(async (context) => {
      await catchUp(context.pool("worker"));
      const compute = createComputePool();
      try {
        const fibres: FibreEncoding[] = [];
        for (const member of await members(context, home, filter)) {
          const own = await subjectEncoding(
            context.pool("reader"),
            context.db("reader"),
            compute,
            member.home,
          );
          out.progress(`${member.home}: ${own.length === 0 ? "no photometry" : `${own.length} fibres`}`);
          fibres.push(...own);
        }
        const document = { fibres: encodingDocument(fibres, cohortAdjustedP(fibres)) };
        out.answer(document, () => encodingText(document.fibres));
      } finally {
        await compute.close();
      }
    });
  });
}

function effectsCommand(): Command {
  return cohortOptions(
    new Command("effects").description(
      "What light, and reward, do to the next choices, a mouse at a time and over mice",
    ),
  ).action(async (home: string | undefined, { json, ...filter }: CohortOptions) => {
    const out = output(json ?? false);
    await withContext(async (context) => {
      await catchUp(context.pool("worker"));
      const mice: MouseEffects[] = [];
      for (const member of await members(context, home, filter)) {
        const own = await stimulationEffects(context.db("reader"), member.home);
        if (own !== null) mice.push(own);
      }
      const cohort = cohortEffects(mice);
      out.answer({ mice, cohort }, () =>
        [
          `${mice.length} mice with light`,
          ...cohort.map(({ treatment, site, condition, taught, tested, overMice: { mean, ci, n } }) => {
            const what = treatment === "light" ? `${condition} light at ${site}` : "reward";
            const band = ci === null ? "" : ` [${ci[0].toFixed(3)}, ${ci[1].toFixed(3)}]`;
            return `  ${what}, taught ${taught}, tested ${tested}: ${mean === null ? "–" : mean.toFixed(3)}${band}, n = ${n}`;
          }),
        ].join("\n"),
      );
    });
  });
}

function cohortOptions(command: Command): Command {
  return command
    .argument("[subject]", "lab/project/subject; without it all that --lab and --project leave", subjectHome)
    .option("--lab <lab>", "subjects of this lab", name)
    .option("--project <project>", "subjects of this project", name)
    .option("--json", "print one JSON document")
    .addHelpText(
      "after",
      `\nExamples:\n  npx saddlepoint dopamine ${command.name()} simulated/lit/SIM001 --json\n  npx saddlepoint dopamine ${command.name()} --project lit`,
    );
}

/** @throws SaddlepointError NO_SUCH_SUBJECT */
async function members(
  context: CliContext,
  home: string | undefined,
  filter: Omit<CohortOptions, "json"> = {},
) {
  if (home === undefined) return await fetchMembers(context.db("reader"), filter);
  const [lab, project, subject] = home.split("/");
  const found = await fetchMembers(context.db("reader"), { lab, project, subject });
  if (found.length > 0) return found;
  throw new SaddlepointError(
    "NO_SUCH_SUBJECT",
    `there is no subject ${home}`,
    "npx saddlepoint cohort --json lists the subjects.",
  );
}

async function draw(file: string, picture: string): Promise<void> {
  try {
    await writeFile(file, picture);
  } catch (cause) {
    throw new SaddlepointError(
      "FILE_UNWRITABLE",
      `the picture cannot be written: ${cause instanceof Error ? cause.message : cause}`,
      "Give --plot a file in a folder that there is and that you may write to.",
      { file },
      { cause },
    );
  }
}

function conditions(value: string): readonly TraceCondition[] {
  return value.split(",").map((word) => {
    const known = traceConditions.find((one) => one === word.trim());
    if (known === undefined) throw new InvalidArgumentError(`They are ${traceConditions.join(", ")}.`);
    return known;
  });
}

function subjectHome(value: string): string {
  if (/^[^/]+\/[^/]+\/[^/]+$/.test(value)) return value;
  throw new InvalidArgumentError("Write it as lab/project/subject.");
}

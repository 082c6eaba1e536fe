import { Command } from "commander";
import { analyses } from "../../analyses/registry.ts";
import { SaddlepointError } from "../../errors.ts";
import { append } from "../../log/append.ts";
import { catchUp } from "../../projections/catch-up.ts";
import { asOfPosition } from "../../read/as-of.ts";
import { fetchLogState } from "../../read/log-state.ts";
import { fetchReleasePage, fetchReleases } from "../../read/releases.ts";
import { withContext } from "../context.ts";
import { requireKnown } from "../known-project.ts";
import { defaultActor, name, wholeNumber } from "../options.ts";
import { output } from "../output.ts";

export function releaseCommand(): Command {
  return new Command("release")
    .description("Releases: positions of the log that have a name, to be cited")
    .addCommand(publishCommand())
    .addCommand(listCommand());
}

interface PublishOptions {
  readonly lab: string;
  readonly project: string;
  readonly position?: number;
  readonly title?: string;
  readonly notes?: string;
  readonly citation?: string;
  readonly json?: boolean;
}

function publishCommand(): Command {
  return new Command("publish")
    .description("Name the log's position of now, with the analyses of now: an event, which stays")
    .argument("<name>", "the release's name within its project", name)
    .requiredOption("--lab <lab>", "lab", name)
    .requiredOption("--project <project>", "project", name)
    .option("--position <n>", "another position, in the past", wholeNumber)
    .option("--title <text>", "in a few words")
    .option("--notes <text>", "what readers should know")
    .option("--citation <text>", "how it is to be cited")
    .option("--json", "print one JSON document")
    .addHelpText(
      "after",
      `
  npx saddlepoint release publish paper-1 --lab demo --project learning --citation "Doe et al. (2026)"
  Ask for it with asOf: {release: "demo/learning/release:paper-1"}, and --position of the command export.`,
    )
    .action(async (release: string, options: PublishOptions) => {
      const { lab, project, position: asked, title, notes, citation } = options;
      const out = output(options.json ?? false);
      await withContext(async (context) => {
        await catchUp(context.pool("worker"));
        const db = context.db("reader");
        await requireKnown(db, { lab, project });
        const id = `${lab}/${project}/release:${release}`;
        if ((await fetchReleases(db, [id])).has(id)) {
          throw new SaddlepointError(
            "RELEASE_EXISTS",
            `there is a release ${id} already`,
            "Give the new one another name: who cited the old one must find what they saw.",
          );
        }
        const position =
          asked === undefined
            ? (await fetchLogState(db)).projectedPosition
            : await asOfPosition(db, { position: asked });
        const payload = {
          ...{ release, position },
          ...(title === undefined ? {} : { title }),
          ...(notes === undefined ? {} : { notes }),
          ...(citation === undefined ? {} : { citation }),
          analyses: analyses.map(({ name, version, parameters }) => ({
            ...{ name, version },
            parameters: { ...(parameters as Readonly<Record<string, unknown>>) },
          })),
        };
        await append(context.pool("ingest"), [
          {
            ...{ type: "ReleasePublished", schemaVersion: 1, lab, project, payload, occurredAt: null },
            ...{ source: "saddlepoint", sourceEventId: `release:${id}@${position}`, actor: defaultActor() },
          },
        ]);
        await catchUp(context.pool("worker"));
        out.answer({ id, ...payload }, () => `${id} is position ${position}.`);
      });
    });
}

function listCommand(): Command {
  return new Command("list")
    .description("List the releases, in the order of lab, project and name")
    .option("--lab <lab>", "of this lab", name)
    .option("--json", "print one JSON document")
    .action(async (options: { lab?: string; json?: boolean }) => {
      const out = output(options.json ?? false);
      await withContext(async (context) => {
        await catchUp(context.pool("worker"));
        const of = { lab: options.lab ?? null, project: null };
        const { rows } = await fetchReleasePage(context.db("reader"), of, { first: 10_000, after: null });
        out.answer({ releases: rows }, () =>
          rows.length === 0
            ? "There is no release. `npx saddlepoint release publish` makes one."
            : rows.map(({ id, position, title }) => `${id}  position ${position}  ${title ?? ""}`).join("\n"),
        );
      });
    });
}

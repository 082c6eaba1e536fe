import { writeFileSync } from "node:fs";
import { Command, InvalidArgumentError } from "commander";
import type { NightReport } from "../../analyses/night-report.ts";
import { beginTonight } from "../../analyses/nights.ts";
import { SaddlepointError } from "../../errors.ts";
import { catchUp } from "../../projections/catch-up.ts";
import { changeNightSettings, fetchNightSettings, type NightSettings } from "../../read/night-settings.ts";
import { fetchReport } from "../../read/nights.ts";
import { withContext } from "../context.ts";
import { reportPage } from "../night-page.ts";
import { reportText } from "../night-text.ts";
import { positiveInteger, wholeNumber } from "../options.ts";
import { output } from "../output.ts";

export function reportCommand(): Command {
  return new Command("report")
    .description("Print what a night did, and what moved since the night before")
    .option(
      "--night <day>",
      "the night of this day, YYYY-MM-DD, by the lab's clock; the newest without it",
      day,
    )
    .option("--html <file>", "write one page that needs nothing else")
    .option("--json", "print one JSON document")
    .addHelpText("after", "\n  npx saddlepoint runs report\n  npx saddlepoint runs report --html night.html")
    .action(async (options: { night?: string; html?: string; json?: boolean }) => {
      await withContext(async (context) => {
        const report = await fetchReport<NightReport>(context.db("reader"), options.night ?? null);
        if (report === null) {
          throw new SaddlepointError(
            "NO_SUCH_NIGHT",
            options.night === undefined
              ? "no night has finished yet"
              : `there was no night of ${options.night}, or it has not finished`,
            "Nights begin by themselves while a worker runs (`npx saddlepoint up`); `npx saddlepoint runs night` begins one at once.",
          );
        }
        if (options.html !== undefined) writeFileSync(options.html, reportPage(report));
        output(options.json ?? false).answer(report, () =>
          options.html === undefined ? reportText(report) : `Wrote ${options.html}`,
        );
      });
    });
}

export function nightCommand(): Command {
  return new Command("night")
    .description("Begin today's night at once: queue all that is not of the present data")
    .option("--json", "print one JSON document")
    .addHelpText("after", "\nA worker makes the runs: `npx saddlepoint up`. Each calendar day has one night.")
    .action(async (options: { json?: boolean }) => {
      await withContext(async (context) => {
        await catchUp(context.pool("worker"));
        const night = await beginTonight(context.db("worker"));
        if (night === null) {
          throw new SaddlepointError(
            "NIGHT_BEGUN",
            "today's night was begun before",
            "Use `npx saddlepoint reanalyse` for what has changed since.",
          );
        }
        const { nightId, night: ofDay, nPlanned, planningS } = night;
        output(options.json ?? false).answer(
          { nightId, night: ofDay, nPlanned, planningS },
          () => `Night of ${ofDay}: ${nPlanned} runs planned in ${planningS.toFixed(2)} s.`,
        );
      });
    });
}

interface SettingsOptions {
  readonly timeZone?: string;
  readonly at?: string;
  readonly window?: NonNullable<NightSettings["window"]> | "always";
  readonly maxRuns?: number | "any";
  readonly priorities?: NightSettings["priorities"];
  /** An address, or none. */
  readonly webhook?: string;
  readonly json?: boolean;
}

export function settingsCommand(): Command {
  return new Command("settings")
    .description("Print the settings of the nightly reanalysis, after changing those that are given")
    .option("--time-zone <zone>", "the lab's, for example Europe/Paris", timeZone)
    .option("--at <HH:MM>", "when a night begins, by the lab's clock", clock)
    .option(
      "--window <HH:MM-HH:MM>",
      "when runs of a night may begin, by the lab's clock; or always",
      orWord("always", window),
    )
    .option(
      "--max-runs <n>",
      "most runs of a night at one time, over all workers; or any",
      orWord("any", positiveInteger),
    )
    .option(
      "--priorities <a,b,c>",
      "of what is asked for, of new data and of the night; lower is earlier",
      priorities,
    )
    .option("--webhook <url>", "where reports are posted; or none", orWord("none", webUrl))
    .option("--json", "print one JSON document")
    .addHelpText(
      "after",
      "\nWorkers that run heed a change within seconds.\n\n  npx saddlepoint runs settings --time-zone Europe/Paris --at 02:00 --window 22:00-07:00",
    )
    .action(async ({ json, at, webhook, window: hours, maxRuns, ...given }: SettingsOptions) => {
      await withContext(async (context) => {
        const db = context.db("worker");
        await changeNightSettings(db, {
          ...given,
          ...(at === undefined ? {} : { dueTime: at }),
          ...(hours === undefined ? {} : { window: hours === "always" ? null : hours }),
          ...(maxRuns === undefined ? {} : { maxRuns: maxRuns === "any" ? null : maxRuns }),
          ...(webhook === undefined ? {} : { webhookUrl: webhook === "none" ? null : webhook }),
        });
        const { isOpen: _, ...settings } = await fetchNightSettings(db);
        output(json ?? false).answer(settings, () => settingsText(settings));
      });
    });
}

function settingsText({ timeZone, dueTime, window, maxRuns, priorities, webhookUrl }: NightSettings): string {
  const { request, change, night } = priorities;
  return [
    `a night begins   ${dueTime}, ${timeZone}`,
    `its runs begin   ${window === null ? "always" : `from ${window.from} to ${window.to}`}`,
    `at one time      ${maxRuns === null ? "any number" : `at most ${maxRuns}`}`,
    `priorities       ${request} what is asked for, ${change} new data, ${night} the night; lower is earlier`,
    `reports go to    ${webhookUrl ?? "nowhere"}`,
  ].join("\n");
}

function day(value: string): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value))) return value;
  throw new InvalidArgumentError("It must be a day, YYYY-MM-DD.");
}

function timeZone(value: string): string {
  try {
    new Intl.DateTimeFormat("en", { timeZone: value });
  } catch {
    throw new InvalidArgumentError("It must be a name of the time zone database, for example Europe/Paris.");
  }
  return value;
}

function clock(value: string): string {
  if (/^([01]\d|2[0-3]):[0-5]\d$/.test(value)) return value;
  throw new InvalidArgumentError("It must be a time, HH:MM.");
}

function window(value: string): NonNullable<NightSettings["window"]> {
  const [from, to, ...more] = value.split("-");
  if (to === undefined || more.length > 0) {
    throw new InvalidArgumentError("Write it as HH:MM-HH:MM, or always.");
  }
  return { from: clock(from), to: clock(to) };
}

function priorities(value: string): NightSettings["priorities"] {
  const numbers = value.split(",").map(wholeNumber);
  if (numbers.length !== 3) throw new InvalidArgumentError("Give three whole numbers, for example 0,10,20.");
  const [request, change, night] = numbers;
  return { request, change, night };
}

function webUrl(value: string): string {
  if (URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)) return value;
  throw new InvalidArgumentError("It must be an address that begins with http:// or https://.");
}

/** Takes a word too; commander knows no null. */
function orWord<T, Word extends string>(
  word: Word,
  parse: (value: string) => T,
): (value: string) => T | Word {
  return (value) => (value === word ? word : parse(value));
}

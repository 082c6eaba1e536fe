import { Command } from "commander";
import {
  countEventsOf,
  findStaff,
  listStaff,
  type StaffMember,
  type StaffSelection,
  shredNames,
} from "../../log/shred.ts";
import { withContext } from "../context.ts";
import { name } from "../options.ts";
import { output } from "../output.ts";

interface ShredOptions {
  readonly name?: string;
  readonly lab?: string;
  readonly actor?: string;
  readonly yes?: boolean;
  readonly json?: boolean;
}

export function shredCommand(): Command {
  return new Command("shred")
    .description("Shred the name of somebody who appended events; the events stay, and every hash holds")
    .option("--name <name>", "the name, as it was given with --actor or in the events")
    .option("--lab <lab>", "only where this lab named somebody so", name)
    .option("--actor <id>", "instead of a name: the id that the events carry (npx saddlepoint log show)")
    .option("--yes", "do it; without this nothing is changed")
    .option("--json", "print one JSON document")
    .addHelpText(
      "after",
      `
Without --name and --actor it lists whose names are kept. Events carry an id that says nothing; the name lies in one
table beside the log. Backups and archived WAL from before still hold it: let them expire.

  npx saddlepoint shred
  npx saddlepoint shred --name "Ann Example"
  npx saddlepoint shred --name "Ann Example" --yes`,
    )
    .action(async (options: ShredOptions, command: Command) => {
      const out = output(options.json ?? false);
      const selection = selectionOf(options, command);
      await withContext(async (context) => {
        const owner = context.pool("migrator");
        if (selection === null) {
          const staff = await listStaff(owner);
          return out.answer(
            { staff },
            () => staff.map(line).join("\n") || "Nobody has appended anything yet.",
          );
        }
        const staff = await findStaff(owner, selection);
        const actors = staff.map(({ actor }) => actor);
        const nEvents = await countEventsOf(owner, actors);
        if (options.yes === true) await shredNames(owner, actors);
        const shredded = options.yes === true;
        out.answer({ shredded, staff, nEvents }, () =>
          [
            ...staff.map(line),
            shredded
              ? `Shredded. ${nEvents} events keep their id; npx saddlepoint verify shows that nothing else changed. Backups and archived WAL from before still hold the name.`
              : `Nothing was changed. With --yes the name is shredded for good; ${nEvents} events keep their id.`,
          ].join("\n"),
        );
      });
    });
}

/** Null asks for the list. */
function selectionOf(
  { name: given, lab, actor, yes }: ShredOptions,
  command: Command,
): StaffSelection | null {
  if (given !== undefined && actor === undefined)
    return { name: given, ...(lab === undefined ? {} : { lab }) };
  if (given === undefined && actor !== undefined && lab === undefined) return { actor };
  if (given === undefined && actor === undefined && lab === undefined && yes !== true) return null;
  return command.error(
    "error: whose name? Give --name, with --lab where several labs know somebody of that name, or --actor alone.",
  );
}

function line({ actor, lab, name: kept, namedAt, shreddedAt }: StaffMember): string {
  const who = kept ?? `(shredded on ${shreddedAt?.toISOString() ?? ""})`;
  return `${actor}  ${lab}  ${who}, first named on ${namedAt.toISOString()}`;
}

import { Command, CommanderError } from "commander";
import { packageVersion } from "../package-root.ts";
import { appendCommand } from "./commands/append.ts";
import { auditCommand } from "./commands/audit.ts";
import { cohortCommand } from "./commands/cohort.ts";
import { demoCommand } from "./commands/demo.ts";
import { doctorCommand } from "./commands/doctor.ts";
import { dopamineCommand } from "./commands/dopamine.ts";
import { exportCommand } from "./commands/export.ts";
import { fitCommand } from "./commands/fit.ts";
import { importCommand } from "./commands/import.ts";
import { inspectCommand } from "./commands/inspect.ts";
import { logCommand } from "./commands/log.ts";
import { migrateCommand } from "./commands/migrate.ts";
import { networkCommand } from "./commands/network.ts";
import { reanalyseCommand } from "./commands/reanalyse.ts";
import { rebuildCommand } from "./commands/rebuild.ts";
import { releaseCommand } from "./commands/release.ts";
import { runsCommand } from "./commands/runs.ts";
import { shredCommand } from "./commands/shred.ts";
import { simulateCommand } from "./commands/simulate.ts";
import { strategiesCommand } from "./commands/strategies.ts";
import { tokenCommand } from "./commands/token.ts";
import { upCommand } from "./commands/up.ts";
import { verifyCommand } from "./commands/verify.ts";
import { reportError } from "./output.ts";

const SUCCESS = 0;
const FAILURE = 1;
const WRONG_USAGE = 2;

/**
 * The command line.
 *
 * @param args without the program's own name
 * @returns the exit code: 0 success, 1 failure, 2 wrong usage
 */
export async function runCli(args: readonly string[]): Promise<number> {
  const program = new Command("saddlepoint")
    .description("An event-sourced cohort database for the learning of individual mice.")
    .version(packageVersion)
    .showHelpAfterError("(--help tells more)")
    .addHelpText(
      "after",
      "\nEvery command has --help and --json. DATABASE_URL selects a PostgreSQL server (15 or newer); without it\nan embedded one that belongs to this folder is used.",
    );
  for (const command of [
    demoCommand(),
    upCommand(),
    migrateCommand(),
    importCommand(),
    inspectCommand(),
    appendCommand(),
    logCommand(),
    simulateCommand(),
    cohortCommand(),
    strategiesCommand(),
    fitCommand(),
    networkCommand(),
    dopamineCommand(),
    runsCommand(),
    reanalyseCommand(),
    exportCommand(),
    releaseCommand(),
    tokenCommand(),
    auditCommand(),
    rebuildCommand(),
    verifyCommand(),
    shredCommand(),
    doctorCommand(),
  ]) {
    program.addCommand(command);
  }
  exitOverrideAll(program);
  try {
    await program.parseAsync([...args], { from: "user" });
    return process.exitCode === undefined ? SUCCESS : Number(process.exitCode);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? SUCCESS : WRONG_USAGE;
    reportError(error, args.includes("--json"));
    return FAILURE;
  }
}

/** Commander ends the process by itself unless every command is told not to. */
function exitOverrideAll(command: Command): void {
  command.exitOverride();
  command.configureHelp({ sortSubcommands: false });
  for (const child of command.commands) exitOverrideAll(child);
}

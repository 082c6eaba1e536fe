import type { Command } from "commander";
import { defaultActor, name, positiveInteger } from "./options.ts";

/** Whose session a file is of, and who imports it. */
export interface SessionOptions {
  readonly lab: string;
  readonly project: string;
  readonly subject: string;
  readonly session: number;
  readonly actor: string;
  readonly json?: boolean;
}

export function addSessionOptions(command: Command): Command {
  return command
    .requiredOption("--lab <lab>", "the lab whose data these are", name)
    .requiredOption("--project <project>", "the project (study) within the lab", name)
    .requiredOption("--subject <subject>", "the subject", name)
    .requiredOption("--session <n>", "number of the session within the subject", positiveInteger)
    .option("--actor <actor>", "who imports", defaultActor());
}

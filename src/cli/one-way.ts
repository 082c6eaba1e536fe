import type { Command } from "commander";

/** Subjects are said in one way: an option that says them again, beside an argument, is wrong usage, not ignored. */
export function saidOneWay(command: Command, what: string, keys: readonly string[]): Command {
  return command.hook("preAction", (_, action) => {
    if (action.args.length > 0) refuseOptions(action, what, keys);
  });
}

/** Wrong usage where one of these options was given. */
export function refuseOptions(command: Command, what: string, keys: readonly string[]): void {
  const given = command.options.find((option) => {
    const key = option.attributeName();
    return keys.includes(key) && command.getOptionValueSource(key) === "cli";
  });
  if (given) {
    command.error(
      `error: give either ${what} or ${given.long}, not both: each says which subjects are meant`,
    );
  }
}

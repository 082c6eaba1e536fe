import { Command } from "commander";
import { diagnose } from "../doctor.ts";
import { output } from "../output.ts";

const MARKS = { ok: "ok  ", warning: "warn", error: "BAD " } as const;

export function doctorCommand(): Command {
  return new Command("doctor")
    .description("Say what is missing or misconfigured, and how to mend it")
    .option("--json", "print one JSON document")
    .action(async (options: { json?: boolean }) => {
      const out = output(options.json ?? false);
      const checks = await diagnose();
      const healthy = checks.every((check) => check.state !== "error");
      out.answer({ healthy, checks }, () =>
        checks
          .map(
            (c) =>
              `${MARKS[c.state]} ${c.name}: ${c.found}${c.remedy === null ? "" : `\n       to do: ${c.remedy}`}`,
          )
          .join("\n"),
      );
      if (!healthy) process.exitCode = 1;
    });
}

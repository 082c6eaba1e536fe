import { Command } from "commander";
import { catchUp } from "../../projections/catch-up.ts";
import { type AuditEntry, fetchAudit } from "../../read/audit.ts";
import { withContext } from "../context.ts";
import { name, positiveInteger } from "../options.ts";
import { output } from "../output.ts";

const DEFAULT_LIMIT = 100;

export function auditCommand(): Command {
  return new Command("audit")
    .description("Who was let in, and what was taken out: tokens, grants and exports, the newest first")
    .option("--lab <lab>", "only grants by this lab, and tokens and exports of it", name)
    .option("--limit <n>", "so many entries", positiveInteger, DEFAULT_LIMIT)
    .option("--json", "print one JSON document")
    .action(async (options: { lab?: string; limit: number; json?: boolean }) => {
      const out = output(options.json ?? false);
      await withContext(async (context) => {
        await catchUp(context.pool("worker"));
        const wanted = { lab: options.lab ?? null, limit: options.limit };
        const entries = await fetchAudit(context.pool("migrator"), wanted);
        out.answer({ entries }, () =>
          entries.length === 0 ? "Nothing was granted, made or exported yet." : entries.map(line).join("\n"),
        );
      });
    });
}

function line({ at, actor, action, tokenId, details }: AuditEntry): string {
  const what = Object.entries(details).flatMap(([key, value]) =>
    value === null ? [] : [`${key}=${typeof value === "string" ? value : JSON.stringify(value)}`],
  );
  const by = tokenId === null ? actor : `${actor} (token ${tokenId})`;
  return `${at.toISOString()}  ${by}  ${action}  ${what.join(" ")}`;
}

import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { trialRecords } from "../../src/ingest/simulated-trials.ts";
import { simulatedMice, subjectOf, type Twins } from "./twins.ts";

const COLUMNS = ["trial", "contrastLeft", "contrastRight", "choice", "outcome"] as const;

/** The mice as a lab without a database has them: a folder a mouse, a CSV file a session. @returns the number of files */
export async function writeSessionFiles(twins: Twins, folder: string): Promise<number> {
  let nFiles = 0;
  let twin = 0;
  const { derived, mice } = twins;
  for (const mouse of simulatedMice(twins)) {
    const texts = new Map<number, string[]>();
    for (const record of trialRecords(mouse.subject, mouse.trials)) {
      const lines = texts.get(record.session ?? 1) ?? [COLUMNS.join(",")];
      lines.push(COLUMNS.map((column) => record[column] ?? "").join(","));
      texts.set(record.session ?? 1, lines);
    }
    for (let k = twin; k < mice; k += derived) {
      const own = join(folder, subjectOf(twins, k));
      await mkdir(own);
      for (const [session, lines] of texts) {
        await writeFile(join(own, `${String(session).padStart(3, "0")}.csv`), `${lines.join("\n")}\n`);
        nFiles++;
      }
    }
    twin++;
  }
  return nFiles;
}

interface Measures {
  readonly session: number;
  readonly leftSlope: number;
  readonly rightSlope: number;
  readonly bias: number;
  readonly accuracy: number;
}

/**
 * A script as it is written for such folders: measures of every session (slopes and bias from the share of right choices
 * at the largest contrasts and at zero), of which the mice with a left bias in sessions 4 to 8 are averaged.
 */
export async function cohortFromFiles(folder: string): Promise<readonly Measures[]> {
  const bySession = new Map<number, Measures[]>();
  for (const mouse of await readdir(folder)) {
    const curve: Measures[] = [];
    for (const file of (await readdir(join(folder, mouse))).sort()) {
      curve.push(measuresOf(Number.parseInt(file, 10), await readFile(join(folder, mouse, file), "utf8")));
    }
    const early = curve.filter(({ session }) => session >= 4 && session <= 8);
    if (mean(early.map(({ bias }) => bias)) > -0.1) continue;
    for (const each of curve) bySession.set(each.session, [...(bySession.get(each.session) ?? []), each]);
  }
  return [...bySession].map(([session, all]) => ({
    session,
    leftSlope: mean(all.map(({ leftSlope }) => leftSlope)),
    rightSlope: mean(all.map(({ rightSlope }) => rightSlope)),
    bias: mean(all.map(({ bias }) => bias)),
    accuracy: mean(all.map(({ accuracy }) => accuracy)),
  }));
}

function measuresOf(session: number, text: string): Measures {
  const rows: Record<(typeof COLUMNS)[number], string>[] = parse(text, { columns: true });
  const right = (some: typeof rows) => mean(some.map(({ choice }) => (choice === "right" ? 1 : 0)));
  const most = Math.max(...rows.map((row) => Math.max(Number(row.contrastLeft), Number(row.contrastRight))));
  const atLeft = right(rows.filter(({ contrastLeft }) => Number(contrastLeft) === most));
  const atRight = right(rows.filter(({ contrastRight }) => Number(contrastRight) === most));
  const atZero = right(
    rows.filter((row) => Number(row.contrastLeft) === 0 && Number(row.contrastRight) === 0),
  );
  const judged = rows.filter(({ outcome }) => outcome !== "");
  return {
    session,
    leftSlope: atZero - atLeft,
    rightSlope: atRight - atZero,
    bias: atZero - 0.5,
    accuracy: mean(judged.map(({ outcome }) => (outcome === "correct" ? 1 : 0))),
  };
}

const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll } from "vitest";
import { seededRandom } from "../../src/science/random.ts";

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A folder that is gone after the test file's last test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "saddlepoint-tables-"));
  folders.push(folder);
  return folder;
}

/** A table of these lines, gzip where its name ends so, with its metadata where there are any. */
export function givenTable(
  name: string,
  lines: readonly string[],
  metadata?: Readonly<Record<string, unknown>>,
  folder = temporaryFolder(),
): string {
  const file = join(folder, name);
  const text = `${lines.join("\n")}\n`;
  writeFileSync(file, name.endsWith(".gz") ? gzipSync(text) : text);
  if (metadata !== undefined) {
    writeFileSync(join(folder, name.replace(/\.csv(\.gz)?$/, ".json")), JSON.stringify(metadata));
  }
  return file;
}

export const HEADER = "subject,session,trial,contrast_left,contrast_right,choice,response_time_s";

export interface MadeUpMouse {
  readonly subject: string;
  /** 10 unless told. */
  readonly sessions?: number;
  /** 100 a session unless told. */
  readonly trials?: number;
  readonly seed?: number;
  /** Probability of a right choice at signed contrast c; what makes the mouse learn is up to the test. */
  readonly pRight?: (contrast: number, session: number) => number;
  /** Leave the session column blank. */
  readonly blankSessions?: boolean;
}

/** Lines of a table of a made-up mouse: contrasts ±.5, ±.25 and 0, equally often. */
export function mouseLines(mouse: MadeUpMouse): string[] {
  const { subject, sessions = 10, trials = 100, seed = 1, blankSessions = false } = mouse;
  const pRight = mouse.pRight ?? ((contrast) => 1 / (1 + Math.exp(-6 * contrast)));
  const random = seededRandom(seed);
  const contrasts = [-0.5, -0.25, 0, 0.25, 0.5];
  const lines: string[] = [];
  for (let session = 1; session <= sessions; session++) {
    for (let trial = 1; trial <= trials; trial++) {
      const contrast = contrasts[Math.floor(random.uniform() * contrasts.length)];
      const choice = random.uniform() < pRight(contrast, session) ? "right" : "left";
      const responseTimeS = 0.2 + random.uniform();
      const number = blankSessions ? (session - 1) * trials + trial : trial;
      lines.push(
        [
          subject,
          blankSessions ? "" : session,
          number,
          Math.max(0, -contrast),
          Math.max(0, contrast),
          choice,
          responseTimeS,
        ].join(","),
      );
    }
  }
  return lines;
}

import { afterEach, vi } from "vitest";
import { runCli } from "../../src/cli/program.ts";

export interface CliRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** The one document on stdout. */
  json<T = Readonly<Record<string, unknown>>>(): T;
}

/**
 * Runs the command line in this process, which is quicker than a child by far: it is what bin/saddlepoint.js runs.
 *
 * @param url the database, as DATABASE_URL names it; none for commands that need none
 */
export async function saddlepoint(url: string | null, ...args: readonly string[]): Promise<CliRun> {
  const written = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    vi.spyOn(process[name], "write").mockImplementation((chunk) => {
      written[name] += String(chunk);
      return true;
    });
  }
  vi.stubEnv("DATABASE_URL", url ?? "postgres://nobody@127.0.0.1:1/none");
  try {
    const code = await runCli(args);
    return { code, ...written, json: () => JSON.parse(written.stdout) };
  } finally {
    process.exitCode = undefined;
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  }
}

afterEach(() => {
  vi.restoreAllMocks();
});

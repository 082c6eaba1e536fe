import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { packageRoot } from "../../src/package-root.ts";

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Largest resident set of the process; null where it was killed. */
  readonly peakBytes: number | null;
}

export interface Child {
  readonly process: ChildProcess;
  readonly ended: Promise<Ended>;
}

/** Says the process's largest resident set (kilobytes, getrusage(2)) on its last line of stderr. */
const SAY_PEAK =
  'data:text/javascript,process.on("exit",()=>process.stderr.write("peakKb "+process.resourceUsage().maxRSS+"\\n"))';

/** The program as its users run it, in a process of its own. */
export function startSaddlepoint(url: string, ...args: readonly string[]): Child {
  const child = spawn(
    process.execPath,
    ["--import", SAY_PEAK, resolve(packageRoot, "bin/saddlepoint.js"), ...args],
    {
      env: { ...process.env, DATABASE_URL: url },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  const written = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8").on("data", (chunk) => {
      written[name] += chunk;
    });
  }
  const ended = once(child, "close").then(([code, signal]): Ended => {
    const peak = /peakKb (\d+)\n/.exec(written.stderr);
    return {
      code,
      signal,
      stdout: written.stdout,
      stderr: written.stderr.replace(/peakKb \d+\n/, ""),
      peakBytes: peak === null ? null : Number(peak[1]) * 1024,
    };
  });
  return { process: child, ended };
}

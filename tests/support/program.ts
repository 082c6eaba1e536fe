import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { createInterface } from "node:readline";
import { packageRoot } from "../../src/package-root.ts";

/** A program in a process of its own, which a test may kill. */
export interface Program {
  readonly pid: number;
  readonly stdout: readonly string[];
  readonly stderr: readonly string[];
  /** Null while it runs. */
  exitCode(): number | null;
  /** Resolves when it has ended by itself or was ended. */
  readonly ended: Promise<number | null>;
  /** kill -9: ended by the kernel, with no chance to tidy up. */
  kill(): Promise<void>;
  /** Asks it to end, and waits. */
  stop(): Promise<number | null>;
}

export interface ProgramOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Told of every line on stdout, as it comes. */
  readonly onLine?: (line: string) => void;
}

const running = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

export function startProgram(
  command: string,
  args: readonly string[],
  options: ProgramOptions = {},
): Program {
  const child = spawn(command, args, {
    cwd: packageRoot,
    env: { ...process.env, ...options.env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.add(child);
  const stdout: string[] = [];
  const stderr: string[] = [];
  createInterface(child.stdout).on("line", (line) => {
    stdout.push(line);
    options.onLine?.(line);
  });
  createInterface(child.stderr).on("line", (line) => stderr.push(line));
  // "close" comes after the last line of output.
  const ended = once(child, "close").then(() => {
    running.delete(child);
    return child.exitCode;
  });
  return {
    pid: child.pid ?? 0,
    stdout,
    stderr,
    exitCode: () => child.exitCode,
    ended,
    async kill() {
      child.kill("SIGKILL");
      await ended;
    },
    async stop() {
      child.kill("SIGTERM");
      return await ended;
    },
  };
}

/** The command line in a process of its own. */
export function startSaddlepoint(args: readonly string[], options: ProgramOptions = {}): Program {
  return startProgram(process.execPath, [resolve(packageRoot, "bin/saddlepoint.js"), ...args], options);
}

/** The address that `up --json` says when all is up. */
export async function addressOfUp(up: Program): Promise<string> {
  for (;;) {
    const url = /"url": "([^"]+)"/.exec(up.stdout.join("\n"))?.[1];
    if (url !== undefined) return url;
    if (up.exitCode() !== null) throw new Error(`up ended:\n${up.stderr.join("\n")}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

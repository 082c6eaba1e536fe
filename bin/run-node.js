// Plain JavaScript that Node 18 and later run: what is here runs before we know which Node there is.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of package.json. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");

/** As `engines` in package.json says: the first that runs TypeScript as it stands. */
const OLDEST = [22, 18];

export const isNewEnough = compareVersions(process.versions.node.split(".").map(Number), OLDEST) >= 0;

/** The program of the npm package `node`, a devDependency, or null where that is not installed. */
export function pinnedNode() {
  try {
    const folder = dirname(createRequire(join(root, "package.json")).resolve("node/package.json"));
    const program = join(folder, "bin", process.platform === "win32" ? "node.exe" : "node");
    return existsSync(program) ? program : null;
  } catch {
    return null;
  }
}

/**
 * Runs `program` in our place: our streams, our arguments' order, our signals, and its end is our end.
 *
 * A terminal's Ctrl-C reaches the child by itself, and npm forwards it to us besides; sent by `kill` it reaches only
 * us. We cannot tell these apart, so it is passed on, once a second at most, and the child takes what comes within a
 * second for one request.
 */
export function runInstead(program, args) {
  const child = spawn(program, args, { stdio: "inherit" });
  const lastMs = new Map();
  const passOn = (signal) => {
    const nowMs = performance.now();
    if (nowMs - (lastMs.get(signal) ?? Number.NEGATIVE_INFINITY) < 1000) return;
    lastMs.set(signal, nowMs);
    child.kill(signal);
  };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
  // A signal sent to npm alone ends npm and its shell, and never reaches us.
  const parent = process.ppid;
  const orphaned = () => process.env.npm_command !== undefined && process.ppid !== parent;
  setInterval(() => orphaned() && passOn("SIGTERM"), 500).unref();
  for (const signal of signals) process.on(signal, passOn);
  child.on("error", (error) => fail(`cannot start ${program}: ${error.message}`, "Run `npm ci` again."));
  child.on("exit", (code, signal) => {
    for (const each of signals) process.off(each, passOn);
    if (signal === null) process.exit(code);
    process.kill(process.pid, signal);
  });
}

/** Ends the process with what is wrong and what to do, without the stack of an error that is nobody's bug. */
export function fail(message, remedy) {
  process.stderr.write(`saddlepoint: ${message}\n${remedy}\n`);
  process.exit(1);
}

function compareVersions(ours, wanted) {
  const differing = wanted.findIndex((part, i) => ours[i] !== part);
  return differing === -1 ? 0 : ours[differing] - wanted[differing];
}

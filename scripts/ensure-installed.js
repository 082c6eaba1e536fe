// Plain JavaScript without dependencies, for any Node from 18 on: this runs before anything is installed.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fail, isNewEnough, pinnedNode, root } from "../bin/run-node.js";

const stamp = join(root, "node_modules", ".saddlepoint-installed");

/**
 * Runs `npm ci` when node_modules is missing or is not what package-lock.json says. Quiet when there is nothing to do,
 * and never on stdout, which belongs to the command that follows.
 */
export function ensureInstalled() {
  const lockText = read(join(root, "package-lock.json"));
  if (lockText === null) fail(`${root} has no package-lock.json`, "Run this in a clone of the repository.");
  const hash = createHash("sha256").update(lockText).digest("hex");
  if (isRunnable() && read(stamp) === hash) return;
  if (!isRunnable() || !isInstalled(JSON.parse(lockText))) {
    install();
    if (!isRunnable()) {
      fail(
        "the package `node` brought no Node, though it is installed",
        "npm's install scripts seem to be switched off (ignore-scripts): run `npm ci --ignore-scripts=false`, or use Node 22.18 or newer.",
      );
    }
  }
  writeFileSync(stamp, hash);
}

function isRunnable() {
  return isNewEnough || pinnedNode() !== null;
}

/** Whether npm's own record of what it installed agrees with the lock file. */
function isInstalled(lock) {
  const record = read(join(root, "node_modules", ".package-lock.json"));
  if (record === null) return false;
  const installed = JSON.parse(record).packages;
  const wanted = lock.packages;
  const isSame = (path) =>
    installed[path] === undefined
      ? wanted[path].optional === true || wanted[path].devOptional === true || wanted[path].peer === true
      : installed[path].version === wanted[path].version &&
        installed[path].integrity === wanted[path].integrity;
  return (
    Object.keys(wanted).every((path) => path === "" || isSame(path)) &&
    Object.keys(installed).every((path) => wanted[path] !== undefined)
  );
}

function install() {
  process.stderr.write("Installing the dependencies (npm ci), half a minute or so …\n");
  const args = ["ci", "--include=dev", "--include=optional", "--no-audit", "--no-fund", "--loglevel=error"];
  // npm says where it is when it runs us; on Windows there is only npm.cmd otherwise.
  const npm = process.env.npm_execpath;
  const { status, error } = npm?.endsWith(".js")
    ? run(process.execPath, [npm, ...args], false)
    : run("npm", args, process.platform === "win32");
  if (status === 0) return;
  fail(
    `the installation failed${error === undefined ? "" : `: ${error.message}`}`,
    "See npm's message above. Without a network it needs a filled npm cache; run `npm ci` to try again.",
  );
}

function run(program, args, shell) {
  return spawnSync(program, args, { cwd: root, shell, stdio: ["ignore", 2, 2] });
}

function read(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}

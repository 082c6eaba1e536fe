import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { packageRoot } from "../../src/package-root.ts";

/** A package of its own with our bin and scripts, and what a test writes into it. */
export interface CopiedPackage {
  readonly root: string;
  write(path: string, text: string): void;
  /** Installs the Node that runs the tests as the devDependency `node`. */
  addPinnedNode(): void;
  /** For a Node that runs the package's own programs. */
  nodeArguments(oldNode: boolean): readonly string[];
  start(args: readonly string[], options?: StartOptions): ChildProcess;
  run(args: readonly string[], options?: StartOptions): Promise<Finished>;
  remove(): void;
}

export interface StartOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Whether to run on a Node that says it is 20.20.2. */
  readonly oldNode?: boolean;
}

export interface Finished {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

const PRETEND_OLD =
  'data:text/javascript,Object.defineProperty(process,"versions",{value:{...process.versions,node:"20.20.2"}})';

export function copyPackage(): CopiedPackage {
  const root = mkdtempSync(join(tmpdir(), "saddlepoint-package-"));
  for (const folder of ["bin", "scripts"])
    cpSync(join(packageRoot, folder), join(root, folder), { recursive: true });
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  const nodeArguments = (oldNode: boolean) => (oldNode ? ["--import", PRETEND_OLD] : []);
  const start = (args: readonly string[], { env = {}, oldNode = false }: StartOptions = {}) =>
    spawn(process.execPath, [...nodeArguments(oldNode), ...args], {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
  write("package.json", '{"name": "saddlepoint", "type": "module"}');
  return {
    root,
    write,
    addPinnedNode() {
      write("node_modules/node/package.json", '{"name": "node"}');
      mkdirSync(join(root, "node_modules/node/bin"));
      symlinkSync(process.execPath, join(root, "node_modules/node/bin/node"));
    },
    nodeArguments,
    start,
    run: (args, options) => finish(start(args, options)),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

export async function finish(child: ChildProcess): Promise<Finished> {
  const output = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name]?.on("data", (chunk) => {
      output[name] += chunk;
    });
  }
  const [code, signal] = await once(child, "close");
  return { code, signal, ...output };
}

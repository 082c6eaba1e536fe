import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type CopiedPackage, copyPackage } from "../setup/copied-package.ts";

let copy: CopiedPackage;
beforeEach(() => {
  copy = copyPackage();
  copy.write("src/cli/main.ts", "console.log(JSON.stringify(process.argv.slice(2)))");
  copy.write("package-lock.json", lockFile("1.0.0"));
  // Stands for npm: notes how it was called, talks, and leaves a record as npm does.
  copy.write(
    "npm-cli.js",
    `import { appendFileSync, cpSync, mkdirSync } from "node:fs";
     appendFileSync("calls", process.argv.slice(2).join(" ") + "\\n");
     console.log("added 1 package");
     if (process.env.FAIL) process.exit(3);
     mkdirSync("node_modules", { recursive: true });
     cpSync("package-lock.json", "node_modules/.package-lock.json");`,
  );
});
afterEach(() => copy.remove());

test("without node_modules it installs, says so on stderr alone, and the next time does nothing and says nothing", async () => {
  const first = await demo(["--once", "--json"]);
  expect(first).toMatchObject({ code: 0, stdout: '["demo","--once","--json"]\n' });
  expect(first.stderr).toContain("Installing the dependencies");
  expect(calls()).toEqual(["ci --include=dev --include=optional --no-audit --no-fund --loglevel=error"]);
  expect(await demo([])).toEqual({ code: 0, signal: null, stdout: '["demo"]\n', stderr: "" });
  expect(calls()).toHaveLength(1);
});

test("what somebody installed by hand is taken, optional packages of other platforms missing", async () => {
  copy.write("node_modules/.package-lock.json", lockFile("1.0.0", false));
  expect((await demo([])).stderr).toBe("");
  expect(calls()).toEqual([]);
});

test("another version in the lock file is installed", async () => {
  copy.write("node_modules/.package-lock.json", lockFile("0.9.0"));
  await demo([]);
  expect(calls()).toHaveLength(1);
  copy.write("package-lock.json", lockFile("1.1.0"));
  await demo([]);
  expect(calls()).toHaveLength(2);
});

test("an installation that failed is reported, and tried again the next time", async () => {
  const failed = await demo([], { FAIL: "1" });
  expect(failed).toMatchObject({ code: 1, stdout: "" });
  expect(failed.stderr).toContain("the installation failed");
  expect((await demo([])).code).toBe(0);
});

test("an old Node to which no newer one was installed is told of install scripts", async () => {
  const ran = await copy.run(["scripts/demo.js"], { env: npm(), oldNode: true });
  expect(ran).toMatchObject({ code: 1, stdout: "" });
  expect(ran.stderr).toContain("ignore-scripts");
});

function demo(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  return copy.run(["scripts/demo.js", ...args], { env: { ...npm(), ...env } });
}

function npm() {
  return { npm_execpath: join(copy.root, "npm-cli.js") };
}

function calls(): readonly string[] {
  const file = join(copy.root, "calls");
  return existsSync(file) ? readFileSync(file, "utf8").trimEnd().split("\n") : [];
}

function lockFile(version: string, withOptional = true): string {
  const packages = {
    "": { name: "saddlepoint" },
    "node_modules/one": { version, integrity: `sha512-${version}` },
    ...(withOptional ? { "node_modules/one-windows": { version, optional: true } } : {}),
  };
  return JSON.stringify({ lockfileVersion: 3, packages });
}

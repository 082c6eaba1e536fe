import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { packageRoot } from "../../src/package-root.ts";
import { type CopiedPackage, copyPackage, finish } from "../setup/copied-package.ts";

let copy: CopiedPackage;
beforeEach(() => {
  copy = copyPackage();
});
afterEach(() => copy.remove());

const REPORT = "console.log(JSON.stringify(process.argv.slice(2))); process.exitCode = 7;";

test.each([false, true])(
  "a clone runs its source, arguments and exit code unchanged (old Node: %s)",
  async (oldNode) => {
    copy.addPinnedNode();
    copy.write("src/cli/main.ts", `const typed: number = 1; void typed; ${REPORT}`);
    const ran = await copy.run(["bin/saddlepoint.js", "cohort", "--lab", "a b"], { oldNode });
    expect(ran).toEqual({ code: 7, signal: null, stdout: '["cohort","--lab","a b"]\n', stderr: "" });
  },
);

test("an installed package runs what was built", async () => {
  copy.write("dist/src/cli/main.js", REPORT);
  expect((await copy.run(["bin/saddlepoint.js", "x"])).stdout).toBe('["x"]\n');
});

test("an old Node without a newer one beside it is told what to install", async () => {
  copy.write("dist/src/cli/main.js", REPORT);
  const installed = await copy.run(["bin/saddlepoint.js"], { oldNode: true });
  expect(installed.code).toBe(1);
  expect(installed.stderr).toMatch(
    /^saddlepoint: Node 22\.18 or newer is needed, and this is v.*\n.*npm install node@24/,
  );
  copy.write("src/cli/main.ts", REPORT);
  expect((await copy.run(["bin/saddlepoint.js"], { oldNode: true })).stderr).toContain("`npm ci`");
  rmSync(join(copy.root, "src"), { recursive: true });
});

test("one Ctrl-C that arrives at the old Node twice reaches the program once, and its end is the old Node's", async () => {
  copy.addPinnedNode();
  copy.write(
    "src/cli/main.ts",
    `let count = 0;
     process.on("SIGINT", () => { count++; });
     process.on("SIGTERM", () => { console.log("interrupts: " + count); process.removeAllListeners("SIGTERM"); process.kill(process.pid, "SIGTERM"); });
     setInterval(() => {}, 1000);
     console.log("ready");`,
  );
  const child = copy.start(["bin/saddlepoint.js"], { oldNode: true });
  const finished = finish(child);
  if (child.stdout !== null) await once(child.stdout, "data");
  child.kill("SIGINT");
  child.kill("SIGINT");
  await new Promise((resolve) => setTimeout(resolve, 200));
  child.kill("SIGTERM");
  expect(await finished).toMatchObject({ signal: "SIGTERM", stdout: "ready\ninterrupts: 1\n" });
});

test.each([false, true])(
  "what is left without npm and its shell shuts down (old Node: %s)",
  async (oldNode) => {
    copy.addPinnedNode();
    const signals = join(packageRoot, "src/postgres/embedded/shutdown-signal.ts");
    copy.write(
      "src/cli/main.ts",
      `import { writeFileSync } from "node:fs";
     import { shutdownRequested } from ${JSON.stringify(signals)};
     const alive = setInterval(() => {}, 1000);
     console.log("ready");
     writeFileSync("ended", await shutdownRequested());
     clearInterval(alive);`,
    );
    // As npm runs it: a shell that passes no signal on stands between.
    const shell = spawn(
      "sh",
      ["-c", '"$@"; true', "sh", process.execPath, ...copy.nodeArguments(oldNode), "bin/saddlepoint.js"],
      {
        cwd: copy.root,
        env: { ...process.env, npm_command: "exec" },
        stdio: ["ignore", "pipe", "inherit"],
      },
    );
    await once(shell.stdout, "data");
    shell.kill("SIGKILL");
    await expect.poll(() => existsSync(join(copy.root, "ended")), { timeout: 10_000 }).toBe(true);
    expect(readFileSync(join(copy.root, "ended"), "utf8")).toBe("SIGTERM");
  },
);

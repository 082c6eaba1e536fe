import { describe, expect, test } from "vitest";
import { packageVersion } from "../../src/package-root.ts";
import { saddlepoint } from "./run-here.ts";

const commands: readonly (readonly string[])[] = [
  [],
  ["demo"],
  ["up"],
  ["migrate"],
  ["import"],
  ["import", "csv"],
  ["simulate"],
  ["cohort"],
  ["rebuild"],
  ["doctor"],
];

describe("--help tells, and exits 0", () => {
  test.each(commands.map((command) => [command.join(" ") || "(none)", command] as const))(
    "%s",
    async (_name, command) => {
      const { code, stdout, stderr } = await saddlepoint(null, ...command, "--help");
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      expect(stdout).toContain(`Usage: saddlepoint${command.length === 0 ? "" : ` ${command.join(" ")}`}`);
      expect(stdout).toContain("--help");
      if (command.length > 0 && command.join() !== "import") expect(stdout).toContain("--json");
    },
  );

  test("every command that --help lists has help of its own", async () => {
    const { stdout } = await saddlepoint(null, "--help");
    const listed = [...stdout.slice(stdout.indexOf("Commands:")).matchAll(/^ {2}([a-z]+)/gm)].map(
      (match) => match[1],
    );
    expect(listed).toEqual(
      expect.arrayContaining(["demo", "up", "import", "simulate", "cohort", "rebuild", "doctor"]),
    );
    for (const name of listed) {
      if (name === "help") continue;
      expect((await saddlepoint(null, name, "--help")).code, name).toBe(0);
    }
  });

  test("--version is the package's", async () => {
    expect(await saddlepoint(null, "--version")).toMatchObject({ code: 0, stdout: `${packageVersion}\n` });
  });
});

describe("wrong usage exits 2, says what is wrong on stderr, and touches nothing", () => {
  test.each<[string, string, string]>([
    ["no such command", "derive", "unknown command 'derive'"],
    ["no such option", "cohort --laboratory x", "unknown option '--laboratory'"],
    ["import without files", "import csv --lab l --project p", "missing required argument 'files'"],
    ["import without a lab", "import csv a.csv --project p", "required option '--lab <lab>' not specified"],
    ["a lab that is no name", "import csv a.csv --lab a/b --project p", "Names are 1 to 64 letters"],
    ["a mapping that is none", "import csv a.csv --lab l --project p --map choice", "field=column"],
    ["a strategy that is none", "cohort --early-strategy clever", "It must be one of"],
    ["no mice", "simulate --mice 0 --append", "It must be 1 or more"],
    ["half a mouse", "simulate --mice 1.5 --append", "It must be a whole number"],
    ["a rule that is none", "simulate --rule hebb --append", "Allowed choices are"],
    ["simulate to nowhere", "simulate", "give either --out DIR or --append"],
    ["simulate to both", "simulate --append --out x", "give either --out DIR or --append"],
    ["an argument too many", "doctor now", "too many arguments"],
    ["a subject and a project", "dopamine encoding l/p/s --project p", "either a subject or --project"],
    ["a subject and a lab", "dopamine effects l/p/s --lab l", "either a subject or --lab"],
    ["a project for traces", "dopamine traces l/p/s --site x --project p", "unknown option '--project'"],
    ["files and a project", "network fit a.csv --project p", "either trial tables or --project"],
    ["files and a subject", "network compare a.csv --home l/p/s", "either trial tables or --home"],
    ["files and a filter", "network fixed-points a.csv --real", "either trial tables or --real"],
    ["a home and a project", "network fit --home l/p/s --project p", "cannot be used with option '--project"],
    ["no mouse and a project", "network fixed-points --default --lab l", "either --default or --lab"],
    ["a port that is none", "up --port http", "It must be a whole number"],
    ...[
      "cohort",
      "strategies a.csv",
      "network fit",
      "network compare",
      "network fixed-points",
      "dopamine traces l/p/s --site x",
      "dopamine encoding",
      "dopamine effects",
      "inspect a.ppd",
    ].map((command): [string, string, string] => [
      `${command} into a picture that is no SVG`,
      `${command} --plot x.png`,
      "Pictures are SVG: give a file that ends in .svg.",
    ]),
  ])("%s", async (_what, line, message) => {
    const { code, stdout, stderr } = await saddlepoint(null, ...line.split(" "));
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(message);
  });

  test("nothing at all is wrong usage, and shows the help", async () => {
    const { code, stderr } = await saddlepoint(null);
    expect(code).toBe(2);
    expect(stderr).toContain("Usage: saddlepoint");
  });
});

describe("a server that does not answer is a failure with a remedy", () => {
  test("for people on stderr", async () => {
    const { code, stdout, stderr } = await saddlepoint(null, "cohort");
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(/^error SERVER_UNREACHABLE: /);
    expect(stderr).toMatch(/\n {2}to do .*DATABASE_URL/);
  });

  test("with --json on stdout too, as one document", async () => {
    const run = await saddlepoint(null, "cohort", "--json");
    expect(run.code).toBe(1);
    expect(run.json()).toEqual({
      error: {
        code: "SERVER_UNREACHABLE",
        message: expect.any(String),
        remedy: expect.stringContaining("DATABASE_URL"),
      },
    });
    expect(run.stderr).toContain("SERVER_UNREACHABLE");
  });

  test("doctor says so as one of its findings, and exits 1", async () => {
    const run = await saddlepoint(null, "doctor", "--json");
    expect(run.code).toBe(1);
    expect(run.json()).toMatchObject({
      healthy: false,
      checks: expect.arrayContaining([
        expect.objectContaining({ name: "node", state: "ok", remedy: null }),
        expect.objectContaining({
          name: "server",
          state: "error",
          remedy: expect.stringContaining("DATABASE_URL"),
        }),
      ]),
    });
  });
});

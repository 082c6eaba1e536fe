import { afterEach, beforeEach, expect, test } from "vitest";
import { findBreaches } from "../../scripts/check-directions.ts";
import { type CopiedPackage, copyPackage } from "../setup/copied-package.ts";

let copy: CopiedPackage;
beforeEach(() => {
  copy = copyPackage();
  copy.write("jobs/one.ts", 'import { analyse } from "../src/analyses/one.ts";\nanalyse();\n');
  copy.write("src/errors.ts", "export class SaddlepointError extends Error {}\n");
});
afterEach(() => copy.remove());

test("what follows the directions is no breach, whatever comments and queries of GraphQL say", () => {
  copy.write("src/science/fit.ts", 'import { SaddlepointError } from "../errors.ts";\n// from "pg"\n');
  copy.write("src/cli/context.ts", 'import type pg from "pg";\nimport { x } from "../read/one.ts";\n');
  copy.write("src/read/one.ts", 'import { sql } from "kysely";\nimport { fit } from "../science/fit.ts";\n');
  copy.write("src/api/example.ts", "export const example = `query { subjects { id } }`;\n");
  expect(findBreaches(copy.root)).toEqual([]);
});

test.each([
  ["src/science/fit.ts", 'import { pool } from "../postgres/pool.ts";', "science may not know postgres"],
  ["src/science/fit.ts", 'import { readFileSync } from "node:fs";', "imports nothing from outside"],
  [
    "src/log/append.ts",
    'import {\n  type Fit,\n  fit,\n} from "../science/fit.ts";',
    "log may not know science",
  ],
  ["src/log/append.ts", 'export type { Fit } from "../science/fit.ts";', "log may not know science"],
  ["src/analyses/one.ts", 'const read = await import("../api/server.ts");', "analyses may not know api"],
  ["src/api/resolvers/one.ts", 'import pg from "pg";', "talk to the database"],
  ["src/analyses/one.ts", "await pool.query(text);", "holds SQL"],
  ["src/cli/commands/one.ts", 'const text = "select 1 from event";', "holds SQL"],
  ["jobs/one.ts", "const x = Math.exp(2);", "holds mathematics"],
  ["src/new/one.ts", "", "has no place"],
])("%s with %s is a breach", (path, text, breach) => {
  copy.write(path, text);
  expect(findBreaches(copy.root)).toEqual([expect.stringContaining(`${path}: `)]);
  expect(findBreaches(copy.root)[0]).toContain(breach);
});

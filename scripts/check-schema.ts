/**
 * Holds schema/schema.graphql to what was published of it (schema/published.graphql): nothing that a client may rely
 * on is taken away or changed, and everything in it is documented.
 *
 * `--publish`, part of `npm run generate`, takes over what is new; `--publish-breaking` what breaks clients too, to be
 * done on purpose and told of in the change log.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import {
  type BreakingChange,
  buildSchema,
  findBreakingChanges,
  type GraphQLSchema,
  parse,
  visit,
} from "graphql/index.js";

const root = resolve(import.meta.dirname, "..");

/** What would break clients of the published schema. */
export function breakingChanges(published: string, present: string): readonly BreakingChange[] {
  const [before, after]: GraphQLSchema[] = [buildSchema(published), buildSchema(present)];
  return findBreakingChanges(before, after);
}

/** Names of all that has no description. */
export function undocumented(sdl: string): readonly string[] {
  const bare: string[] = [];
  const path: string[] = [];
  visit(parse(sdl), {
    enter(node) {
      if (!("name" in node) || node.name === undefined || !("description" in node)) return;
      path.push(node.name.value);
      if (node.description === undefined) bare.push(path.join("."));
    },
    leave(node) {
      if ("name" in node && node.name !== undefined && "description" in node) path.pop();
    },
  });
  return bare;
}

if (import.meta.main) {
  const [presentFile, publishedFile] = ["schema.graphql", "published.graphql"].map((file) =>
    resolve(root, "schema", file),
  );
  const present = readFileSync(presentFile, "utf8");
  const published = existsSync(publishedFile) ? readFileSync(publishedFile, "utf8") : present;
  const bare = undocumented(present);
  for (const name of bare) console.error(`schema/schema.graphql: ${name} has no description`);
  const breaking = process.argv.includes("--publish-breaking") ? [] : breakingChanges(published, present);
  for (const { description } of breaking) console.error(`schema/schema.graphql: ${description}`);
  if (breaking.length > 0) {
    console.error(
      "This breaks clients: deprecate it instead, or run `node scripts/check-schema.ts --publish-breaking`",
    );
  }
  if (bare.length > 0 || breaking.length > 0) process.exitCode = 1;
  else if (process.argv.some((arg) => arg.startsWith("--publish"))) writeFileSync(publishedFile, present);
}

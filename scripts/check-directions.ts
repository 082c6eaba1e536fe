// Holds the source to the directions of docs/architecture.md: who may know whom, and where SQL and mathematics live.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";

/** A folder under src (or jobs) and the others that it may import from, besides itself and the files beside them. */
const MAY_KNOW: Readonly<Record<string, readonly string[]>> = {
  science: [],
  events: [],
  postgres: [],
  formats: ["science", "events"],
  plots: ["science"],
  log: ["events", "postgres"],
  projections: ["events", "log", "postgres"],
  read: ["events", "log", "postgres", "science"],
  ingest: ["events", "formats", "log", "science"],
  analyses: ["events", "log", "read", "science"],
  api: ["analyses", "events", "formats", "ingest", "log", "postgres", "projections", "read"],
  jobs: ["analyses", "events", "log", "postgres", "projections", "read"],
  cli: [
    "analyses",
    "api",
    "events",
    "formats",
    "ingest",
    "jobs",
    "log",
    "plots",
    "postgres",
    "projections",
    "read",
    "science",
  ],
};

/** Results are passed on in the shapes that science gives them, by those who compute nothing. */
const MAY_KNOW_TYPES: Readonly<Record<string, readonly string[]>> = { api: ["science"], jobs: ["science"] };

const HOLD_SQL = ["log", "postgres", "projections", "read"];
const HOLD_NO_MATHS = ["api", "cli", "jobs"];
const DATABASE_PACKAGES = ["pg", "pg-copy-streams", "kysely"];

const IMPORT =
  /\b(?:import|export)\s+(type\s)?(?:[\w*{}\s,$]+?\sfrom\s+)?"([^"]+)"|\bimport\(\s*"([^"]+)"\s*\)/g;
const SQL =
  /\bsql(?:`|<)|\.query[(<]|["'`]\s*(?:select|insert into|delete from|update \w+ set|create table|with \w+ as)\s/i;
const FENCED_ROLE = /\b(?:db|pool)\("api"/;
const MATHS = /\bMath\.(?:exp|log\w*|sqrt|pow|random|a?sinh?|a?cosh?|a?tanh?|atan2|cbrt|hypot)\b/;

/** Every breach in the package at `root`, as lines to print. */
export function findBreaches(root: string): readonly string[] {
  const files = ["src", "jobs"].flatMap((folder) => sourceFiles(join(root, folder)));
  return files.flatMap((file) =>
    breachesOf(root, file).map((breach) => `${relative(root, file)}: ${breach}`),
  );
}

function breachesOf(root: string, file: string): readonly string[] {
  const layer = layerOf(root, file);
  if (layer === null) return [];
  const text = withoutComments(readFileSync(file, "utf8"));
  if (MAY_KNOW[layer] === undefined)
    return [`the folder ${layer} has no place in scripts/check-directions.ts yet`];
  const breaches = [...text.matchAll(IMPORT)]
    .map(([, isType, from, lazy]) => complaint(root, file, layer, from ?? lazy ?? "", isType !== undefined))
    .filter((each) => each !== null);
  if (!HOLD_SQL.includes(layer) && SQL.test(text))
    breaches.push(`holds SQL, which ${HOLD_SQL.join(", ")} do`);
  if (layer === "cli" && FENCED_ROLE.test(text))
    breaches.push('reads as the role api, which sees nothing outside a request: read as "reader"');
  if (HOLD_NO_MATHS.includes(layer) && MATHS.test(text))
    breaches.push("holds mathematics, which science does");
  return breaches;
}

function complaint(
  root: string,
  file: string,
  layer: string,
  specifier: string,
  isType: boolean,
): string | null {
  if (specifier.startsWith(".")) {
    const other = layerOf(root, resolve(dirname(file), specifier));
    const known = [layer, ...(MAY_KNOW[layer] ?? []), ...(isType ? (MAY_KNOW_TYPES[layer] ?? []) : [])];
    const isFine = other === null || known.includes(other);
    return isFine ? null : `${layer} may not know ${other} (${specifier})`;
  }
  const name = specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
  if (layer === "science") return `science is pure and imports nothing from outside (${specifier})`;
  // A connection that is passed on has a type; only who asks it something imports the package.
  if (DATABASE_PACKAGES.includes(name) && !isType && !HOLD_SQL.includes(layer)) {
    return `only ${HOLD_SQL.join(", ")} talk to the database (${specifier})`;
  }
  return null;
}

/** src/<layer>/…, or jobs; null for a file that lies right in src and for what is outside. */
function layerOf(root: string, file: string): string | null {
  const [top, layer, ...rest] = relative(root, file).split(sep);
  if (top === "jobs") return "jobs";
  return top === "src" && layer !== undefined && rest.length > 0 ? layer : null;
}

function sourceFiles(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*/g, "");
}

if (import.meta.main) {
  const breaches = findBreaches(resolve(import.meta.dirname, ".."));
  for (const breach of breaches) console.error(breach);
  process.exitCode = breaches.length === 0 ? 0 : 1;
}

import { expect, test } from "vitest";
import { append } from "../../src/log/append.ts";
import { grant, grantRevoked, trial } from "../events/given-events.ts";
import { givenLog } from "../log/given-log.ts";
import { saddlepoint } from "./run-here.ts";

const log = givenLog();

interface Entry {
  readonly actor: string;
  readonly action: string;
  readonly tokenId: string | null;
  readonly details: Readonly<Record<string, unknown>>;
}

async function audit(...args: readonly string[]): Promise<readonly Entry[]> {
  const run = await saddlepoint(log.url, "audit", "--json", ...args);
  expect(run.code, run.stderr).toBe(0);
  return run.json<{ entries: readonly Entry[] }>().entries;
}

test("tokens, grants and exports are told of, the newest first, of one lab where one asks", async () => {
  expect(await audit()).toEqual([]);
  const at = { lab: "lab", project: "study" };
  await append(log.pool("ingest"), [
    trial("A", 1, 1),
    grant(at, { grant: "g", granteeKind: "lab", grantee: "partner" }),
    grant({ lab: "other", project: "study" }, { grant: "g", granteeKind: "everyone" }),
    grantRevoked(at, "g"),
  ]);
  const made = (await saddlepoint(log.url, "token", "create", "--lab", "lab", "--json")).json<{
    id: string;
  }>();
  await saddlepoint(log.url, "export", "trials", "--lab", "lab");
  await saddlepoint(log.url, "token", "revoke", made.id);
  const entries = await audit();
  expect(entries.map(({ action }) => action).slice(0, 3)).toEqual([
    "token revoked",
    "export",
    "token created",
  ]);
  expect(
    entries
      .map(({ action }) => action)
      .slice(3)
      .sort(),
  ).toEqual([...["access ended", "access granted", "access granted"]]);
  expect(entries.find(({ action }) => action === "access ended")).toMatchObject({
    ...{ actor: "tester", tokenId: null },
    details: { lab: "lab", project: "study", grant: "g", grantee: "partner", position: 4 },
  });
  expect(entries[0]).toMatchObject({ tokenId: made.id });
  expect(await audit("--lab", "other")).toMatchObject([
    { action: "access granted", details: { lab: "other" } },
  ]);
  expect(await audit("--limit", "1")).toHaveLength(1);
  expect((await saddlepoint(log.url, "audit")).stdout).toMatch(/access ended .*grant=g/);
});

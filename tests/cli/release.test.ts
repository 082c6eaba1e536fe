import { expect, test } from "vitest";
import { analyses } from "../../src/analyses/registry.ts";
import { append } from "../../src/log/append.ts";
import { cohortDefined, subjectRegistered } from "../events/given-events.ts";
import { givenLog } from "../log/given-log.ts";
import { saddlepoint } from "./run-here.ts";

const log = givenLog();
const at = { lab: "lab", project: "study" };

test("a release names the position of now, with every analysis, once", async () => {
  const appended = await append(log.pool("ingest"), [subjectRegistered("A"), subjectRegistered("B")]);
  const publish = () =>
    saddlepoint(
      log.url,
      ...[
        "release",
        "publish",
        "paper",
        "--lab",
        "lab",
        "--project",
        "study",
        "--citation",
        "Doe 2026",
        "--json",
      ],
    );
  const made = (await publish()).json();
  expect(made).toMatchObject({
    id: "lab/study/release:paper",
    position: appended.at(-1)?.position,
    citation: "Doe 2026",
  });
  const listed = (await saddlepoint(log.url, "release", "list", "--json")).json<{
    releases: { id: string; position: number; analyses: { name: string; version: number }[] }[];
  }>().releases;
  expect(listed).toMatchObject([{ id: "lab/study/release:paper", position: appended.at(-1)?.position }]);
  expect(listed[0].analyses.map(({ name, version }) => ({ name, version }))).toEqual(
    analyses.map(({ name, version }) => ({ name, version })),
  );
  const again = await publish();
  expect([again.code, again.json<{ error: { code: string } }>().error.code]).toEqual([1, "RELEASE_EXISTS"]);
});

test("a project that is not there has no releases", async () => {
  const wrong = await saddlepoint(
    log.url,
    ...["release", "publish", "paper", "--lab", "lab", "--project", "studdy", "--json"],
  );
  expect(wrong.code).toBe(1);
  expect(wrong.json()).toMatchObject({ error: { code: "NO_SUCH_PROJECT", value: "studdy" } });
});

test("a saved cohort is an option wherever subjects are selected", async () => {
  await append(log.pool("ingest"), [cohortDefined(at, "only-a", { subject: "A" })]);
  const sized = async (id: string) =>
    (await saddlepoint(log.url, "cohort", "--cohort", id, "--json")).json<{
      n: number;
      excluded: unknown[];
    }>();
  expect(await sized("lab/study/cohort:only-a")).toMatchObject({ excluded: [{ subject: "A" }] });
  expect(await sized("lab/study/cohort:none")).toMatchObject({ error: { code: "COHORT_UNKNOWN" } });
});

import { existsSync } from "node:fs";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { exampleQueries } from "../../src/api/query-page/example-queries.ts";
import { queryPage } from "../../src/api/query-page/page.ts";
import { startApi } from "../../src/api/server.ts";
import { append } from "../../src/log/append.ts";
import { createPool } from "../../src/postgres/pool.ts";
import { catchUp } from "../../src/projections/catch-up.ts";
import { grant } from "../events/given-events.ts";
import { type ApiUnderTest, startApiUnderTest } from "./api-under-test.ts";
import { data } from "./client.ts";

const CHROMIUM = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";
const hasChromium = existsSync(CHROMIUM);
const WAIT_MS = 20_000;

let api: ApiUnderTest;

beforeAll(async () => {
  api = await startApiUnderTest();
});

afterAll(() => api?.stop());

test.each(exampleQueries("north/learning/m01"))(
  "the worked example $name is answered",
  async ({ name, query }) => {
    expect(query).toContain(`query ${name} {`);
    const [answer] = Object.values(await data(api.url, query));
    expect(answer).not.toBeNull();
  },
);

test("the page names nobody else's address, and its policy allows none", async () => {
  const response = await fetch(`${api.url}/`);
  expect(response.status).toBe(200);
  const html = await response.text();
  expect(html).not.toMatch(/(?:src|href)\s*=\s*"(?:https?:)?\/\//);
  expect(html).not.toMatch(/unpkg|jsdelivr|googleapis/);
  const policy = response.headers.get("content-security-policy") ?? "";
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toMatch(/https?:|\*|unsafe-eval|script-src[^;]*unsafe-inline/);
});

test("the examples name a subject that there is, and one in general where there is none", async () => {
  const example = async () => await (await fetch(`${api.url}/`)).text();
  // Whoever opens the page has shown no token yet.
  expect(await example()).not.toContain("north/learning");
  await publish("north", "learning");
  expect(await example()).toContain("north/learning/m01");
  const away = await startApi({ databaseUrl: "postgres://nobody@127.0.0.1:1/none" });
  try {
    const response = await fetch(`${away.url}/`);
    expect([response.status, (await response.text()).includes("lab/project/subject")]).toEqual([200, true]);
  } finally {
    await away.close();
  }
});

async function publish(lab: string, project: string): Promise<void> {
  const [ingest, worker] = [
    createPool(api.database.url, "ingest", { max: 1 }),
    createPool(api.database.url, "worker", { max: 1 }),
  ];
  await append(ingest, [grant({ lab, project }, { grant: "all", granteeKind: "everyone" })]);
  await catchUp(worker);
  await Promise.all([ingest.end(), worker.end()]);
}

test("a query cannot end the script that it is written in", () => {
  const { html } = queryPage({
    staticPath: "/s/",
    endpoint: "/graphql",
    examples: [{ name: "X", query: "# </script><script>alert(1)</script>" }],
  });
  expect(html).not.toContain("<script>alert");
});

test("its files are served as what they are, and once", async () => {
  const first = await fetch(`${api.url}/query-page/ruru.js`, { headers: { "accept-encoding": "br" } });
  expect(first.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
  expect((await first.text()).length).toBeGreaterThan(100_000);
  const etag = first.headers.get("etag") ?? "";
  const again = await fetch(`${api.url}/query-page/ruru.js`, { headers: { "if-none-match": etag } });
  expect(again.status).toBe(304);
  for (const path of ["nothing.js", "../package.json", "%2e%2e/package.json", "__proto__", "ruru.js.map"]) {
    expect((await fetch(`${api.url}/query-page/${path}`)).status).toBe(404);
  }
});

test("it is not there where it is not wanted", async () => {
  const bare = await startApi({ pool: api.pool, queryPage: false });
  try {
    expect((await fetch(`${bare.url}/`)).status).toBe(404);
    expect((await fetch(`${bare.url}/query-page/ruru.js`)).status).toBe(404);
  } finally {
    await bare.close();
  }
});

const reason = hasChromium
  ? ""
  : `: needs Chromium at ${CHROMIUM} (apt-get install chromium, or CHROMIUM_PATH)`;

// In CI a missing browser fails instead.
describe.skipIf(!hasChromium && !process.env.CI)(`in a browser${reason}`, () => {
  let browser: Browser | undefined;

  afterAll(() => browser?.close());

  test("an example runs at a click, and nothing is asked of any other server", async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
    const page = await browser.newPage();
    const requests: string[] = [];
    const complaints: string[] = [];
    page.on("request", (request) => requests.push(request.url()));
    page.on("console", (message) => {
      if (message.type() === "error") complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(error.message));

    await page.goto(`${api.url}/#token=${api.token}`);
    await page.getByRole("tab", { name: "Subjects" }).waitFor({ timeout: WAIT_MS });
    expect(await tabTitles(page)).toEqual(exampleQueries("").map(({ name }) => name));

    await run(page, /"totalCount": 12/);
    await page.getByRole("tab", { name: "OneSubject" }).click();
    // A tenth of a second after a change of its text, the editor looks for the operation's name.
    await page.waitForTimeout(1_000);
    await run(page, /"id": "north\/learning\/m01"/);

    const elsewhere = requests.filter(
      (url) => !url.startsWith(`${api.url}/`) && !/^(?:data|blob):/.test(url),
    );
    expect(elsewhere).toEqual([]);
    // The token is not left where it would be bookmarked and shared.
    expect(page.url()).toBe(`${api.url}/`);
    expect(requests.filter((url) => url.endsWith("/graphql")).length).toBeGreaterThanOrEqual(3);
    expect(complaints).toEqual([]);
    await page.close();
  });
});

async function tabTitles(page: Page): Promise<string[]> {
  return await page.locator(".graphiql-tabs .graphiql-tab").allInnerTexts();
}

/** Clicks the run button, and waits until the response pane shows this. */
async function run(page: Page, pattern: RegExp): Promise<void> {
  await page.getByRole("button", { name: /execute query/i }).click();
  const deadline = Date.now() + WAIT_MS;
  let text = "";
  while (Date.now() < deadline) {
    const shown = await page.locator(".graphiql-response .view-lines").textContent();
    // The editor writes blanks as no-break spaces.
    text = (shown ?? "").replaceAll("\u00a0", " ");
    if (pattern.test(text)) return;
    await page.waitForTimeout(100);
  }
  throw new Error(`the response pane shows ${JSON.stringify(text)}`);
}

import type { FastifyInstance } from "fastify";
import { getStaticFile } from "ruru/static";
import type { Db } from "../../read/database.ts";
import { fetchSubjectPage } from "../../read/subjects.ts";
import { exampleQueries } from "./example-queries.ts";
import { queryPage } from "./page.ts";

const STATIC_PATH = "/query-page/";

/** `/`: a page to write queries in, with worked examples. Everything it needs comes from this server. */
export function registerQueryPage(fastify: FastifyInstance, db: Db, endpoint: string): void {
  fastify.get("/", async (_request, reply) => {
    const { html, contentSecurityPolicy } = queryPage({
      staticPath: STATIC_PATH,
      endpoint,
      examples: exampleQueries(await someSubject(db)),
    });
    return reply
      .header("content-security-policy", contentSecurityPolicy)
      .header("cache-control", "no-store")
      .type("text/html; charset=utf-8")
      .send(html);
  });

  fastify.get(`${STATIC_PATH}*`, async (request, reply) => {
    const file = await getStaticFile({
      staticPath: STATIC_PATH,
      urlPath: request.url,
      acceptEncoding: request.headers["accept-encoding"],
      disallowDevAssets: true,
    });
    if (file === null) return reply.callNotFound();
    reply.headers({ ...file.headers, "cache-control": "no-cache", vary: "accept-encoding" });
    if (request.headers["if-none-match"] === file.headers.etag) {
      return reply.removeHeader("content-length").removeHeader("content-encoding").code(304).send();
    }
    return reply.send(file.content);
  });
}

/** A subject's id for the examples; the page is there even when the database is empty or away. */
async function someSubject(db: Db): Promise<string> {
  try {
    const { rows } = await fetchSubjectPage(db, {}, { first: 1, after: null });
    return rows[0]?.id ?? "lab/project/subject";
  } catch {
    return "lab/project/subject";
  }
}

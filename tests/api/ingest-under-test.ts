import { afterAll, beforeAll } from "vitest";
import { type Api, type ApiOptions, startApi } from "../../src/api/server.ts";
import { type GivenLog, givenLog } from "../log/given-log.ts";

export const TOKEN = "a-long-random-text";

export interface IngestUnderTest {
  readonly log: GivenLog;
  readonly url: string;
}

/** The API over a database of the test file's own, with a token. */
export function ingestUnderTest(
  options: Partial<Pick<ApiOptions, "ingestToken" | "logger">> = {},
): IngestUnderTest {
  const log = givenLog();
  let api: Api;
  beforeAll(async () => {
    api = await startApi({ databaseUrl: log.url, ingestToken: TOKEN, ...options });
  });
  afterAll(() => api.close());
  return {
    log,
    get url() {
      return `${api.url}/v1/events`;
    },
  };
}

export interface Refusal {
  readonly message: string;
  readonly extensions: { readonly code: string; readonly remedy: string } & Readonly<Record<string, unknown>>;
}

export interface IngestAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** What an append gives; undefined where it was refused. */
  readonly appended?: number;
  readonly alreadyThere?: number;
  readonly lastPosition?: number | null;
  readonly positions?: readonly number[] | null;
  readonly errors?: readonly Refusal[];
}

/** Posts a body; headers that are null are left out. */
export async function post(
  url: string,
  body: string | Uint8Array<ArrayBuffer> | null,
  headers: Readonly<Record<string, string | null>> = {},
): Promise<IngestAnswer> {
  const all = { authorization: `Bearer ${TOKEN}`, "content-type": "application/x-ndjson", ...headers };
  const response = await fetch(url, {
    method: "POST",
    body,
    headers: Object.fromEntries(
      Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== null),
    ),
  });
  return { status: response.status, headers: response.headers, ...((await response.json()) as object) };
}

import type pg from "pg";

export interface GraphqlAnswer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: an answer has the shape of its query, which a test knows
  readonly data: any;
  readonly errors: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions: Readonly<Record<string, unknown>>;
  }[];
}

/** The token of the test file's database, which every API over it takes. */
let fileToken: string | undefined;

/** From now on `ask` carries this token, and `authorization` gives its header. */
export function useToken(token: string): void {
  fileToken = token;
}

/** The header of a request that carries the token, if one was set. */
export function authorization(): Readonly<Record<string, string>> {
  return fileToken === undefined ? {} : { authorization: `Bearer ${fileToken}` };
}

/** Asks the API over HTTP; with the test file's token, or with another one, or, given null, without. */
export async function ask(
  url: string,
  query: string,
  variables: Readonly<Record<string, unknown>> = {},
  token?: string | null,
): Promise<GraphqlAnswer> {
  const response = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...(token === undefined ? authorization() : token === null ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ query, variables }),
  });
  const body = (await response.json()) as Partial<GraphqlAnswer>;
  return { status: response.status, data: body.data, errors: body.errors ?? [] };
}

/** The data of an answer that must have no error. */
export async function data(
  url: string,
  query: string,
  variables?: Readonly<Record<string, unknown>>,
): Promise<GraphqlAnswer["data"]> {
  const answer = await ask(url, query, variables);
  if (answer.errors.length > 0) throw new Error(JSON.stringify(answer.errors, null, 2));
  return answer.data;
}

/** The code of the one error of an answer. */
export async function errorCode(url: string, query: string, variables?: Readonly<Record<string, unknown>>) {
  const { errors } = await ask(url, query, variables);
  return errors.length === 1 ? errors[0].extensions.code : errors;
}

/** Statements by which a request comes in and goes out: they are part of none of its fields. */
const OF_THE_FENCE = /^begin;|^commit$|^rollback$|access\.(?:authenticate|anything_public)/;

/** Texts of the statements that a pool's connections send from now on, without those of the fence. */
export function recordStatements(pool: pg.Pool): string[] {
  const statements: string[] = [];
  pool.on("connect", (client) => {
    const query = client.query.bind(client) as (...args: unknown[]) => unknown;
    client.query = ((...args: unknown[]) => {
      const [config] = args;
      const text = typeof config === "string" ? config : (config as { text: string }).text;
      if (!OF_THE_FENCE.test(text)) statements.push(text);
      return query(...args);
    }) as typeof client.query;
  });
  return statements;
}

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

/** Asks the API over HTTP. */
export async function ask(
  url: string,
  query: string,
  variables: Readonly<Record<string, unknown>> = {},
): Promise<GraphqlAnswer> {
  const response = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json" },
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

/** Texts of the statements that a pool's connections send from now on. */
export function recordStatements(pool: pg.Pool): string[] {
  const statements: string[] = [];
  pool.on("connect", (client) => {
    const query = client.query.bind(client) as (...args: unknown[]) => unknown;
    client.query = ((...args: unknown[]) => {
      const [config] = args;
      statements.push(typeof config === "string" ? config : (config as { text: string }).text);
      return query(...args);
    }) as typeof client.query;
  });
  return statements;
}

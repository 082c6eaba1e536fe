import { Command, InvalidArgumentError } from "commander";
import { SaddlepointError } from "../../errors.ts";
import {
  createToken,
  listTokens,
  revokeToken,
  type TokenRow,
  type TokenScope,
  tokenScopes,
} from "../../read/tokens.ts";
import { withContext } from "../context.ts";
import { defaultActor, name, number } from "../options.ts";
import { output } from "../output.ts";

const DEFAULT_DAYS = 365;
const DAY_MS = 86_400_000;

export function tokenCommand(): Command {
  return new Command("token")
    .description("Tokens, with which programs and people use the API")
    .addCommand(createCommand())
    .addCommand(listCommand())
    .addCommand(revokeCommand());
}

interface CreateOptions {
  readonly lab: readonly string[];
  readonly person?: string;
  readonly name?: string;
  readonly scope?: readonly TokenScope[];
  readonly days: number;
  readonly json?: boolean;
}

function createCommand(): Command {
  return new Command("create")
    .description("Make a token; it is shown once and kept nowhere")
    .requiredOption("--lab <lab>", "lab whose data it is for; repeatable", repeated(name))
    .option("--person <person>", "who holds it: grants to a person reach them by this name", name)
    .option("--name <name>", "what it is listed as (default: the person, or the labs)")
    .option(
      "--scope <scope>",
      `what it may do: ${tokenScopes.join(", ")}; repeatable (default: read)`,
      repeated(scope),
    )
    .option("--days <days>", "how long it holds; 0 for ever", number, DEFAULT_DAYS)
    .option("--json", "print one JSON document")
    .addHelpText(
      "after",
      `
  npx saddlepoint token create --lab mylab                        # to read
  npx saddlepoint token create --lab mylab --scope ingest --name rig-2
  npx saddlepoint token create --lab mylab --scope read --scope analyse  # and to have runs made, tried again, ended
  curl -H "Authorization: Bearer TOKEN" -H 'content-type: application/json' \\
       -d '{"query": "{ subjects { totalCount } }"}' http://127.0.0.1:4000/graphql`,
    )
    .action(async (options: CreateOptions) => {
      const out = output(options.json ?? false);
      await withContext(async (context) => {
        const scopes = options.scope ?? ["read" as const];
        const expiresAt = options.days === 0 ? null : new Date(Date.now() + options.days * DAY_MS);
        const wanted = {
          name: options.name ?? options.person ?? options.lab.join(", "),
          labs: options.lab,
          person: options.person ?? null,
          scopes,
          expiresAt,
          actor: defaultActor(),
        };
        const { id, token } = await createToken(context.pool("migrator"), wanted);
        out.answer({ id, token, ...wanted }, () =>
          [
            token,
            "",
            `Token ${id} (${scopes.join(", ")}) of ${options.lab.join(", ")}${expiresAt === null ? "" : `, until ${day(expiresAt)}`}.`,
            "It is not shown again. Send it as the header `Authorization: Bearer TOKEN`;",
            "for the query page of `npx saddlepoint up`, open http://127.0.0.1:4000/#token=TOKEN",
          ].join("\n"),
        );
      });
    });
}

function listCommand(): Command {
  return new Command("list")
    .description("List all tokens, the newest first")
    .option("--json", "print one JSON document")
    .action(async (options: { json?: boolean }) => {
      const out = output(options.json ?? false);
      await withContext(async (context) => {
        const tokens = await listTokens(context.pool("migrator"));
        out.answer({ tokens }, () =>
          tokens.length === 0
            ? "There is no token. `npx saddlepoint token create --lab LAB` makes one."
            : tokens.map(line).join("\n"),
        );
      });
    });
}

function revokeCommand(): Command {
  return new Command("revoke")
    .description("End a token: its next use is refused")
    .argument("<id>", "the token's id: `token list` shows it")
    .option("--json", "print one JSON document")
    .action(async (id: string, options: { json?: boolean }) => {
      const out = output(options.json ?? false);
      await withContext(async (context) => {
        const revoked = await revokeToken(context.pool("migrator"), id, defaultActor());
        if (!revoked) {
          throw new SaddlepointError(
            "NO_SUCH_TOKEN",
            `no token that holds has the id ${JSON.stringify(id)}`,
            "`npx saddlepoint token list` shows the ids; it is the part between the underscores of a token.",
          );
        }
        out.answer({ id, revoked }, () => `Token ${id} is revoked.`);
      });
    });
}

function line(token: TokenRow): string {
  const state =
    token.revokedAt !== null
      ? `revoked ${day(token.revokedAt)} by ${token.revokedBy}`
      : token.expiresAt === null
        ? "holds for ever"
        : `${token.expiresAt < new Date() ? "expired" : "until"} ${day(token.expiresAt)}`;
  const used = token.lastUsedAt === null ? "never used" : `last used ${token.lastUsedAt.toISOString()}`;
  const whose = [...token.labs, ...(token.person === null ? [] : [token.person])].join(", ");
  return `${token.tokenId}  ${token.name}  (${whose})  ${token.scopes.join(",")}  ${state}  ${used}`;
}

const day = (at: Date) => at.toISOString().slice(0, 10);

function scope(value: string): TokenScope {
  const known = tokenScopes.find((one) => one === value);
  if (known === undefined) throw new InvalidArgumentError(`It must be one of ${tokenScopes.join(", ")}.`);
  return known;
}

/** Collects the values of a repeatable option. */
function repeated<T>(parse: (value: string) => T): (value: string, before?: readonly T[]) => readonly T[] {
  return (value, before = []) => [...before, parse(value)];
}

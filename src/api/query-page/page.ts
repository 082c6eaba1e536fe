import { createHash } from "node:crypto";
import { ruruHTML } from "ruru/server";
import type { ExampleQuery } from "./example-queries.ts";

export interface QueryPage {
  readonly html: string;
  /** Value of the Content-Security-Policy header: nothing but what this server sends is loaded or run. */
  readonly contentSecurityPolicy: string;
}

/**
 * GraphiQL, as the package ruru bundles it.
 *
 * @param staticPath where its files are served, with a slash at the end
 * @param examples the tabs of a visitor who has not written anything yet
 */
export function queryPage(options: {
  readonly staticPath: string;
  readonly endpoint: string;
  readonly examples: readonly ExampleQuery[];
}): QueryPage {
  const { staticPath, endpoint, examples } = options;
  // Properties of GraphiQL's React component; ruru hands on those that it does not know itself.
  const properties = { staticPath, endpoint, defaultTabs: examples.map(({ query }) => ({ query })) };
  const html = ruruHTML({
    staticPath,
    endpoint,
    htmlParts: {
      // An empty icon, so that browsers do not ask for one.
      titleTag: '<title>Saddlepoint</title><link rel="icon" href="data:,">',
      configScript: `<script>{${TOKEN_SCRIPT}}</script><script>const RURU_CONFIG = ${scriptJson(properties)};</script>`,
    },
  });
  return { html, contentSecurityPolicy: policyFor(html) };
}

/**
 * A token that the address was opened with (`/#token=…`, which is never sent to a server) goes with every query from
 * this tab, and out of the address.
 */
const TOKEN_SCRIPT = `
const given = new URLSearchParams(location.hash.slice(1)).get("token");
if (given) {
  sessionStorage.setItem("saddlepoint:token", given);
  history.replaceState(null, "", location.pathname);
}
const token = sessionStorage.getItem("saddlepoint:token");
if (token) {
  const send = window.fetch;
  window.fetch = (input, init = {}) => {
    const headers = new Headers(init.headers);
    if (!headers.has("authorization")) headers.set("authorization", "Bearer " + token);
    return send(input, { ...init, headers });
  };
}`;

/** JSON that cannot end the script element that it stands in. */
function scriptJson(value: unknown): string {
  return JSON.stringify(value).replaceAll("<", "\\u003c");
}

function policyFor(html: string): string {
  const hashes = [...html.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map(
    ([, script]) => `'sha256-${createHash("sha256").update(script).digest("base64")}'`,
  );
  return [
    "default-src 'none'",
    `script-src 'self' ${hashes.join(" ")}`,
    "worker-src 'self'",
    "connect-src 'self'",
    // The editor writes its own style elements.
    "style-src 'self' 'unsafe-inline'",
    "font-src 'self' data:",
    "img-src 'self' data:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}

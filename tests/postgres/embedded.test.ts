import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createConnection } from "node:net";
import { networkInterfaces, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { packageRoot } from "../../src/package-root.ts";
import { acquireEmbedded, type EmbeddedServer } from "../../src/postgres/embedded/acquire.ts";
import { defaultFolder, enterableFolder } from "../../src/postgres/embedded/folder.ts";
import { livingHolders } from "../../src/postgres/embedded/leases.ts";
import { findPostmaster } from "../../src/postgres/embedded/postmaster.ts";
import { findServerUser } from "../../src/postgres/embedded/server-user.ts";

const root = mkdtempSync(join(tmpdir(), "saddlepoint-embedded-"));
chmodSync(root, 0o755);
const folder = join(root, "shared");
const data = join(folder, "data");
const isRoot = process.getuid?.() === 0;
const holders = new Set<ChildProcess>();

afterEach(async () => {
  for (const child of holders) child.kill("SIGKILL");
  holders.clear();
  // The server of every test goes by the means under test.
  await until(() => findPostmaster(data) === null);
});
afterAll(() => rmSync(root, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 }));

describe("sharing", () => {
  test("two first starts at once make one server, which the last to release stops", async () => {
    const [first, second] = await Promise.all([hold(folder), hold(folder)]);
    expect(first.url).toBe(second.url);
    expect([...livingHolders(folder)].sort()).toEqual([first.child.pid, second.child.pid].sort());
    expect(await end(first.child, "SIGTERM")).toBe(128 + 15);
    expect(await select(second.url, "1")).toBe(1);
    expect(await end(second.child, "SIGTERM")).toBe(128 + 15);
    expect(findPostmaster(data)).toBeNull();
  });

  test("a holder that was killed neither keeps the server alive nor counts against another's release", async () => {
    const killed = await hold(folder);
    const server = await acquireEmbedded({ folder });
    expect(server.url).toBe(killed.url);
    await end(killed.child, "SIGKILL");
    expect(livingHolders(folder)).toEqual([process.pid]);
    await server.release();
    expect(findPostmaster(data)).toBeNull();
  });

  test("when every holder was killed the server stops by itself", async () => {
    const only = await hold(folder);
    await end(only.child, "SIGKILL");
    await until(() => findPostmaster(data) === null);
    expect(readFileSync(join(folder, "postgres.log"), "utf8").trimEnd()).toMatch(
      /database system is shut down$/,
    );
  });

  test("Ctrl-C reaches the server's holders but not the server", async () => {
    const holder = await hold(folder);
    const { pid } = holder.child;
    if (pid === undefined) throw new Error("a started process has a pid");
    process.kill(-pid, "SIGINT");
    // What npm and a wrapper forward is the same request.
    process.kill(-pid, "SIGINT");
    expect(await nextLine(holder)).toBe("still there");
    expect(await exitCode(holder.child)).toBe(128 + 2);
  });

  test("releasing again, and releasing a folder that was removed, are harmless", async () => {
    const own = join(root, "removed");
    const server = await acquireEmbedded({ folder: own, durable: false });
    const other = await acquireEmbedded({ folder: own, durable: false });
    await server.release();
    await server.release();
    expect(await select(other.url, "1")).toBe(1);
    const pid = findPostmaster(join(own, "data"))?.pid ?? 0;
    // The server goes on writing files into it meanwhile.
    rmSync(own, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
    await other.release();
    process.kill(pid, "SIGKILL");
  });

  test("two folders have servers, passwords and data of their own", async () => {
    const [one, two] = await Promise.all([
      acquireEmbedded({ folder }),
      acquireEmbedded({ folder: join(root, "other"), durable: false }),
    ]);
    expect(new URL(one.url).port).not.toBe(new URL(two.url).port);
    expect(new URL(one.url).password).not.toBe(new URL(two.url).password);
    await Promise.all([one.release(), two.release()]);
  });
});

describe("access", () => {
  test("the server listens on the loopback address only, wants the password, and keeps commits", async () => {
    const server = await acquireEmbedded({ folder });
    try {
      const url = new URL(server.url);
      expect(statSync(join(folder, "password")).mode & 0o777).toBe(0o600);
      expect(await select(server.url, "current_setting('fsync')")).toBe("on");
      for (const other of ["", "wrong"]) {
        const wrong = Object.assign(new URL(server.url), { password: other });
        await expect(select(wrong.href, "1")).rejects.toThrow(/password/);
      }
      const outside = Object.values(networkInterfaces())
        .flatMap((list) => list ?? [])
        .find((address) => address.family === "IPv4" && !address.internal);
      if (outside !== undefined) expect(await connects(outside.address, Number(url.port))).toBe(false);
    } finally {
      await server.release();
    }
  });
});

describe("recovery", () => {
  test("after the server was killed the next start finds every commit, at the same address", async () => {
    const before = await acquireEmbedded({ folder });
    await query(before.url, "create table kept (n int)");
    await query(before.url, "insert into kept values (42)");
    // Backends that outlive their server, deep in a query, must not write to the data beside the new one.
    const busy = query(before.url, "select sum(n) from generate_series(1, 1e12) n").catch(() => "cut off");
    await pause(100);
    process.kill(findPostmaster(data)?.pid ?? 0, "SIGKILL");
    const after = await acquireEmbedded({ folder });
    expect(await busy).toBe("cut off");
    expect(after.url).toBe(before.url);
    expect(await select(after.url, "(select n from kept)")).toBe(42);
    await before.release();
    await after.release();
  });

  test("a pid file whose pid another program has got by now does not hinder the start", async () => {
    const before = await acquireEmbedded({ folder });
    process.kill(findPostmaster(data)?.pid ?? 0, "SIGKILL");
    const pidFile = join(data, "postmaster.pid");
    const [, ...lines] = readFileSync(pidFile, "utf8").split("\n");
    const user = findServerUser();
    // Of the server's own user, since PostgreSQL takes a pid that it may not signal for stale by itself.
    const other = spawn("sleep", ["60"], { ...user });
    writeFileSync(pidFile, [other.pid, ...lines].join("\n"));
    try {
      const after = await acquireEmbedded({ folder });
      expect(await select(after.url, "1")).toBe(1);
      expect(other.exitCode).toBeNull();
      await after.release();
    } finally {
      other.kill();
      await before.release();
    }
  });

  test("a first start that was killed half way is begun again", async () => {
    const own = join(root, "half");
    mkdirSync(join(own, "data.unfinished"), { recursive: true });
    writeFileSync(join(own, "data.unfinished", "PG_VERSION"), "18\n");
    writeFileSync(join(own, "password"), "of the first attempt", { mode: 0o600 });
    const server = await acquireEmbedded({ folder: own, durable: false });
    expect(await select(server.url, "1")).toBe(1);
    await server.release();
  });
});

describe("errors say what to do", () => {
  test("data of another PostgreSQL version are refused, untouched", async () => {
    writeFileSync(join(data, "PG_VERSION"), "17\n");
    try {
      await expect(acquireEmbedded({ folder })).rejects.toMatchObject({
        code: "EMBEDDED_DATA_VERSION",
        message: expect.stringContaining("PostgreSQL 17"),
        place: { value: "17" },
      });
    } finally {
      writeFileSync(join(data, "PG_VERSION"), "18\n");
    }
  });

  test("a server that does not start shows the end of its log", async () => {
    const settings = join(data, "postgresql.conf");
    const good = readFileSync(settings, "utf8");
    writeFileSync(settings, `${good}\nno_such_setting = 1\n`);
    try {
      await expect(acquireEmbedded({ folder })).rejects.toMatchObject({
        code: "EMBEDDED_START_FAILED",
        message: expect.stringMatching(/postgres\.log:[\s\S]*no_such_setting/),
      });
      expect(livingHolders(folder)).toEqual([]);
    } finally {
      writeFileSync(settings, good);
    }
  });

  test("a lost password is named, not replaced", async () => {
    const file = join(folder, "password");
    const password = readFileSync(file, "utf8");
    rmSync(file);
    await expect(acquireEmbedded({ folder })).rejects.toMatchObject({ code: "EMBEDDED_PASSWORD_LOST" });
    writeFileSync(file, password, { mode: 0o600 });
  });

  test.skipIf(!isRoot)("as root, a folder that belongs to another user is refused", async () => {
    const own = join(root, "theirs");
    mkdirSync(own);
    chownSync(own, 4711, 4711);
    await expect(acquireEmbedded({ folder: own })).rejects.toMatchObject({
      code: "EMBEDDED_FOLDER_NOT_OURS",
    });
  });
});

describe("the folder", () => {
  test("SADDLEPOINT_HOME names it; without that a clone has its own", () => {
    expect(defaultFolder(null, { SADDLEPOINT_HOME: "/srv/mice" })).toBe("/srv/mice/postgres");
    expect(defaultFolder(null, {})).toBe(resolve(packageRoot, ".saddlepoint/postgres"));
  });

  test.skipIf(!isRoot)(
    "as root, under a folder that the server cannot enter, it is elsewhere, named by the path",
    () => {
      const closed = join(root, "closed");
      mkdirSync(closed, { mode: 0o700 });
      const user = findServerUser();
      const [a, again, b] = ["a/clone", "a/clone", "b/clone"].map((name) =>
        enterableFolder(join(closed, name, ".saddlepoint/postgres"), user),
      );
      expect(a).toMatch(/^\/var\/lib\/saddlepoint\/clone-[0-9a-f]{12}$/);
      expect(again).toBe(a);
      expect(b).not.toBe(a);
      const open = join(root, "open/.saddlepoint/postgres");
      expect(enterableFolder(open, user)).toBe(open);
    },
  );
});

interface Holder {
  readonly child: ChildProcess;
  readonly lines: AsyncIterator<string>;
  readonly url: string;
}

async function hold(of: string): Promise<Holder> {
  const program = resolve(import.meta.dirname, "../setup/embedded-holder.ts");
  const child = spawn(process.execPath, [program, of], {
    detached: true,
    stdio: ["ignore", "pipe", "inherit"],
  });
  holders.add(child);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const url = (await lines.next()).value;
  if (!url?.startsWith("postgres://")) throw new Error(`the holder has no server: ${url}`);
  return { child, lines, url };
}

async function nextLine(holder: Holder): Promise<string> {
  return (await holder.lines.next()).value;
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  child.kill(signal);
  return exitCode(child);
}

async function exitCode(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  return child.exitCode;
}

async function query(url: EmbeddedServer["url"], text: string): Promise<pg.QueryResult> {
  const client = new pg.Client(url);
  client.on("error", () => {});
  await client.connect();
  try {
    return await client.query(text);
  } finally {
    await client.end().catch(() => {});
  }
}

async function select(url: string, expression: string): Promise<unknown> {
  return (await query(url, `select ${expression} as value`)).rows[0].value;
}

function connects(host: string, port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = createConnection({ host, port, timeout: 2_000 });
    const say = (value: boolean) => () => {
      socket.destroy();
      done(value);
    };
    socket.on("connect", say(true)).on("error", say(false)).on("timeout", say(false));
  });
}

async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; !holds(); tries++) {
    if (tries === 400) throw new Error("it did not come about within 20 s");
    await pause(50);
  }
}

import { totalmem } from "node:os";

const MIB = 1024 * 1024;

/**
 * The server's settings, given on its command line: those of today's version hold for data folders of any age.
 *
 * `durable` false is for tests: a commit is then lost, and the data perhaps with it, when the machine crashes.
 */
export function serverSettings(port: number, durable: boolean): readonly string[] {
  const settings = {
    listen_addresses: "127.0.0.1",
    port,
    // No socket file: its path may be too long, and its folder another user's.
    unix_socket_directories: "",
    password_encryption: "scram-sha-256",
    max_connections: 80,
    ...memory(),
    max_wal_size: "2GB",
    timezone: "UTC",
    log_timezone: "UTC",
    lc_messages: "C",
    log_checkpoints: "off",
    log_line_prefix: "%m [%p] %q%a ",
    ...(durable ? {} : { fsync: "off", synchronous_commit: "off", full_page_writes: "off" }),
  };
  return Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}

/** Half of what PostgreSQL's manual advises for a machine of its own: here the program runs beside it. */
function memory() {
  // A container's limit, where there is one; Node says 0 or an absurd number where there is none.
  const limit = process.constrainedMemory();
  const availableMib = (limit > 0 && limit < totalmem() ? limit : totalmem()) / MIB;
  const share = (part: number, least: number, most: number) =>
    `${Math.round(Math.min(most, Math.max(least, availableMib * part)))}MB`;
  return {
    shared_buffers: share(1 / 8, 32, 256),
    effective_cache_size: share(1 / 2, 128, 16_384),
    maintenance_work_mem: share(1 / 32, 16, 128),
    work_mem: share(1 / 256, 4, 16),
  };
}

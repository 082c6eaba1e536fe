import { Command } from "commander";
import { verifyLog } from "../../log/verify.ts";
import type { Finding } from "../../log/verify-findings.ts";
import { verifyStream } from "../../log/verify-stream.ts";
import { readCheckpoint, trustedKey } from "../checkpoint-files.ts";
import { withContext } from "../context.ts";
import { output } from "../output.ts";

export function verifyCommand(): Command {
  return new Command("verify")
    .description(
      "Recompute the log's hashes and chains, and hold it to what was signed; exits 1 if it was tampered with",
    )
    .option("--checkpoint <file...>", "checkpoints that it must agree with (npx saddlepoint log checkpoint)")
    .option("--public-key <file>", "PEM of the key that signed them; by default this installation's own")
    .option("--stream <stream>", "only this stream: lab, lab/project, lab/project/subject or …/session")
    .option("--json", "print one JSON document")
    .addHelpText(
      "after",
      `
Without a checkpoint it finds what does not fit together; whoever may change everything in the database can also make
it fit together again, and only a checkpoint that lies elsewhere tells.

  npx saddlepoint verify
  npx saddlepoint verify --checkpoint /mnt/backup/monday.json --json
  npx saddlepoint verify --stream ccu/learning/DAP009/3`,
    )
    .action(
      async (options: { checkpoint?: string[]; publicKey?: string; stream?: string; json?: boolean }) => {
        const out = output(options.json ?? false);
        const files = options.checkpoint ?? [];
        const trusted = files.length === 0 ? null : await trustedKey(options.publicKey);
        const checkpoints =
          trusted === null ? [] : await Promise.all(files.map((file) => readCheckpoint(file, trusted)));
        const signedTo = checkpoints.reduce((far, { position }) => (position > far ? position : far), 0);
        await withContext(async (context) => {
          const pool = context.pool("migrator");
          const started = performance.now();
          let told = started;
          const verified =
            options.stream === undefined
              ? await verifyLog(pool, context.url, {
                  checkpoints,
                  onProgress(position, head) {
                    if (performance.now() - told < 2_000) return;
                    told = performance.now();
                    out.progress(`verifying: ${position} of ${head} events`);
                  },
                })
              : await verifyStream(pool, options.stream, checkpoints);
          const durationS = (performance.now() - started) / 1000;
          const nEvents = "head" in verified ? verified.head : verified.nEvents;
          const { isSound, nFindings, findings } = verified;
          const about =
            "head" in verified
              ? { nStreams: verified.nStreams, root: verified.root.toString("hex") }
              : { stream: verified.stream };
          const signed = checkpoints.length === 0 ? null : signedTo;
          out.answer({ isSound, nEvents, ...about, signedTo: signed, nFindings, findings, durationS }, () =>
            [
              `${nEvents} events looked at in ${durationS.toFixed(1)} s: ${isSound ? "nothing was changed" : `${nFindings} things are wrong`}.`,
              ...findings.map(line),
              signed === null
                ? "No checkpoint was given: this shows that the log fits together, not that it is what it was."
                : `Held to what was signed up to position ${signed}.`,
            ].join("\n"),
          );
          if (!isSound) process.exitCode = 1;
        });
      },
    );
}

function line({ kind, position, stream, streamVersion, says }: Finding): string {
  const where = [
    position === null ? null : `@${position}`,
    stream === null ? null : `${stream}${streamVersion === null ? "" : ` version ${streamVersion}`}`,
  ].filter((part) => part !== null);
  return `${kind.padEnd(13)} ${where.join("  ")}: ${says}`;
}

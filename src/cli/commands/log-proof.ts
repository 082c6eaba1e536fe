import { createPublicKey } from "node:crypto";
import { readFile } from "node:fs/promises";
import { Command } from "commander";
import { SaddlepointError } from "../../errors.ts";
import { signCheckpoint } from "../../log/checkpoint.ts";
import { openSigningKey, signingKeyFile } from "../../log/checkpoint-key.ts";
import { checkInclusion, proveInclusion } from "../../log/inclusion.ts";
import { verifyLog } from "../../log/verify.ts";
import { readCheckpoint, trustedKey, writeDocument } from "../checkpoint-files.ts";
import { withContext } from "../context.ts";
import { positiveInteger } from "../options.ts";
import { output } from "../output.ts";
import { requireReadable } from "../readable-file.ts";

export function logCheckpointCommand(): Command {
  return new Command("checkpoint")
    .description("Verify the log, sign what it is now, and write that to a file to be kept elsewhere")
    .requiredOption("--out <file>", "where to; a file that is not there yet")
    .option("--json", "print one JSON document")
    .addHelpText(
      "after",
      `
The key is made at the first use, in the data folder or where SADDLEPOINT_SIGNING_KEY_FILE says; never in the database.

  npx saddlepoint log checkpoint --out /mnt/backup/monday.json`,
    )
    .action(async (options: { out: string; json?: boolean }) => {
      const out = output(options.json ?? false);
      const keyFile = signingKeyFile();
      await withContext(async (context) => {
        const verified = await verifyLog(context.pool("migrator"), context.url, { keepTrace: true });
        if (!verified.isSound) {
          throw new SaddlepointError(
            "LOG_NOT_SOUND",
            `the log is not signed, since ${verified.nFindings} things are wrong with it`,
            "npx saddlepoint verify names them.",
          );
        }
        const checkpoint = signCheckpoint(
          verified.head,
          verified.root,
          verified.trace,
          openSigningKey(keyFile),
        );
        await writeDocument(options.out, checkpoint);
        const { trace: _, ...signed } = checkpoint;
        out.answer(
          { file: options.out, keyFile, ...signed },
          () =>
            `Signed ${verified.head} events, root ${signed.root}, in ${options.out}. Keep it where nobody who can write to the database can write.`,
        );
      });
    });
}

export function logPublicKeyCommand(): Command {
  return new Command("public-key")
    .description("Print the public half of the key that signs here, for those who check")
    .option("--json", "print one JSON document")
    .action((options: { json?: boolean }) => {
      const keyFile = signingKeyFile();
      const publicKey = createPublicKey(openSigningKey(keyFile))
        .export({ type: "spki", format: "pem" })
        .toString();
      output(options.json ?? false).answer({ keyFile, publicKey }, () => publicKey.trimEnd());
    });
}

interface ProveOptions {
  readonly stream: string;
  readonly event: number;
  readonly checkpoint: string;
  readonly publicKey?: string;
  readonly out: string;
  readonly json?: boolean;
}

export function logProveCommand(): Command {
  return new Command("prove")
    .description("Write a proof that a checkpoint covers one event; it is checked without the database")
    .requiredOption("--stream <stream>", "the event's stream")
    .requiredOption(
      "--event <version>",
      "its version in the stream (npx saddlepoint log show)",
      positiveInteger,
    )
    .requiredOption("--checkpoint <file>", "the checkpoint")
    .option("--public-key <file>", "PEM of the key that signed it; by default this installation's own")
    .requiredOption("--out <file>", "where to; a file that is not there yet")
    .option("--json", "print one JSON document")
    .addHelpText(
      "after",
      "\n  npx saddlepoint log prove --stream ccu/learning/DAP009/3 --event 17 --checkpoint monday.json --out trial-17.json",
    )
    .action(async (options: ProveOptions) => {
      const checkpoint = await readCheckpoint(options.checkpoint, await trustedKey(options.publicKey));
      await withContext(async (context) => {
        const proof = await proveInclusion(
          context.pool("migrator"),
          options.stream,
          options.event,
          checkpoint,
        );
        await writeDocument(options.out, proof);
        const { position } = proof.event;
        output(options.json ?? false).answer(
          { file: options.out, position, root: checkpoint.root },
          () =>
            `Wrote to ${options.out} that the event at position ${position} is under the root ${checkpoint.root}.`,
        );
      });
    });
}

export function logCheckProofCommand(): Command {
  return new Command("check-proof")
    .description("Check a proof of one event, without a database")
    .argument("<file>", "the proof")
    .option("--public-key <file>", "PEM of the key that is believed; by default this installation's own")
    .option("--json", "print one JSON document")
    .addHelpText("after", "\n  npx saddlepoint log check-proof trial-17.json --public-key ccu.pem")
    .action(async (file: string, options: { publicKey?: string; json?: boolean }) => {
      await requireReadable(file);
      const trusted = await trustedKey(options.publicKey);
      const { event, checkpoint } = checkInclusion(parse(await readFile(file, "utf8")), trusted, file);
      output(options.json ?? false).answer(
        { isIncluded: true, event, signedTo: checkpoint.position, madeAt: checkpoint.madeAt },
        () =>
          `True: ${event.type} of ${event.stream}, version ${event.streamVersion}, stood at position ${event.position} on ${checkpoint.madeAt}, as it is here:\n${JSON.stringify(event.payload)}`,
      );
    });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

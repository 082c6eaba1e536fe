import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, resolve, sep } from "node:path";
import { SaddlepointError } from "../errors.ts";
import { packageRoot } from "../package-root.ts";

/**
 * Where the key that signs checkpoints lies: `$SADDLEPOINT_SIGNING_KEY_FILE`; else `signing-key.pem` in
 * `$SADDLEPOINT_HOME`, in a clone's `.saddlepoint`, or in the user's data folder (XDG). Never in the database:
 * who can write there could sign what was forged.
 */
export function signingKeyFile(environment = process.env): string {
  const { SADDLEPOINT_SIGNING_KEY_FILE: file, SADDLEPOINT_HOME: home, XDG_DATA_HOME: data } = environment;
  if (file) return resolve(file);
  if (home) return resolve(home, "signing-key.pem");
  const installed = packageRoot.split(sep).includes("node_modules");
  const folder = installed
    ? join(data || join(homedir(), ".local", "share"), "saddlepoint")
    : join(packageRoot, ".saddlepoint");
  return join(folder, "signing-key.pem");
}

/** The Ed25519 key in `file`; made there, readable by its owner alone, where there is none yet. */
export function openSigningKey(file: string): KeyObject {
  if (!existsSync(file)) {
    const { privateKey } = generateKeyPairSync("ed25519");
    mkdirSync(dirname(file), { recursive: true });
    // "wx": of two programs that make it at once, one makes it and the other reads it.
    try {
      writeFileSync(file, privateKey.export({ type: "pkcs8", format: "pem" }), { mode: 0o600, flag: "wx" });
      return privateKey;
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    }
  }
  return requireEd25519(file, () => createPrivateKey(readFileSync(file)));
}

/** The public half of the key in `file`, which may hold either half. */
export function readPublicKey(file: string): KeyObject {
  return requireEd25519(file, () => createPublicKey(readFileSync(file)));
}

/** As it stands in checkpoints: the SPKI form, in base64. */
export function publicKeyText(key: KeyObject): string {
  const half = key.type === "private" ? createPublicKey(key) : key;
  return half.export({ type: "spki", format: "der" }).toString("base64");
}

/** @throws SaddlepointError BAD_SIGNING_KEY */
function requireEd25519(file: string, read: () => KeyObject): KeyObject {
  let cause: unknown;
  try {
    const key = read();
    if (key.asymmetricKeyType === "ed25519") return key;
  } catch (error) {
    cause = error;
  }
  throw new SaddlepointError(
    "BAD_SIGNING_KEY",
    `${file} holds no Ed25519 key`,
    "Name a PEM file of one in SADDLEPOINT_SIGNING_KEY_FILE (openssl genpkey -algorithm ed25519), or with --public-key.",
    { file },
    { cause },
  );
}

import { type Command, Option } from "commander";
import { SaddlepointError } from "../errors.ts";
import { subjectHome } from "../events/address.ts";
import type { Payloads } from "../events/new-event.ts";
import { fetchSiteNames } from "../read/session-context.ts";
import type { CliContext } from "./context.ts";
import { name } from "./options.ts";
import type { SessionOptions } from "./session-options.ts";

/** The recording site that an import is about, and what is known of it if it is new. */
export interface SiteOptions {
  readonly site: string;
  readonly region?: string;
  readonly hemisphere?: "left" | "right";
  readonly sensor?: string;
}

export function addSiteOptions(command: Command): Command {
  return command
    .requiredOption("--site <site>", "the recording site (fibre)", name)
    .option("--region <region>", "with a site that is new: its region, for example DLS")
    .addOption(new Option("--hemisphere <side>", "with a site that is new").choices(["left", "right"]))
    .option("--sensor <sensor>", "with a site that is new, for example dLight1.1");
}

/**
 * The registration of a site that the log does not know; null for one that it does.
 *
 * @throws SaddlepointError SITE_UNKNOWN
 */
export async function newSiteOf(
  context: CliContext,
  options: SessionOptions & SiteOptions,
): Promise<Payloads["RecordingSiteRegistered"] | null> {
  const { lab, project, subject, site, region, hemisphere, sensor } = options;
  const known = await fetchSiteNames(context.db("reader"), subjectHome(lab, project, subject));
  if (known.includes(site)) return null;
  if (region !== undefined && hemisphere !== undefined) {
    return { site, region, hemisphere, ...(sensor === undefined ? {} : { sensor }) };
  }
  throw new SaddlepointError(
    "SITE_UNKNOWN",
    `${subject} has no recording site ${site}${known.length > 0 ? `; it has ${known.join(", ")}` : ""}`,
    "Register it with this import: give --region and --hemisphere.",
    { field: "site", value: site },
  );
}

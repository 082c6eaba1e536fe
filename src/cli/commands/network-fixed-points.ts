import { Command, Option } from "commander";
import { type NetworkPhasePlaneInput, networkPhasePlane } from "../../plots/network-phase-plane.ts";
import type { ExpectedLearning } from "../../science/network/expected-update.ts";
import { findFixedPoints } from "../../science/network/fixed-points.ts";
import { LEARNING_RULES, type LearningRule } from "../../science/network/learning-rule.ts";
import { defaultNetworkParameters } from "../../science/network/parameters.ts";
import { plain, type RefitDocument } from "../../science/network/refit-document.ts";
import { associations, sliceConstants } from "../../science/network/slice.ts";
import { initialState, rateVector } from "../../science/network/state.ts";
import { DEFAULT_TASK } from "../../science/network/task-stimuli.ts";
import {
  type MouseNetworks,
  type RefitOptions,
  selectionKeys,
  withRefitOptions,
} from "../network-options.ts";
import { mouseNetworks } from "../network-refits.ts";
import { signed } from "../network-text.ts";
import { refuseOptions } from "../one-way.ts";
import { output } from "../output.ts";
import { writePicture } from "../picture-file.ts";
import { subjectNamed } from "../subject-named.ts";

interface Options extends RefitOptions {
  readonly rule: LearningRule;
  readonly subject?: string;
  readonly default?: boolean;
  readonly small?: boolean;
}

export function networkFixedPointsCommand(): Command {
  return withRefitOptions(
    new Command("fixed-points").description(
      "Where learning stands still, which of those points are saddles, and each mouse's path past them",
    ),
  )
    .addOption(
      new Option("--rule <rule>", "how the network learns")
        .choices([...LEARNING_RULES])
        .default("tutor-executor"),
    )
    .option("--subject <name>", "the mouse of the picture; the first unless told")
    .option("--default", "of the default network on the default task; no mouse")
    .option("--small", "with --default: in the limit of small initial weights")
    .addHelpText(
      "after",
      "\nPoints lie on the slice on which a_i² − Σ_c u_{c,i}² keeps its initial value: scaling a_i against u_{·,i} changes\nnothing else. Names say which pathways carry an association; the number after a name in the picture is its ways out.\nA slow point is no zero: the update only has a local minimum there.\n\nExamples:\n  npx saddlepoint network fixed-points --default --rule total-rpe --small\n  npx saddlepoint network fixed-points mice/DAP009.csv.gz --plot plane.svg",
    )
    .action(run);
}

async function run(files: readonly string[], options: Options, command: Command): Promise<void> {
  const out = output(options.json ?? false);
  if (options.default && files.length > 0) command.error("error: --default is of no mouse, so give no files");
  if (options.default) refuseOptions(command, "--default", selectionKeys);
  if (options.small && !options.default) command.error("error: --small goes with --default");
  if (options.default) {
    const found = defaultPoints(options.rule, options.small ?? false);
    await draw(options.plot, found.plane, out.progress);
    const { rule, points } = found;
    out.answer({ rule, points }, () => [`default network, ${rule}`, ...pointLines(points)].join("\n"));
    return;
  }
  const mice = await mouseNetworks(files, options);
  const chosen = mice.map((mouse) => ({ mouse, ...saddlesOf(mouse, options.rule) }));
  const { subject } = subjectNamed(mice, options.subject);
  const drawn = chosen.find(({ mouse }) => mouse.subject === subject);
  if (drawn) await draw(options.plot, planeOf(drawn.mouse, drawn.saddles, drawn.parameters), out.progress);
  out.answer(
    chosen.map(({ mouse: { subject: name, file }, saddles }) => ({
      subject: name,
      file,
      ...saddles,
    })),
    () => chosen.map(({ mouse, saddles }) => mouseText(mouse.subject, saddles)).join("\n\n"),
  );
}

type Saddles = RefitDocument["saddles"][number];
type Points = Saddles["points"];

function defaultPoints(rule: LearningRule, small: boolean) {
  const parameters = defaultNetworkParameters(rule);
  const rates = rateVector(parameters);
  const learning: ExpectedLearning = { rule, rates, beta: parameters.inverseTemperature, task: DEFAULT_TASK };
  const state = initialState(parameters);
  const points = plain(findFixedPoints(learning, small ? [0, 0, 0] : sliceConstants(state, rates)));
  // Without a mouse the section lies where guessing has taught the bias its mean reward.
  const section = [0, 0, 0.5, 0, 0, 0.5];
  const title = `Fixed points, ${rule}, ${small ? "small initial weights" : "default start"}`;
  return { rule, points, plane: { learning, points, path: [], section, title } };
}

function saddlesOf({ subject, refit }: MouseNetworks, rule: LearningRule) {
  const saddles = refit.saddles.find((each) => each.rule === rule);
  const fit = refit.fits.find((each) => each.rule === rule);
  if (!saddles || !fit) throw new Error(`${subject} has no fit of ${rule}`);
  return { saddles, parameters: fit.parameters };
}

function planeOf(
  { subject }: MouseNetworks,
  { rule, points, path, task }: Saddles,
  parameters: RefitDocument["fits"][number]["parameters"],
): NetworkPhasePlaneInput {
  const learning = { rule, rates: rateVector(parameters), beta: parameters.inverseTemperature, task };
  const section =
    path.length > 0
      ? path[Math.floor(path.length / 2)].associations
      : Array.from(associations(initialState(parameters)));
  return { learning, points, path, section, title: `${subject}: fixed points and path, ${rule}` };
}

async function draw(
  file: string | undefined,
  input: NetworkPhasePlaneInput,
  progress: (line: string) => void,
): Promise<void> {
  if (file === undefined) return;
  await writePicture(file, networkPhasePlane(input));
  progress(`drawn: ${file}`);
}

function mouseText(subject: string, { rule, points, visits, nextAssociation }: Saddles): string {
  const { predicted, observed, agrees } = nextAssociation;
  const seen = observed === null ? "none" : `${observed.side} in session ${observed.session}`;
  const verdict = agrees === null ? "" : agrees ? " (agrees)" : " (does not agree)";
  return [
    `${subject}, ${rule}`,
    ...pointLines(points),
    `  passed ${visits.order.length > 0 ? visits.order.join(" → ") : "no point"}`,
    ...visits.approaches.map(
      ({ point, closest }) =>
        `    nearest to ${point}: ${closest.distance.toFixed(3)} in session ${closest.session}`,
    ),
    `  first association: foretold ${predicted ?? "neither"}, observed ${seen}${verdict}`,
  ].join("\n");
}

function pointLines({ projected, unconstrained, slow, offSlice, connections }: Points): readonly string[] {
  const line = (
    flow: string,
    { name, index, residual, associations: v, stability }: Points["projected"][number],
  ) => {
    const ways = (flow === "unconstrained" ? stability.unconstrainedEscapes : stability.projectedEscapes).map(
      ({ rate, pathways }) => `${pathways.join("+") || "along itself"} ${rate.toExponential(2)}`,
    );
    const kind =
      flow === "slow" ? "slow point, no zero" : index === 0 ? "stable" : `saddle of index ${index}`;
    return `  ${flow.padEnd(13)} ${name.padEnd(12)} ${kind}; residual ${residual.toExponential(1)}; associations ${v.map((x) => signed(x)).join(" ")}${ways.length > 0 ? `; leaves by ${ways.join(", ")} a trial` : ""}`;
  };
  return [
    ...projected.map((point) => line("projected", point)),
    ...unconstrained.map((point) => line("unconstrained", point)),
    ...slow.map((point) => line("slow", point)),
    ...(offSlice.length > 0 ? [`  on other slices only: ${offSlice.join(", ")}`] : []),
    ...connections.map(
      ({ from, pathways, visits, to }) =>
        `  ${from} by ${pathways.join("+") || "itself"} → ${visits.join(" → ") || "nowhere named"}${to === null ? " (ends at no zero)" : ""}`,
    ),
  ];
}

import type { Analysis } from "./analysis.ts";
import { analyses, depthOf, foundationsOf } from "./registry.ts";

/** One analysis in the order of work, as its declaration says. */
export interface GraphNode {
  readonly name: string;
  readonly version: number;
  readonly granularity: "subject" | "cohort";
  readonly timing: Analysis["timing"];
  readonly parameters: unknown;
  /** Projections that it reads. */
  readonly reads: readonly string[];
  /** Analyses whose results it reads. */
  readonly needs: readonly string[];
  /** How many analyses must come before it, one behind the other; those of one depth may run side by side. */
  readonly depth: number;
}

/** The registry's dependency graph: those that are needed come first, and those of one depth by name. */
export function analysisGraph(): readonly GraphNode[] {
  return analyses
    .map((analysis): GraphNode => {
      const { name, version, granularity, timing, parameters } = analysis;
      return {
        name,
        version,
        granularity,
        timing,
        parameters,
        reads: analysis.granularity === "subject" ? analysis.reads.map((kind) => `${kind}s`) : [],
        needs: foundationsOf(analysis),
        depth: depthOf(name),
      };
    })
    .sort((a, b) => a.depth - b.depth || (a.name < b.name ? -1 : 1));
}

/** The graph as lines of text, indented by depth. */
export function drawGraph(nodes: readonly GraphNode[]): string {
  return nodes
    .map(({ name, version, granularity, timing, reads, needs, depth }) => {
      const when = timing === "change" ? "" : timing === "night" ? ", by night" : ", on request";
      return `${"  ".repeat(depth)}${name} v${version} (${granularity}${when}) <- ${[...reads, ...needs].join(", ")}`;
    })
    .join("\n");
}

import { depthOf, subjectAnalyses } from "./registry.ts";

/** One analysis in the order of work, as its declaration says. */
export interface GraphNode {
  readonly name: string;
  readonly version: number;
  readonly granularity: "subject";
  readonly parameters: unknown;
  /** Analyses whose results it reads. */
  readonly needs: readonly string[];
  /** How many analyses must come before it, one behind the other; those of one depth may run side by side. */
  readonly depth: number;
}

/** The registry's dependency graph: those that are needed come first, and those of one depth by name. */
export function analysisGraph(): readonly GraphNode[] {
  return subjectAnalyses
    .map(
      ({ name, version, parameters, needs }): GraphNode => ({
        name,
        version,
        granularity: "subject",
        parameters,
        needs,
        depth: depthOf(name),
      }),
    )
    .sort((a, b) => a.depth - b.depth || (a.name < b.name ? -1 : 1));
}

/** The graph as lines of text, indented by depth. */
export function drawGraph(nodes: readonly GraphNode[]): string {
  return nodes
    .map(({ name, version, granularity, needs, depth }) => {
      const from = ["trials", ...needs].join(", ");
      return `${"  ".repeat(depth)}${name} v${version} (${granularity}) <- ${from}`;
    })
    .join("\n");
}

/**
 * The package graphql, as Node loads it. It has two builds, whose objects do not mix, and no map of exports that
 * chooses: tools that resolve as bundlers do (vitest) would take the other one for a plain "graphql", while Apollo
 * Server gets this one.
 */
export * from "graphql/index.js";

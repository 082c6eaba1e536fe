import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { ApolloServer } from "@apollo/server";
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from "@apollo/server/plugin/disabled";
import { fastifyApolloDrainPlugin } from "@as-integrations/fastify";
import type { FastifyInstance } from "fastify";
import { packageRoot } from "../package-root.ts";
import type { ApiContext } from "./context.ts";
import { type ErrorLog, errorFormatter } from "./errors.ts";
import type { GraphQLSchema } from "./graphql-package.ts";
import { answerSizeLimit, type QueryLimits } from "./query-limits.ts";
import { resolvers } from "./resolvers/index.ts";

/** The contract, as text. */
export const typeDefs = readFileSync(resolve(packageRoot, "schema/schema.graphql"), "utf8");

/** The GraphQL server for this HTTP server, and how it is started. Stopping it drains that one. */
export function createGraphqlServer(
  fastify: FastifyInstance,
  errorLog: ErrorLog,
  limits: QueryLimits,
  introspection: boolean,
): { readonly apollo: ApolloServer<ApiContext>; readonly start: () => Promise<GraphQLSchema> } {
  let schema: GraphQLSchema | undefined;
  const apollo = new ApolloServer<ApiContext>({
    typeDefs,
    resolvers,
    formatError: errorFormatter(errorLog),
    includeStacktraceInErrorResponses: false,
    introspection,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    parseOptions: { maxTokens: limits.maxTokens },
    maxRecursiveSelections: true,
    // The program that starts the API answers signals.
    stopOnTerminationSignals: false,
    logger: fastify.log,
    plugins: [
      fastifyApolloDrainPlugin(fastify),
      answerSizeLimit(limits),
      // Nothing is reported to anybody, whatever APOLLO_… variables the environment has.
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginCacheControlDisabled(),
      {
        serverWillStart: async (service) => {
          schema = service.schema;
        },
      },
    ],
  });
  return {
    apollo,
    async start() {
      await apollo.start();
      if (schema === undefined) throw new Error("the GraphQL server has started without a schema");
      return schema;
    },
  };
}

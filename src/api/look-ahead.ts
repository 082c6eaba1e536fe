import { type GraphQLResolveInfo, Kind, type SelectionSetNode } from "./graphql-package.ts";

/** Whether a field's query asks for a field anywhere below it, itself or through fragments. */
export function asksFor({ fieldNodes, fragments }: GraphQLResolveInfo, name: string): boolean {
  const seen = new Set<string>();
  const isIn = (selections: SelectionSetNode | undefined): boolean =>
    selections?.selections.some((node) => {
      if (node.kind === Kind.FIELD) return node.name.value === name || isIn(node.selectionSet);
      if (node.kind === Kind.INLINE_FRAGMENT) return isIn(node.selectionSet);
      if (seen.has(node.name.value)) return false;
      seen.add(node.name.value);
      return isIn(fragments[node.name.value]?.selectionSet);
    }) ?? false;
  return fieldNodes.some(({ selectionSet }) => isIn(selectionSet));
}

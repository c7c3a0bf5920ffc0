import { printable } from '../terminal/printable.js';
import type { Ask } from './ask.js';
import { type Fields, isFields } from './kubeconfig-files.js';
import type { Node } from './kubernetes.js';
import { eachOnce, listPages } from './list-pages.js';
import { known, textsOf } from './read-object.js';
import { selectorText } from './selector.js';

/** The cluster's nodes that have all these labels; all of them when there are none. @throws ForbiddenError */
export async function listNodes(
  ask: Ask,
  labels: Readonly<Record<string, string>>,
  signal?: AbortSignal,
): Promise<readonly Node[]> {
  const labelSelector = selectorText({ matchLabels: labels });
  const which = labelSelector === undefined ? '' : ` with ${printable(labelSelector)}`;
  const call = {
    action: `list the nodes of the cluster${which}`,
    method: 'GET',
    path: '/api/v1/nodes',
    query: { labelSelector },
    signal,
  } as const;
  const nodes: Node[] = [];
  for await (const page of eachOnce(nodePages(ask, call)))
    nodes.push(...page.map(({ uid: _, ...node }) => node));
  return nodes;
}

async function* nodePages(
  ask: Ask,
  call: Parameters<typeof listPages>[1],
): AsyncGenerator<readonly (Node & { readonly uid: string })[], void> {
  for await (const { items } of listPages(ask, call)) yield items.flatMap((item) => readNode(item) ?? []);
}

function readNode(object: Fields): (Node & { readonly uid: string }) | undefined {
  const identity = known(object);
  if (identity === undefined) return undefined;
  const { spec, status } = object;
  const conditions = isFields(status) && Array.isArray(status['conditions']) ? status['conditions'] : [];
  return {
    uid: identity.uid,
    name: identity.name,
    isReady: conditions.filter(isFields).some(({ type, status: is }) => type === 'Ready' && is === 'True'),
    isUnschedulable: isFields(spec) && spec['unschedulable'] === true,
    labels: textsOf(identity.metadata.labels),
  };
}

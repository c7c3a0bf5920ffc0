import type { Node } from '../../k8s/kubernetes.js';
import { nameInArn } from '../../power/kinds/nodegroup-name.js';
import { nodegroupLabel } from '../../power/kinds/nodegroup-sleeper.js';
import type { Sleeper } from '../../power/model.js';
import { countOf } from '../../terminal/plural.js';
import { printable } from '../../terminal/printable.js';
import type { Finding, Outcome } from '../model.js';
import { step } from '../step.js';
import type { ChecklistDeps } from './checklist-deps.js';
import { type Item, type ItemsAfter, itemDeadlineMs, itemOutcome } from './item.js';
import { sleepersOf } from './listed-sleepers.js';

/** Whether the nodes of the environment's node groups are Ready, or all where it names none. */
export function nodesItem(
  deps: ChecklistDeps,
  { configuration, account, settings, kubernetes }: ItemsAfter,
): Item {
  return {
    what: 'nodes',
    step: step({
      layer: 'kubernetes',
      tries: 'nodes that are Ready',
      after: [configuration, account, settings, kubernetes],
      deadlineMs: itemDeadlineMs,
      run: async (known, signal) => {
        const aws = known.value(account)?.aws;
        const [nodes, groups] = await Promise.all([
          known.value(kubernetes).kubernetes.nodes({}, signal),
          aws === undefined ? [] : sleepersOf(deps, aws, ['nodegroup'], signal),
        ]);
        return judgeNodes(
          nodes,
          groups.flatMap(({ sleepers }) => sleepers),
          deps.commandLine('dev wake'),
        );
      },
    }),
  };
}

/** Pure: of node groups as many must be Ready as are wanted. @param wake the command that wakes node groups */
export function judgeNodes(
  nodes: readonly Node[],
  groups: readonly Pick<Sleeper, 'id' | 'name' | 'size'>[],
  wake: string,
): Outcome<undefined> {
  if (groups.length === 0) return judgeAll(nodes);
  const missing = groups.flatMap(({ id, name, size }): Omit<Finding, 'verdict'>[] => {
    const own = nodes.filter(({ labels }) => labels[nodegroupLabel] === nameInArn(id).nodegroup);
    const ready = own.filter(({ isReady }) => isReady).length;
    const wanted = size?.desired ?? 0;
    if (wanted > 0 && ready >= wanted) return [];
    const next = wanted === 0 ? [wake] : ['kubectl get nodes'];
    const saw =
      wanted === 0 ? 'is asleep: no node is wanted' : `${ready} of ${countOf(wanted, 'node')} Ready`;
    return [{ saw: `${printable(name)}: ${saw}`, problem: 'nodes-not-ready', next }];
  });
  const sum = groups.reduce((all, { size }) => all + (size?.desired ?? 0), 0);
  return itemOutcome(missing, `${countOf(sum, 'node')} of ${countOf(groups.length, 'node group')} Ready`);
}

const shownNames = 5;

function judgeAll(nodes: readonly Node[]): Outcome<undefined> {
  const unready = nodes.filter(({ isReady }) => !isReady).map(({ name }) => printable(name));
  const names = unready.slice(0, shownNames).join(', ');
  const saw =
    nodes.length === 0
      ? 'there are no nodes'
      : `${unready.length} of ${countOf(nodes.length, 'node')} not Ready: ${names}`;
  const isMissing = nodes.length === 0 || unready.length > 0;
  const next = ['kubectl get nodes'];
  return itemOutcome(
    isMissing ? [{ saw, problem: 'nodes-not-ready', next }] : [],
    `${countOf(nodes.length, 'node')} Ready`,
  );
}

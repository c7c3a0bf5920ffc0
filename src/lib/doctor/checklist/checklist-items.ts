import type { Layer, Step } from '../model.js';
import { cachesItem } from './caches-item.js';
import type { ChecklistDeps } from './checklist-deps.js';
import { databasesItem } from './databases-item.js';
import { hostsItem } from './hosts-item.js';
import type { Item, ItemsAfter } from './item.js';
import { nodesItem } from './nodes-item.js';
import { secretsItem } from './secrets-item.js';
import { topicsItem } from './topics-item.js';
import { imagesItem, workloadsItem } from './workloads-item.js';

/** Everything that must be in place after a deployment, in the order in which it is shown. */
export function checklistItems(deps: ChecklistDeps, chain: readonly Step[]): readonly Item[] {
  const after = itemsAfter(chain);
  const workloads = workloadsItem(deps, after);
  return [
    hostsItem(deps, after),
    databasesItem(deps, after),
    cachesItem(deps, after),
    topicsItem(deps, after),
    nodesItem(deps, after),
    secretsItem(deps, after),
    workloads,
    imagesItem(deps, after, workloads.step),
  ];
}

function itemsAfter(chain: readonly Step[]): ItemsAfter {
  const of = <Found extends Step>(layer: Layer) => {
    const found = chain.find((step) => step.layer === layer);
    if (found === undefined) throw new TypeError(`a diagnosis without ${layer}`);
    return found as Found;
  };
  return {
    configuration: of<ItemsAfter['configuration']>('configuration'),
    account: of<ItemsAfter['account']>('account'),
    settings: of<ItemsAfter['settings']>('settings'),
    kubernetes: of<ItemsAfter['kubernetes']>('kubernetes'),
  };
}

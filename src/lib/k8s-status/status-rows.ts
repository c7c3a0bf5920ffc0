import { workloadName } from '../bootstrap/model.js';
import { printable } from '../terminal/printable.js';
import type { Column } from '../terminal/table.js';
import type { BootstrapStatus, KeyStatus, WorkloadStatus } from './model.js';
import { startsOf } from './status-words.js';

/** A key that something reads. Its texts are safe to show. */
export interface StatusRow {
  /** `deployment/backend` */
  readonly workload: string;
  /** `3`, `2 of 3` when not all of them run, empty for what isn't restarted. */
  readonly pods: string;
  readonly uses: readonly string[];
  /** The same, without a variable's name that is the key's: `env`. */
  readonly shortUses: readonly string[];
  readonly startedWith: readonly string[];
  readonly state: string;
}

/** Workloads by name, then what can't be restarted. */
export function statusRows({ workloads, bystanders, keys }: BootstrapStatus): readonly StatusRow[] {
  return [
    ...workloads.flatMap((workload) => workload.keys.map((key) => rowOf(workload, key, keys))),
    ...bystanders.map((one) => ({
      workload: printable(workloadName(one)),
      pods: '',
      uses: one.uses,
      shortUses: one.uses.map((use) => shortUse(use, keys)),
      startedWith: one.kind === 'CronJob' ? ["each run: that time's value"] : [],
      state: 'not restartable',
    })),
  ];
}

function rowOf(
  workload: WorkloadStatus,
  { secret, key, uses, state, pods }: KeyStatus,
  keys: BootstrapStatus['keys'],
): StatusRow {
  const where = keys.length === 1 ? '' : ` (${printable(secret)}, ${printable(key)})`;
  const running = pods.filter((pod) => pod.state !== 'not running').length;
  const all = Math.max(pods.length, workload.wanted);
  return {
    workload: printable(workloadName(workload)),
    pods: running === all ? String(all) : `${running} of ${all}`,
    uses: uses.map((use) => `${use}${where}`),
    shortUses: uses.map((use) => `${shortUse(use, [{ key }])}${where}`),
    startedWith: startsOf(pods),
    state,
  };
}

function shortUse(use: string, keys: readonly { readonly key: string }[]): string {
  return keys.some(({ key }) => use === `env ${printable(key)}`) ? 'env' : use;
}

type Uses = 'uses' | 'shortUses';

/** @param uses which of a row's texts stand in the table */
export function statusColumns(uses: Uses): readonly Column<StatusRow>[] {
  return [
    { title: 'WORKLOAD', value: ({ workload }) => workload },
    { title: 'PODS', value: ({ pods }) => pods },
    { title: 'USES', value: (row) => row[uses].join(', ') },
    { title: 'STARTED WITH', value: ({ startedWith }) => startedWith.join('; ') },
    { title: 'STATE', value: ({ state }) => state },
  ];
}

import type { Plan } from '../change/plan.js';
import type { BootstrapWork, RestartWork, SecretWork } from './model.js';
import type { ChangeRecord } from './record.js';

/** A change while it is made or taken back: what was meant, and how far it has come. */
export interface RunningChange {
  readonly id: string;
  readonly stamp: string;
  readonly by: string;
  readonly secrets: readonly SecretWork[];
  readonly restarts: readonly RestartWork[];
}

/** What a plan says, as the steps that it takes. */
export function stepsOf(plan: Plan<BootstrapWork>): Pick<RunningChange, 'secrets' | 'restarts'> {
  const works = plan.changes.map(({ work }) => work);
  return {
    secrets: works.filter((work) => work.step === 'secret'),
    restarts: works.filter((work) => work.step === 'restart'),
  };
}

/** The record of the change on one of its secrets. */
export function recordOf(change: RunningChange, { values }: SecretWork): ChangeRecord {
  const { id, stamp, by, secrets, restarts } = change;
  return {
    ...{ id, stamp, by, phase: 'applying' },
    values,
    secrets: secrets.map((secret) => ({
      secret: secret.found.name,
      keys: secret.values.map(({ key }) => key),
    })),
    workloads: restarts.map(({ workload, before, wasSettled, by: restartedBy }) => ({
      ...workload,
      before,
      wasSettled,
      by: restartedBy,
    })),
  };
}

/** The ids under which a secret may bear the record of this change: ours, and that of whom it was taken over from. */
export function idsOf({ id }: Pick<RunningChange, 'id'>, { bears }: SecretWork): readonly string[] {
  return bears === undefined ? [id] : [id, bears];
}

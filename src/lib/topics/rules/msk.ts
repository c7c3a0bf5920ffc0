import { isSameValue } from '../../manifest/config-value.js';
import type { DesiredTopic } from '../../manifest/model.js';
import { isSettable, refusedFactor, refusedValue } from '../../msk/topic-limits.js';
import type { ObservedCluster, ObservedTopic } from '../model.js';
import { type Finding, nothing, plainField } from './finding.js';
import { settingField } from './settings.js';

type Refusals = NonNullable<Finding['refusals']>;

/** What an MSK cluster would refuse of a topic that isn't there yet. */
export function mskRefusesNew(
  { replicationFactor, configs }: DesiredTopic,
  { msk }: ObservedCluster,
): Refusals {
  const factor = replicationFactor === undefined ? undefined : refusedFactor(msk, replicationFactor, true);
  return [
    ...(factor === undefined
      ? []
      : [{ field: plainField('replication factor', null, String(replicationFactor)), reason: factor }]),
    ...Object.entries(configs).flatMap(([key, value]) => {
      const reason = refusedValue(msk, key, value, true);
      return reason === undefined ? [] : [{ field: settingField(key, null, value), reason }];
    }),
  ];
}

export interface MskVerdict {
  readonly finding: Finding;
  readonly refusedKeys: ReadonlySet<string>;
  readonly refusesFactor: boolean;
  /** Settings that are neither set nor removed: those that are refused, and those that AWS keeps to itself. */
  readonly keptKeys: ReadonlySet<string>;
}

/** What an MSK cluster would refuse of a topic that is there. What is as wanted already is no change, and so no refusal. */
export function mskRefusesExisting(
  { replicationFactor, configs }: DesiredTopic,
  { partitions, settings }: ObservedTopic,
  { msk }: ObservedCluster,
): MskVerdict {
  const changed = Object.entries(configs).flatMap(([key, value]) => {
    const now = settings?.get(key)?.value ?? null;
    const reason =
      now !== null && isSameValue(key, now, value) ? undefined : refusedValue(msk, key, value, false);
    return reason === undefined ? [] : [{ key, field: settingField(key, now, value), reason }];
  });
  const counts = [...new Set(partitions.map(({ replicas }) => replicas.length))].sort((a, b) => a - b);
  const isFactorAsWanted = counts.length === 1 && counts[0] === replicationFactor;
  const factor =
    replicationFactor === undefined || isFactorAsWanted
      ? undefined
      : refusedFactor(msk, replicationFactor, false);
  const refusals: Refusals = [
    ...changed.map(({ field, reason }) => ({ field, reason })),
    ...(factor === undefined
      ? []
      : [
          {
            field: plainField('replication factor', counts.join(' and '), String(replicationFactor)),
            reason: factor,
          },
        ]),
  ];
  const refusedKeys = new Set(changed.map(({ key }) => key));
  const named = [...Object.keys(configs), ...(settings?.keys() ?? [])];
  return {
    finding: refusals.length === 0 ? nothing : { refusals },
    refusedKeys,
    refusesFactor: factor !== undefined,
    keptKeys: new Set([...refusedKeys, ...named.filter((key) => !isSettable(msk, key))]),
  };
}

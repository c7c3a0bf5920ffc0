import type { FieldChange } from '../../change/plan.js';
import type { ConfigOperation } from '../../kafka/requests/incremental-alter-configs.js';
import { formatValue, isSameValue } from '../../manifest/config-value.js';
import type { DesiredTopic } from '../../manifest/model.js';
import type { ObservedSetting, ObservedTopic } from '../model.js';
import { dataLoss } from './data-loss.js';
import { type Finding, nothing } from './finding.js';
import { redpandaFactorKey } from './replication.js';

/** Overrides that belong to a running replica move, not to the topic's configuration. */
export const throttleKeys: ReadonlySet<string> = new Set([
  'leader.replication.throttled.replicas',
  'follower.replication.throttled.replicas',
]);

export interface SettingsOptions {
  /** Pin values that are in effect already, so that a changed default doesn't change the topic. */
  readonly pin: boolean;
  /** What is in the topic now, in words, when something may be lost. */
  readonly contents: string | undefined;
  /** Keys that another rule refuses, or that the cluster keeps to itself. */
  readonly except: ReadonlySet<string>;
  /** Whether the topic's replicas are being moved, or may be, so that their throttles are in use. */
  readonly keepsThrottles: boolean;
  /** Settings that the topic doesn't show are set too: the broker knows whether there are such. */
  readonly sendsUnknown: boolean;
}

interface SettingChange {
  readonly field: FieldChange;
  readonly operation: ConfigOperation;
  readonly loses: boolean;
}

/** Settings that differ in meaning are set, in exact mode unnamed overrides are removed; everything else stays. */
export function settingsRule(wanted: DesiredTopic, topic: ObservedTopic, options: SettingsOptions): Finding {
  const { settings } = topic;
  if (settings === undefined) return nothing;
  const policy = wanted.configs['cleanup.policy'] ?? settings.get('cleanup.policy')?.value ?? 'delete';
  const changes = [
    ...Object.entries(wanted.configs).flatMap(([key, value]) =>
      setChange(key, value, settings.get(key), policy, options),
    ),
    ...keysToRemove(wanted, topic, options).map((key) =>
      removal(key, settings.get(key)?.value ?? null, policy, {
        ...options,
        isAsked: wanted.removes?.includes(key) === true,
      }),
    ),
  ];
  if (changes.length === 0) return nothing;
  return {
    fields: changes.map(({ field }) => field),
    severity: changes.some(({ loses }) => loses) ? 'destructive' : 'safe',
    cautions: smallerMessages(wanted, settings),
    work: { settings: changes.map(({ operation }) => operation) },
  };
}

/** Overrides on the topic that the manifest doesn't name. */
export function unnamedOverrides(wanted: DesiredTopic, topic: ObservedTopic): string[] {
  return [...(topic.settings ?? [])]
    .filter(([key, setting]) => setting.isOverride && wanted.configs[key] === undefined)
    .map(([key]) => key)
    .filter((key) => key !== redpandaFactorKey);
}

function keysToRemove(
  wanted: DesiredTopic,
  topic: ObservedTopic,
  { keepsThrottles, except }: SettingsOptions,
): string[] {
  const isLeftOver = (key: string) =>
    throttleKeys.has(key) ? !keepsThrottles && isOurThrottle(topic, key) : wanted.exact;
  return unnamedOverrides(wanted, topic)
    .filter((key) => !except.has(key))
    .filter((key) => wanted.removes?.includes(key) === true || isLeftOver(key));
}

/** We mark all replicas of a topic; a list of some of them is somebody else's. */
function isOurThrottle(topic: ObservedTopic, key: string): boolean {
  return topic.settings?.get(key)?.value === '*';
}

function setChange(
  key: string,
  value: string,
  now: ObservedSetting | undefined,
  policy: string,
  { pin, contents, except, sendsUnknown }: SettingsOptions,
): SettingChange[] {
  if (except.has(key)) return [];
  if (now === undefined) return sendsUnknown ? [unseen(key, value)] : [];
  const isSame = now.value !== null && isSameValue(key, now.value, value);
  if (isSame && (now.isOverride || !pin)) return [];
  const loss = isSame ? undefined : dataLoss(key, now.value, value, policy);
  const note = isSame ? 'in effect already; pinned on the topic' : withContents(loss, contents);
  return [
    {
      field: settingField(key, now.value, value, note),
      operation: { operation: 'set', key, value },
      loses: loss !== undefined,
    },
  ];
}

function unseen(key: string, value: string): SettingChange {
  return { field: settingField(key, null, value), operation: { operation: 'set', key, value }, loses: false };
}

function removal(
  key: string,
  value: string | null,
  policy: string,
  { contents, isAsked }: SettingsOptions & { readonly isAsked: boolean },
): SettingChange {
  const loss = dataLoss(key, value, null, policy);
  const why = whyRemoved(key, isAsked);
  return {
    field: settingField(key, value, null, loss === undefined ? why : withContents(loss, contents)),
    operation: { operation: 'delete', key },
    loses: loss !== undefined,
  };
}

function whyRemoved(key: string, isAsked: boolean): string {
  const effect = "the cluster's default takes effect";
  if (isAsked) return effect;
  return throttleKeys.has(key) ? 'left over from a move that has ended' : `not in the file: ${effect}`;
}

function withContents(loss: string | undefined, contents: string | undefined): string | undefined {
  return loss === undefined || contents === undefined ? loss : `${loss}; there now: ${contents}`;
}

/** One setting as plans show it, in the units people say. */
export function settingField(
  key: string,
  before: string | null,
  after: string | null,
  note?: string,
): FieldChange {
  const shown = (value: string | null) => (value === null ? null : formatValue(key, value));
  return {
    name: key,
    before,
    after,
    shown: { before: shown(before), after: shown(after) },
    ...(note === undefined ? {} : { note }),
  };
}

function smallerMessages(
  wanted: DesiredTopic,
  settings: ReadonlyMap<string, ObservedSetting>,
): readonly string[] {
  const now = Number(settings.get('max.message.bytes')?.value ?? 0);
  const then = Number(wanted.configs['max.message.bytes'] ?? now);
  return then < now ? ['producers that send larger records than max.message.bytes will be refused'] : [];
}

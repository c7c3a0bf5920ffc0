import { formatValue } from '../manifest/config-value.js';
import { formatQuantity } from '../manifest/quantity.js';
import type { Flavour } from './flavour.js';

/** What a kind of MSK cluster lets its topics have; what isn't named is set by AWS. */
interface Limits {
  readonly title: string;
  readonly settable: ReadonlySet<string>;
  /** Set when a topic is made, and never after. */
  readonly onlyNew: ReadonlySet<string>;
  /** The only factor; undefined where any is taken for a new topic. */
  readonly factor: number | undefined;
  readonly canMoveReplicas: boolean;
  readonly bounds: Readonly<Record<string, { readonly least?: bigint; readonly most?: bigint }>>;
}

const mebibyte = 1_048_576n;
const day = 86_400_000n;

const limitsByFlavour: Readonly<Record<Flavour, Limits | undefined>> = {
  /** Kafka's own rules, and no others. */
  standard: undefined,

  /**
   * https://docs.aws.amazon.com/msk/latest/developerguide/msk-configuration-express-read-write.html#msk-configuration-express-topic-configuration
   * A topic with another factor than 3 is made with 3.
   */
  express: {
    title: 'MSK Express',
    settable: new Set([
      'cleanup.policy',
      'compression.type',
      'delete.retention.ms',
      'max.compaction.lag.ms',
      'max.message.bytes',
      'message.timestamp.after.max.ms',
      'message.timestamp.before.max.ms',
      'message.timestamp.type',
      'min.compaction.lag.ms',
      'retention.bytes',
      'retention.ms',
    ]),
    onlyNew: new Set(),
    factor: 3,
    canMoveReplicas: true,
    bounds: { 'max.compaction.lag.ms': { least: 7n * day } },
  },

  /**
   * https://docs.aws.amazon.com/msk/latest/developerguide/serverless-config.html. Replicas move by a right that isn't for
   * serverless clusters, kafka-cluster:AlterCluster: https://docs.aws.amazon.com/msk/latest/developerguide/kafka-actions.html
   */
  serverless: {
    title: 'MSK Serverless',
    settable: new Set([
      'cleanup.policy',
      'compression.type',
      'max.message.bytes',
      'message.timestamp.difference.max.ms',
      'message.timestamp.type',
      'retention.bytes',
      'retention.ms',
    ]),
    onlyNew: new Set(['cleanup.policy']),
    factor: undefined,
    canMoveReplicas: false,
    bounds: { 'max.message.bytes': { most: 8n * mebibyte } },
  },
};

/** Whether a topic of such a cluster may be given this setting by anybody but AWS, or have it taken away. */
export function isSettable(flavour: Flavour | undefined, key: string): boolean {
  const limits = limitsOf(flavour);
  return limits === undefined || (limits.settable.has(key) && !limits.onlyNew.has(key));
}

/** Why a topic can't have this value of a setting, in words that follow it; undefined when it can. */
export function refusedValue(
  flavour: Flavour | undefined,
  key: string,
  value: string,
  isNew: boolean,
): string | undefined {
  const limits = limitsOf(flavour);
  if (limits === undefined) return undefined;
  const { title, settable, onlyNew, bounds } = limits;
  if (!settable.has(key)) return `${title} sets it by itself: leave it out`;
  if (onlyNew.has(key) && !isNew)
    return `${title} takes it for a new topic only: keep it as it is, or recreate the topic`;
  const { least, most } = bounds[key] ?? {};
  const number = /^-?\d+$/.test(value) ? BigInt(value) : undefined;
  if (number === undefined) return undefined;
  if (most !== undefined && number > most) return `${title} takes ${formatQuantity(most, 'bytes')} at most`;
  return least !== undefined && number < least
    ? `${title} takes ${formatValue(key, String(least))} at least`
    : undefined;
}

/** Why a topic can't have this replication factor; undefined when it can. */
export function refusedFactor(
  flavour: Flavour | undefined,
  factor: number,
  isNew: boolean,
): string | undefined {
  const limits = limitsOf(flavour);
  if (limits === undefined) return undefined;
  if (limits.factor !== undefined && factor !== limits.factor)
    return `${limits.title} gives every topic ${limits.factor} replicas: write ${limits.factor}, or leave it out`;
  return isNew || limits.canMoveReplicas
    ? undefined
    : `${limits.title} doesn't let replicas be moved: keep the factor, or recreate the topic`;
}

function limitsOf(flavour: Flavour | undefined): Limits | undefined {
  return flavour === undefined ? undefined : limitsByFlavour[flavour];
}

import type { Msk, MskCluster } from '../aws/contract/msk.js';
import { ExopsError, UsageError } from '../errors.js';
import { printable } from '../terminal/printable.js';
import { didYouMean } from '../yaml/nearest.js';
import { type ClusterArn, looksLikeArn, parseClusterArn } from './cluster-arn.js';

/** MSK where it is asked: `Aws` is one. */
export interface MskOfRegion {
  readonly msk: Pick<Msk, 'clusters' | 'describe' | 'bootstrapBrokers'>;
  readonly region: string;
}

/** By its ARN, or else by its name. */
export interface ClusterWanted {
  readonly name?: string | undefined;
  readonly arn?: string | undefined;
}

export class NoSuchClusterError extends ExopsError {}

/** The ARN is of another region than AWS is asked in. */
export class OtherRegionError extends UsageError {}

/** Several clusters have the name. */
export class AmbiguousClusterError extends ExopsError {}

const listedNames = 5;

/** A word of a command line. @throws UsageError for what looks like an ARN and is none of a cluster */
export function wantedOf(word: string): ClusterWanted {
  if (!looksLikeArn(word)) return { name: word };
  partsOf(word);
  return { arn: word };
}

/**
 * The cluster of this ARN or name.
 * @throws UsageError for what is no ARN of a cluster, or one of another region
 * @throws NoSuchClusterError that names near ones and the region
 * @throws AmbiguousClusterError that lists the ARNs
 */
export async function chooseCluster(
  aws: MskOfRegion,
  { name, arn }: ClusterWanted,
  signal?: AbortSignal,
): Promise<MskCluster> {
  if (arn !== undefined) {
    checkArn(arn, aws.region);
    const found = await aws.msk.describe(arn, signal);
    return found ?? (await missing(aws, arn, parseClusterArn(arn)?.name ?? arn, signal));
  }
  const wanted = name ?? '';
  const named = (await aws.msk.clusters(wanted, signal)).filter((one) => one.name === wanted);
  const [first, ...others] = named;
  if (first === undefined) return missing(aws, wanted, wanted, signal);
  if (others.length > 0) throw ambiguous(wanted, named, aws.region);
  return first;
}

/** @throws UsageError */
export function checkArn(arn: string, region: string): void {
  const parts = partsOf(arn);
  if (parts.region !== region)
    throw new OtherRegionError(
      `MSK cluster ${parts.name} is in ${parts.region}, and AWS is asked in ${region}.`,
      {
        hint: `Give --region ${parts.region}, or write aws: { region: ${parts.region} }.`,
      },
    );
}

function partsOf(arn: string): ClusterArn {
  const parts = parseClusterArn(arn);
  if (parts !== undefined) return parts;
  throw new UsageError(`${printable(arn)} is no ARN of an MSK cluster.`, {
    hint: 'It looks like: arn:aws:kafka:REGION:ACCOUNT:cluster/NAME/UUID. A name does, too: exops msk list',
  });
}

async function missing(
  { msk, region }: MskOfRegion,
  wanted: string,
  name: string,
  signal: AbortSignal | undefined,
): Promise<never> {
  const names = [...new Set((await msk.clusters(undefined, signal)).map((one) => one.name))].sort();
  const near = nearOf(name, names);
  throw new NoSuchClusterError(
    `There is no MSK cluster ${printable(wanted)} in ${region}${near === undefined ? didYouMean(name, names.map(printable)) : ` (did you mean "${printable(near)}"?)`}.`,
    { hint: names.length === 0 ? noneHere(region) : `There are: ${listed(names)}` },
  );
}

/** What somebody typed a part of. */
function nearOf(name: string, names: readonly string[]): string | undefined {
  const typed = name.toLowerCase();
  return names.find((one) => typed !== '' && one.toLowerCase().includes(typed));
}

function noneHere(region: string): string {
  return `${region} has no MSK clusters for these credentials: give another --region or --profile.`;
}

function listed(names: readonly string[]): string {
  const more = names.length - listedNames;
  return `${names.slice(0, listedNames).map(printable).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function ambiguous(name: string, found: readonly MskCluster[], region: string): AmbiguousClusterError {
  const lines = found.map(({ arn, state }) => `  ${printable(arn)} (${printable(state)})`);
  return new AmbiguousClusterError(
    `${found.length} MSK clusters in ${region} are named ${printable(name)}.`,
    {
      hint: ['Name one by its ARN:', ...lines].join('\n'),
    },
  );
}

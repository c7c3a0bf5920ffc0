import { type MskAccess, type MskAuth, mskAuths } from '../aws/contract/msk.js';
import type { Flavour } from '../msk/flavour.js';
import { problemOfArn, problemOfName } from './cluster-rules.js';
import type { MskGiven } from './msk-given.js';
import { publicText } from './public-text.js';
import { mskSource } from './reference-syntax.js';
import type { DerivedSource, ReadSetting } from './resolve-settings.js';
import { settingError } from './setting.js';

/** Which cluster, and which of its listeners. */
export interface MskClusterWanted {
  readonly name?: string;
  readonly arn?: string;
  readonly auth: MskAuth;
  readonly access: MskAccess;
}

export interface FoundMskCluster {
  readonly arn: string;
  /** `host:port,…` */
  readonly brokers: string;
  readonly flavour: Flavour;
}

/** How MSK is asked for a cluster; undefined where its brokers aren't known and needn't be. */
export type FindMskCluster = (wanted: MskClusterWanted) => Promise<FoundMskCluster | undefined>;

export interface MskReferences extends DerivedSource {
  /** The cluster, once it was looked up. */
  found(): FoundMskCluster | undefined;
}

/** `${msk:iam}`, which stands for the brokers of the file's MSK cluster: those of the listener for IAM. */
export function mskReferences(given: MskGiven | undefined, find: FindMskCluster): MskReferences {
  let found: FoundMskCluster | undefined;
  return {
    name: mskSource,
    found: () => found,
    source: (read) => ({
      name: mskSource,
      isSecret: false,
      resolve: async (names) => {
        if (given === undefined) return new Map();
        const cluster = { [given.by]: clusterText(given, read), access: given.access.value };
        const wanted = mskAuths.filter((auth) => names.includes(auth));
        const answers = await Promise.all(
          wanted.map(async (auth) => [auth, await find({ ...cluster, auth })] as const),
        );
        found = answers[0]?.[1];
        return new Map(answers.flatMap(([auth, one]) => (one === undefined ? [] : [[auth, one.brokers]])));
      },
    }),
  };
}

function clusterText({ by, cluster }: MskGiven, read: ReadSetting): string {
  const text = publicText(cluster, read);
  const problem = by === 'arn' ? problemOfArn(text) : problemOfName(text);
  if (problem !== undefined) throw settingError(cluster, problem);
  return text;
}

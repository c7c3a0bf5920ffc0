import { WrongAccountError } from '../../aws/guarded-aws.js';
import type { Cluster } from '../../config/environment.js';
import { ExopsError, messageOf } from '../../errors.js';
import { type Address, formatAddress } from '../../kafka/address.js';
import type { Auth } from '../../kafka/auth.js';
import { TokenRefusedError } from '../../kafka/bearer-login.js';
import type { KafkaClient } from '../../kafka/client.js';
import type { IamTokenFacts } from '../../kafka/iam-token.js';
import { mskRegionOf } from '../../kafka/msk-ports.js';
import { parseClusterArn } from '../../msk/cluster-arn.js';
import { missingConnect } from '../../msk/policy/missing-action.js';
import { quoteWord } from '../../ssh/quote.js';
import { formatElapsed } from '../../terminal/elapsed.js';
import { printable } from '../../terminal/printable.js';
import { explained } from '../aws/explained.js';
import type { Finding, Outcome } from '../model.js';
import { lacking, ok } from '../step.js';
import { mechanismOf } from './listener-words.js';
import { someOf } from './some-of.js';

/** What AWS says of who we are; undefined where it couldn't be asked. */
export interface AwsSide {
  /** AWS's clock minus ours; milliseconds. */
  readonly clockOffsetMs: number | undefined;
  /** Of the credentials; milliseconds since the epoch. */
  readonly expiresAt: number | undefined;
  /** Of whoever is logged in, as STS tells it. */
  readonly identity: string | undefined;
}

export interface LoginPlace {
  readonly cluster: Cluster;
  readonly brokers: readonly Address[];
  readonly isClusterOfFile: boolean;
  readonly aws: AwsSide | undefined;
  /** A command that prints the policy that is needed. */
  readonly policyCommand: string;
  /** By the clock here; milliseconds since the epoch. */
  readonly now: number;
}

export function judgeLogin(auth: Auth, session: KafkaClient): Outcome<KafkaClient> {
  if (auth.mechanism === 'none') return { findings: [], skipped: 'the environment has none', value: session };
  if (auth.mechanism === 'tls')
    return auth.tls.certificate === undefined
      ? { findings: [], skipped: 'TLS without a client certificate', value: session }
      : ok('by client certificate', session);
  if (auth.mechanism === 'iam') return ok('by IAM', session);
  return ok(`${mechanismOf(auth)} as ${printable(auth.username)}`, session);
}

export function judgeRefusal(error: unknown, place: LoginPlace): Outcome<never> {
  const root = rootOf(error);
  if (root instanceof WrongAccountError) return lacking('account');
  if (root instanceof TokenRefusedError) return { findings: [refusedToken(root, place)] };
  if (root instanceof Error && root.name === 'KafkaJSSASLAuthenticationError')
    return { findings: [refusedPassword(root, place)] };
  return { findings: [explained(error)] };
}

/** What lies under our own explanations. */
function rootOf(error: unknown): unknown {
  let root = error;
  while (root instanceof ExopsError && root.cause !== undefined) root = root.cause;
  return root;
}

/** Beyond this MSK refuses a token that isn't good yet: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html */
const skewMs = 5 * 60_000;

function refusedToken({ facts, message }: TokenRefusedError, place: LoginPlace): Finding {
  const whose = facts === undefined ? '' : ` of ${printable(facts.accessKey)}`;
  const saw = `${someOf(place.brokers)}: the IAM token${whose} is refused: ${printable(message)}`;
  return { verdict: 'broken', saw, ...reasonFor(facts, place), access: true };
}

function reasonFor(facts: IamTokenFacts | undefined, place: LoginPlace): Pick<Finding, 'problem' | 'next'> {
  return (
    (facts && clockReason(facts, place)) ??
    (facts && regionReason(facts, place)) ??
    endedReason(place) ??
    connectReason(facts, place)
  );
}

function clockReason(
  { signedAt, lifetimeMs }: IamTokenFacts,
  { aws, now }: LoginPlace,
): Pick<Finding, 'problem' | 'next'> | undefined {
  const offset = aws?.clockOffsetMs;
  const awsNow = now + (offset ?? 0);
  const isEarly = signedAt > awsNow + skewMs;
  const isLate = signedAt + lifetimeMs < awsNow;
  if (!isEarly && !isLate) return undefined;
  const off = formatElapsed(Math.abs(awsNow - signedAt));
  const how =
    offset === undefined
      ? `It was signed ${off} ${isEarly ? 'ahead of' : 'behind'} the clock here.`
      : `It was signed ${off} ${isEarly ? 'ahead of' : 'behind'} AWS's clock, and is good for ${formatElapsed(lifetimeMs)}.`;
  return {
    problem: 'token-clock',
    next: [`${how} Set the clock of this machine, then try again:`, 'sudo chronyc makestep'],
  };
}

/** The cluster's, as far as its ARN or the names of its brokers tell. */
function regionOf({ cluster, brokers }: LoginPlace): string | undefined {
  const arn = cluster.msk === undefined ? undefined : parseClusterArn(cluster.msk.arn);
  return arn?.region ?? brokers.map(({ host }) => mskRegionOf(host)).find((region) => region !== undefined);
}

function regionReason(
  { region }: IamTokenFacts,
  place: LoginPlace,
): Pick<Finding, 'problem' | 'next'> | undefined {
  const right = regionOf(place);
  if (right === undefined || right === region) return undefined;
  return {
    problem: 'token-region',
    next: [
      `It was signed for ${printable(region)}, and the cluster is in ${printable(right)}.`,
      'In exops.yaml, under aws:',
      `region: ${printable(right)}`,
    ],
  };
}

function endedReason({ aws, now }: LoginPlace): Pick<Finding, 'problem' | 'next'> | undefined {
  if (aws?.expiresAt === undefined || aws.expiresAt > now + (aws.clockOffsetMs ?? 0)) return undefined;
  return {
    problem: 'token-credentials-ended',
    next: [
      `The credentials ended at ${new Date(aws.expiresAt).toISOString()}. Get new ones where these came from.`,
    ],
  };
}

function connectReason(
  facts: IamTokenFacts | undefined,
  place: LoginPlace,
): Pick<Finding, 'problem' | 'next'> {
  const { msk } = place.cluster;
  const arn = msk === undefined ? undefined : parseClusterArn(msk.arn);
  const { action, arn: on } = missingConnect(arn);
  const who = place.aws?.identity === undefined ? 'this identity' : printable(place.aws.identity);
  const isRegionKnown = facts === undefined || regionOf(place) !== undefined;
  return {
    problem: 'connect-denied',
    next: [
      `Most likely ${who} lacks ${action} on ${on ?? 'the cluster'}. What it needs:`,
      place.policyCommand,
      ...(isRegionKnown
        ? []
        : [`Or the cluster is in another region than ${printable(facts.region)}: aws.region in exops.yaml.`]),
      ...(place.aws?.clockOffsetMs === undefined
        ? ["Or the clock here is wrong: AWS's couldn't be asked."]
        : []),
    ],
  };
}

function refusedPassword(error: Error, { cluster, brokers, isClusterOfFile }: LoginPlace): Finding {
  const { auth } = cluster;
  const user = 'username' in auth ? ` as ${printable(auth.username)}` : '';
  const reason = printable(messageOf(error).replace(/^SASL .*? authentication failed: /, ''));
  const isMsk = cluster.kind === 'msk' || brokers.some(({ host }) => mskRegionOf(host) !== undefined);
  const [first] = brokers;
  return {
    ...{ verdict: 'broken', problem: 'login-refused', access: true },
    saw: `${first === undefined ? '' : printable(formatAddress(first))}: the login${user} is refused: ${reason}`,
    next: [
      'The user is unknown or the password is wrong: brokers say the same to both.',
      isClusterOfFile
        ? 'Look at auth.username and auth.password in exops.yaml, or EXOPS_USERNAME and EXOPS_PASSWORD.'
        : 'Look at --username (or EXOPS_USERNAME) and EXOPS_PASSWORD.',
      ...(isMsk
        ? [
            "On MSK the user's secret is named AmazonMSK_…, has a key of its own, and is associated with the cluster:",
            `aws kafka list-scram-secrets --cluster-arn ${cluster.msk === undefined ? 'ARN' : quoteWord(printable(cluster.msk.arn))}`,
          ]
        : []),
    ],
  };
}

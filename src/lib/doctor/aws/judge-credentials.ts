import type { Identity } from '../../aws/aws.js';
import { AwsCredentialsError } from '../../aws/aws-errors.js';
import type { CredentialsFacts } from '../../aws/contract/credentials-facts.js';
import { messageOf } from '../../errors.js';
import { formatElapsed } from '../../terminal/elapsed.js';
import { printable } from '../../terminal/printable.js';
import type { Finding, Outcome } from '../model.js';
import type { ProblemId } from '../problems/problems.js';
import { explained } from './explained.js';

/** What was found out about the credentials; milliseconds. */
export interface CredentialsSeen {
  readonly facts?: Omit<CredentialsFacts, 'provider'>;
  readonly identity?: Identity;
  /** Why there are none, or why AWS doesn't take them. */
  readonly refused?: unknown;
  /** AWS's clock minus this machine's. */
  readonly offsetMs: number | undefined;
  readonly now: number;
}

/**
 * AWS, and MSK, refuse what was signed five minutes away from their time; half a minute is kept for the clock's own doubts.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html
 */
const refusedOffsetMs = 4.5 * 60_000;
const notedOffsetMs = 60_000;
const soonMs = 15 * 60_000;

/** Pure; has no value of its own. */
export function judgeCredentials(seen: CredentialsSeen): Outcome<never> {
  const { facts, identity, refused, offsetMs, now } = seen;
  const clock = offsetMs === undefined ? undefined : judgeClock(offsetMs);
  const beside = clock === undefined ? [] : [clock];
  if (refused !== undefined) return { findings: [...beside, refusal(refused)] };
  if (facts === undefined || identity === undefined) return { findings: beside };
  const words = [
    ...[facts.source, `${whoIs(identity.arn)} (${facts.accessKeyId})`].map(printable),
    ...(offsetMs === undefined || clock !== undefined
      ? []
      : [`clock ${formatElapsed(Math.abs(offsetMs))} off`]),
  ];
  return {
    findings: [
      { verdict: 'ok', saw: words.join(', ') },
      ...judgeExpiry(facts, now + (offsetMs ?? 0)),
      ...beside,
    ],
  };
}

/**
 * Those of a profile, a role or a container are renewed as long as somebody uses them.
 * @param now by AWS's clock
 */
function judgeExpiry(
  { source, expiresAt }: Omit<CredentialsFacts, 'provider'>,
  now: number,
): readonly Finding[] {
  const leftMs = expiresAt === undefined ? Number.POSITIVE_INFINITY : expiresAt - now;
  if (leftMs <= 0)
    return [
      {
        ...{
          verdict: 'broken',
          saw: `expired ${formatElapsed(-leftMs)} ago`,
          problem: 'aws-credentials-expired',
        },
        ...{ next: ['Get new ones, or name a profile with --profile NAME.'], access: true },
      },
    ];
  if (leftMs >= soonMs || !source.startsWith('AWS_ACCESS_KEY_ID')) return [];
  return [
    {
      ...{ verdict: 'warning', saw: `they expire in ${formatElapsed(leftMs)}` },
      problem: 'aws-credentials-expire-soon',
      next: ['Get new ones before anything that takes long, or name a profile with --profile NAME.'],
    },
  ];
}

function judgeClock(offsetMs: number): Finding | undefined {
  const off = Math.abs(offsetMs);
  const saw = `this machine's clock is ${formatElapsed(off)} ${offsetMs > 0 ? 'behind' : 'ahead of'} AWS's`;
  const next = ['Set it right:', 'sudo chronyc makestep', 'Or:', 'sudo timedatectl set-ntp true'];
  if (off >= refusedOffsetMs)
    return {
      ...{ verdict: 'broken', problem: 'clock-off', next },
      saw: `${saw}: AWS refuses signatures from 5 min on, and MSK refuses IAM tokens`,
    };
  return off >= notedOffsetMs ? { verdict: 'warning', saw, problem: 'clock-drifts', next } : undefined;
}

function refusal(error: unknown): Finding {
  return explainedAs(error, error instanceof AwsCredentialsError ? problemOf(messageOf(error)) : undefined);
}

function explainedAs(error: unknown, problem: ProblemId | undefined): Finding {
  const finding = explained(error);
  return problem === undefined ? finding : { ...finding, problem };
}

/** Our own words: src/lib/aws/explain-no-credentials.ts and explain-refused-credentials.ts. */
function problemOf(message: string): ProblemId {
  if (message.startsWith('Not logged in to AWS')) return 'aws-session-expired';
  if (message.includes('they have expired')) return 'aws-credentials-expired';
  const isNone = /^There are no AWS credentials|has no credentials\.$/.test(message);
  return isNone ? 'aws-credentials-missing' : 'aws-credentials-refused';
}

/** `role ops` of `arn:aws:sts::123456789012:assumed-role/ops/kim`; the ARN itself where it is of no such form. */
export function whoIs(arn: string): string {
  const [, kind, path = ''] = /^arn:[^:]*:(?:sts|iam)::\d*:([a-z-]+)\/?(.*)$/.exec(arn) ?? [];
  const parts = path.split('/');
  switch (kind) {
    case 'assumed-role':
      return `role ${parts[0]}`;
    case 'user':
    case 'role':
      return `${kind} ${parts.at(-1)}`;
    case 'federated-user':
      return `federated user ${path}`;
    case 'root':
      return 'the root user';
    default:
      return arn;
  }
}

import { needsNoRight } from '../../../src/lib/aws-policy/purposes.js';
import type { Policy } from '../../../src/lib/aws-policy/statements.js';
import type { AwsCall } from '../../lab/aws/calls.js';
import { allows } from '../../unit/aws-policy/iam.js';
import type { Laptop } from '../connect/hosts.js';
import { requestOf } from './request-of.js';

/** Rights by the calls that wanted them. */
export interface UsedRights {
  /** Those that the policy doesn't have, or not on the resource. */
  readonly missing: readonly string[];
  /** Those that it has, and nobody used. */
  readonly unused: readonly string[];
  /** Those whose resource was looked at, too. */
  readonly exact: readonly string[];
}

/** Runs commands, and compares what they asked AWS for with the policy that is printed for them. */
export async function usedRights(
  { exops, aws }: Pick<Laptop, 'exops' | 'aws'>,
  commands: string,
  lines: readonly string[],
): Promise<UsedRights> {
  const { stdout, stderr, code } = await exops(`aws policy --ssm-host-keys ${commands}`);
  if (code !== 0) throw new Error(stderr);
  const policy: Policy = stdout === '' ? { Version: '2012-10-17', Statement: [] } : JSON.parse(stdout);
  const before = (await aws.calls()).length;
  for (const line of lines) {
    const { code: status, stderr: said } = await exops(line);
    if (status !== 0) throw new Error(`${line}: ${said}`);
  }
  const calls = (await aws.calls()).slice(before).filter((call) => !needsNoRight.includes(rightOf(call)));
  const used = new Set(calls.map(rightOf));
  const given = new Set(policy.Statement.flatMap(({ Action }) => Action));
  const isMissing = (call: AwsCall) => {
    const request = requestOf(call);
    return request === undefined ? !given.has(rightOf(call)) : !allows(policy, request);
  };
  return {
    missing: calls.filter(isMissing).map((call) => JSON.stringify(requestOf(call) ?? rightOf(call))),
    unused: [...given].filter((right) => !used.has(right)).sort(),
    exact: [...new Set(calls.flatMap((call) => requestOf(call)?.action ?? []))].sort(),
  };
}

function rightOf({ service, action }: AwsCall): string {
  return `${service}:${action}`;
}

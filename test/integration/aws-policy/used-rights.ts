import { needsNoRight } from '../../../src/lib/aws-policy/needs.js';
import type { Policy } from '../../../src/lib/aws-policy/statements.js';
import type { AwsCall } from '../../lab/aws/calls.js';
import type { Laptop } from '../connect/hosts.js';

/** Rights by the calls that wanted them. */
export interface UsedRights {
  /** Those that the policy doesn't have. */
  readonly missing: readonly string[];
  /** Those that it has, and nobody used. */
  readonly unused: readonly string[];
}

/** Runs commands, and compares what they asked AWS for with the policy that is printed for them. */
export async function usedRights(
  { exops, aws }: Laptop,
  commands: string,
  lines: readonly string[],
): Promise<UsedRights> {
  const { stdout, stderr, code } = await exops(`aws policy --ssm-host-keys ${commands}`);
  if (code !== 0) throw new Error(stderr);
  const { Statement }: Pick<Policy, 'Statement'> = stdout === '' ? { Statement: [] } : JSON.parse(stdout);
  const given = new Set(Statement.flatMap(({ Action }) => Action));
  const before = (await aws.calls()).length;
  for (const line of lines) await exops(line);
  const used = new Set((await aws.calls()).slice(before).map(rightOf));
  for (const free of needsNoRight) used.delete(free);
  return {
    missing: [...used].filter((right) => !given.has(right)).sort(),
    unused: [...given].filter((right) => !used.has(right)).sort(),
  };
}

function rightOf({ service, action }: AwsCall): string {
  return `${service}:${action}`;
}

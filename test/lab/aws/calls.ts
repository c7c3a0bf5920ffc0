/** One request that reached the lab's AWS. */
export interface AwsCall {
  /** As it is signed for: `ec2`, `ec2-instance-connect`, `secretsmanager`. */
  readonly service: string;
  /** `DescribeInstances` */
  readonly action: string;
  readonly region: string;
  readonly accessKeyId: string;
  /** The body: an object, or of a form its flat names and values. */
  readonly parameters: unknown;
  /** Beginnings and ends are counted together: two calls ran at once when each began before the other's end. */
  readonly began: number;
  /** Null while it runs. */
  readonly ended: number | null;
  /** Null while it runs, and for good when the connection was dropped. */
  readonly status: number | null;
}

/**
 * How many times a call was made only after another one's answer, plus one: what the latency is multiplied with.
 * A fault that delays makes sure that calls which are made at once also run at once.
 */
export function roundTrips(calls: readonly AwsCall[]): number {
  let rounds = 0;
  let end = 0;
  const byEnd = [...calls].sort((one, other) => endOf(one) - endOf(other));
  for (const call of byEnd) {
    if (call.began < end) continue;
    rounds += 1;
    end = endOf(call);
  }
  return rounds;
}

const endOf = ({ ended }: AwsCall): number => ended ?? Number.POSITIVE_INFINITY;

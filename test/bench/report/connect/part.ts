import type { ConnectMeasured } from '../../connect/measure-connect.js';
import { type Circumstances, contendersSentence, writtenBy } from '../circumstances.js';
import { connectTables } from './tables.js';

export interface ConnectContenders {
  readonly present: readonly { readonly name: string; readonly version: string }[];
  readonly missing: readonly string[];
}

/** What docs/benchmarks.md says of getting in. */
export function connectPart(
  { present, missing }: ConnectContenders,
  measured: ConnectMeasured,
  run: Circumstances,
): string {
  return `## Getting in

${writtenBy(run)}, against one sshd and
one emulated AWS on the same machine. ${contendersSentence(present, missing)}

- A time is the median of the time from the start of a command until the first byte of the remote command's output is
  there; how many runs it is the median of stands beside it. The contenders take turns, all of them with all of them.
- A ratio says how many times as long as exops' first command a contender takes in the same run: over 1 it is slower.
  AWS and the host are as near as can be: farther away, every contender takes longer by its round trips.
- The host's key is known and verified by all. exops makes a key pair in memory for each run, and mssh one on disk; the
  scripts push one that is there already. \`ssh\` reads no configuration and shares no connection.
- Every run's calls of AWS are counted: one that made others than the key's push, and the look-up where there is one,
  would not count. With \`aws.accountId\` exops asks STS too, and compares, before anything else.
- A script with the AWS CLI is a shell script; the one with botocore becomes \`ssh\` when it is done.
- Forwarded ports lead through the host to a server beside it; what the bench itself can do without SSH is the last line.
  "New connection" ends with the first answer, "open connection" is the middle one of the hundred after it.

${connectTables(measured)}`;
}

import { randomBytes } from 'node:crypto';
import { deleteTopic } from '../../cluster/check/temporary-topic.js';
import { parseClusterArn } from '../../msk/cluster-arn.js';
import type { DoctorDeps } from '../doctor-deps.js';
import type { Step } from '../model.js';
import { skipped, step } from '../step.js';
import { judgeRoundTrip } from './judge-round-trip.js';
import { policyCommand } from './policy-command.js';
import type { RightsAfter } from './rights-step.js';
import { roundTrip } from './round-trip.js';
import { targetOf } from './way-in.js';

const tripMs = 15_000;
const deleteMs = 10_000;

/**
 * Where a person asked for it: a message to a temporary topic and back. The topic is deleted when the step ends, however it
 * does; whoever closes what was left open waits for that.
 */
export function roundTripStep(
  deps: Pick<DoctorDeps, 'timeoutMs' | 'roundTrip' | 'clock' | 'atEnd' | 'commandLine'>,
  { login, metadata, ...after }: RightsAfter,
): Step {
  return step({
    layer: 'round trip',
    tries: 'a message to a temporary topic and back',
    after: [after.settings, after.ssh, login, metadata],
    deadlineMs: (deps.timeoutMs ?? tripMs) + deleteMs,
    run: async (known, signal) => {
      if (!deps.roundTrip) return skipped('only with --round-trip', undefined);
      const { cluster } = targetOf(known, after);
      const session = known.value(login);
      const name = `exops-doctor-${randomBytes(6).toString('hex')}`;
      const limit = AbortSignal.timeout(deps.timeoutMs ?? tripMs);
      const either = AbortSignal.any([signal, limit]);
      const trip = roundTrip(session, name, deps.clock, either).then(
        (took) => ({ took }),
        (error: unknown) => ({
          error: limit.aborted && !signal.aborted ? new Error('no answer in time') : error,
        }),
      );
      const ended = trip.then(async (result) => ({
        ...result,
        leftBehind: await deleteTopic(session, deps.clock, name),
      }));
      deps.atEnd(async () => {
        await ended;
      });
      return judgeRoundTrip(await ended, {
        name,
        byIam: cluster.auth.mechanism === 'iam',
        cluster: cluster.msk === undefined ? undefined : parseClusterArn(cluster.msk.arn),
        deleteCommand: deps.commandLine('topics delete', [name]),
        policyCommand: policyCommand(deps),
      });
    },
  });
}

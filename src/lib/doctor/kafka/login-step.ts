import type { KafkaClient } from '../../kafka/client.js';
import { metadata } from '../../kafka/requests/metadata.js';
import { KafkaSession } from '../../kafka/session.js';
import type { DoctorDeps } from '../doctor-deps.js';
import type { Step } from '../model.js';
import { step } from '../step.js';
import { type AwsSide, judgeLogin, judgeRefusal } from './judge-login.js';
import { policyCommand } from './policy-command.js';
import type { SpeakingBroker } from './protocol-step.js';
import { type KafkaAfter, type KafkaTarget, targetOf } from './way-in.js';

/** Each answer while logging in, and what AWS is asked where it is refused. */
const loginMs = 5_000;
const explainMs = 5_000;

/** Logs in to one of the brokers that speak what the environment wants; its value stays open until the end. */
export function loginStep(
  deps: Pick<DoctorDeps, 'timeoutMs' | 'aws' | 'atEnd' | 'trace' | 'clock' | 'commandLine'>,
  { versions, ...after }: KafkaAfter & { readonly versions: Step<readonly SpeakingBroker[]> },
): Step<KafkaClient> {
  const timeoutMs = deps.timeoutMs ?? loginMs;
  return step({
    layer: 'login',
    tries: 'the login',
    after: [after.settings, after.ssh, versions],
    deadlineMs: timeoutMs + explainMs,
    run: async (known, signal) => {
      const target = targetOf(known, after);
      const brokers = known.value(versions).map(({ address }) => address);
      const session = openSession(deps, target, brokers, timeoutMs);
      try {
        await session.version(metadata);
        return judgeLogin(target.cluster.auth, session);
      } catch (error) {
        return judgeRefusal(error, {
          ...{ cluster: target.cluster, isClusterOfFile: target.isClusterOfFile, brokers },
          now: deps.clock.now(),
          policyCommand: policyCommand(deps),
          aws: target.cluster.auth.mechanism === 'iam' ? await askAws(deps, signal) : undefined,
        });
      }
    },
  });
}

export function openSession(
  deps: Pick<DoctorDeps, 'atEnd' | 'trace'>,
  { cluster, route }: KafkaTarget,
  bootstrap: KafkaTarget['cluster']['brokers'],
  timeoutMs: number,
): KafkaSession {
  const session = new KafkaSession({
    ...{ bootstrap, route, auth: cluster.auth, trace: deps.trace },
    ...{ connectTimeoutMs: timeoutMs, requestTimeoutMs: timeoutMs },
  });
  deps.atEnd(() => session.close());
  return session;
}

/** What tells the reasons apart that a broker gives no word about. What can't be asked isn't known. */
async function askAws({ aws }: Pick<DoctorDeps, 'aws'>, signal: AbortSignal): Promise<AwsSide> {
  try {
    const opened = await aws();
    const [offset, facts, identity] = await Promise.allSettled([
      opened.clockOffset(signal),
      opened.credentials(signal),
      opened.identity(),
    ]);
    return {
      clockOffsetMs: offset.status === 'fulfilled' ? offset.value : undefined,
      expiresAt: facts.status === 'fulfilled' ? facts.value.expiresAt : undefined,
      identity: identity.status === 'fulfilled' ? identity.value.arn : undefined,
    };
  } catch {
    return { clockOffsetMs: undefined, expiresAt: undefined, identity: undefined };
  }
}

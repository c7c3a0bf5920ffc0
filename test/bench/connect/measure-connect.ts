import type { Series } from '../series.js';
import { type RunsByTime, takeTurns } from '../take-turns.js';
import type { Peers } from './find-peers.js';
import { type ForwardingResult, measureForwarding } from './forwarding/measure-forwarding.js';
import { loginRacers } from './login-racers.js';
import type { Scene } from './scene.js';

export interface ConnectMeasured {
  /** exops' own command first; in each, plain `ssh` last. */
  readonly pushOnly: readonly Series[];
  readonly lookUp: readonly Series[];
  readonly forwarding: ForwardingResult;
}

export interface ConnectScale {
  readonly loginPlan: readonly RunsByTime[];
  readonly forwardingPlan: readonly RunsByTime[];
}

/** Logs in every way there is, all ways in turn, and then forwards ports. */
export async function measureConnect(
  scene: Scene,
  peers: Peers,
  { loginPlan, forwardingPlan }: ConnectScale,
): Promise<ConnectMeasured> {
  const { pushOnly, lookUp, keyInPlace } = await loginRacers(scene, peers);
  console.error('logging in');
  const series = await takeTurns([...pushOnly, ...lookUp, keyInPlace], loginPlan);
  const failed = series.find(({ contender, remark }) => contender === 'exops' && remark !== undefined);
  if (failed !== undefined) throw new Error(`${failed.shown}: ${failed.remark}.`);
  const plain = series.slice(-1);
  const logins = series.slice(0, -1);
  console.error('forwarding');
  const forwarding = await measureForwarding(scene, peers, forwardingPlan);
  return {
    pushOnly: [...logins.slice(0, pushOnly.length), ...plain],
    lookUp: [...logins.slice(pushOnly.length), ...plain],
    forwarding,
  };
}

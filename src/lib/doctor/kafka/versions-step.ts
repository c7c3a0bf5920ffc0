import type { Step } from '../model.js';
import { step } from '../step.js';
import { judgeVersions } from './judge-versions.js';
import type { SpeakingBroker } from './protocol-step.js';

/** Whether the brokers serve the requests that exops sends, in versions that it speaks. Asks nothing: they have said so. */
export function versionsStep({
  protocol,
}: {
  readonly protocol: Step<readonly SpeakingBroker[]>;
}): Step<readonly SpeakingBroker[]> {
  return step({
    layer: 'versions',
    tries: 'the versions that the brokers speak',
    after: [protocol],
    run: async (known) => judgeVersions(known.value(protocol)),
  });
}

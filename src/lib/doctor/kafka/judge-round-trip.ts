import { RoundTripError } from '../../cluster/check/round-trip.js';
import { mayBeMade } from '../../cluster/check/temporary-topic.js';
import { messageOf } from '../../errors.js';
import type { ClusterArn } from '../../msk/cluster-arn.js';
import { missingKafkaRight, rightInWords } from '../../msk/policy/missing-action.js';
import { formatElapsed } from '../../terminal/elapsed.js';
import { printable } from '../../terminal/printable.js';
import type { Finding, Outcome } from '../model.js';
import type { RoundTripTook } from './round-trip.js';

export interface RoundTripEnd {
  readonly took?: RoundTripTook;
  readonly error?: unknown;
  /** Why the temporary topic is still there. */
  readonly leftBehind: string | undefined;
}

export interface RoundTripPlace {
  readonly name: string;
  readonly byIam: boolean;
  readonly cluster: ClusterArn | undefined;
  readonly deleteCommand: string;
  readonly policyCommand: string;
}

export function judgeRoundTrip(end: RoundTripEnd, place: RoundTripPlace): Outcome<unknown> {
  const { took, error, leftBehind } = end;
  const wasRefused = error instanceof RoundTripError && error.api === 'CreateTopics' && !mayBeMade(error);
  const findings: Finding[] = [
    took === undefined
      ? failed(error, place)
      : {
          verdict: 'ok',
          saw: `a message to a new topic and back: made in ${formatElapsed(took.createMs)}, written in ${formatElapsed(took.produceMs)}, read in ${formatElapsed(took.fetchMs)}`,
        },
    ...(leftBehind === undefined || wasRefused ? [] : [stillThere(leftBehind, place)]),
  ];
  return { findings, value: undefined };
}

function failed(error: unknown, { name, byIam, cluster, policyCommand }: RoundTripPlace): Finding {
  const saw = printable(messageOf(error));
  if (!(error instanceof RoundTripError) || !error.isAccess)
    return {
      ...{ verdict: 'broken', saw, problem: 'round-trip-failed' },
      next: ['Look whether all brokers run and have room; --verbose shows each request.'],
    };
  const refused = { api: error.api, error: error.error.name, resource: name };
  const right = missingKafkaRight(refused, cluster);
  return {
    ...{ verdict: 'broken', saw, problem: 'round-trip-failed', access: true },
    next: [
      ...(right === undefined ? [] : [`Missing: ${rightInWords(right, byIam)}`]),
      ...(byIam ? [policyCommand] : []),
    ],
  };
}

function stillThere(why: string, { name, deleteCommand }: RoundTripPlace): Finding {
  return {
    ...{ verdict: 'warning', problem: 'topic-left-behind' },
    saw: `the topic ${name} is still there: ${printable(why)}`,
    next: [deleteCommand],
  };
}

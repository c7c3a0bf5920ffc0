import { AccessError, ExopsError } from '../errors.js';
import { describeItemError, type ItemError, isAccessError } from '../kafka/item-error.js';
import { parseClusterArn } from '../msk/cluster-arn.js';
import { missingKafkaRight, rightInWords } from '../msk/policy/missing-action.js';

/** How the cluster checks rights, for the words of an error. */
export interface RightsOf {
  readonly byIam: boolean;
  /** Of the MSK cluster, where it is known. */
  readonly arn: string | undefined;
}

/** A broker refused to have a topic read or written. */
export class RefusedByBrokerError extends ExopsError {}

/** @param doing `read`, `write to` */
export function refusedByBroker(
  doing: string,
  topic: string,
  api: string,
  error: ItemError,
  { byIam, arn }: RightsOf,
): ExopsError {
  if (!isAccessError(error))
    return new RefusedByBrokerError(
      `Can't ${doing} ${topic}: ${api} was refused: ${describeItemError(error)}.`,
    );
  const cluster = arn === undefined ? undefined : parseClusterArn(arn);
  const right = missingKafkaRight({ api, error: error.name, resource: topic }, cluster);
  const needed = right === undefined ? '' : ` It takes ${rightInWords(right, byIam)}.`;
  const purpose = api === 'Fetch' || api === 'ListOffsets' ? 'consumer' : 'producer';
  return new AccessError(`No right to ${doing} ${topic} (${error.name}).${needed}`, {
    hint: byIam ? `See: exops msk policy --for ${purpose} --topic ${topic}` : undefined,
  });
}

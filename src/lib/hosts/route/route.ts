import type { ConnectEndpoint } from '../../aws/aws.js';

/** How the SSH port of an instance is reached. `why` says for the target line what the choice rests on. */
export type Route =
  | {
      readonly kind: 'direct';
      readonly address: string;
      /** Tried one after the other when `address` doesn't answer. */
      readonly others: readonly string[];
      /** Undefined for the plain case, a public IPv4 address. */
      readonly why: string | undefined;
    }
  | {
      readonly kind: 'via';
      /** A host of `exops.yaml`. */
      readonly host: string;
      /** The instance's address as that host reaches it. */
      readonly address: string;
    }
  | {
      readonly kind: 'eice';
      readonly endpoint: ConnectEndpoint;
      readonly privateAddress: string;
      readonly why: string;
    }
  | { readonly kind: 'ssm'; readonly why: string };

/** The route in the line that names the target of a command. */
export function routeWords(route: Route): string {
  switch (route.kind) {
    case 'direct':
      return route.why === undefined ? route.address : `${route.address} (${route.why})`;
    case 'via':
      return `${route.address} through ${route.host}`;
    case 'eice':
      return `${route.privateAddress} through EC2 Instance Connect Endpoint ${route.endpoint.id} (${route.why})`;
    case 'ssm':
      return `through AWS Systems Manager (${route.why})`;
  }
}

/**
 * What to say once about a route before it is used for long.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/eice-quotas.html
 * @param zone the instance's availability zone
 */
export function routeNotes(route: Route, zone: string | undefined): readonly string[] {
  if (route.kind !== 'eice') return [];
  const { availabilityZone } = route.endpoint;
  const isElsewhere = availabilityZone !== undefined && zone !== undefined && availabilityZone !== zone;
  return [
    'An EC2 Instance Connect Endpoint ends each connection after an hour at most.',
    ...(isElsewhere
      ? [
          `The endpoint is in ${availabilityZone} and the instance in ${zone}: AWS bills the data between them.`,
        ]
      : []),
  ];
}

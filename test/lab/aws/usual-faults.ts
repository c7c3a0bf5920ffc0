import type { Fault } from './requests.js';

interface Words {
  readonly denied: string;
  /** The status of a denial. */
  readonly status: number;
  readonly throttled: string;
}

const query: Words = { denied: 'AccessDenied', status: 403, throttled: 'Throttling' };
const json: Words = { denied: 'AccessDeniedException', status: 400, throttled: 'ThrottlingException' };
const rest: Words = { ...json, status: 403 };

/** Each protocol words the same refusal in its own way. */
const services = {
  autoscaling: query,
  ec2: { denied: 'UnauthorizedOperation', status: 403, throttled: 'RequestLimitExceeded' },
  ecs: json,
  eks: rest,
  elasticache: query,
  elasticloadbalancing: query,
  kafka: rest,
  logs: json,
  pricing: json,
  rds: query,
  scheduler: rest,
} as const satisfies Readonly<Record<string, Words>>;

export type FaultyService = keyof typeof services;

const caller = 'arn:aws:iam::123456789012:user/kim';

/** Without the right to an action, in its service's words. */
export function accessDenied(service: FaultyService, action: string, match?: string): Fault {
  const { denied: code, status } = services[service];
  const why = `because no identity-based policy allows the ${service}:${action} action`;
  const message = `User: ${caller} is not authorized to perform: ${service}:${action} ${why}`;
  return { service, action, code, status, message, ...(match === undefined ? {} : { match }) };
}

/** A number of calls come too fast. */
export function throttled(service: FaultyService, times: number, action?: string): Fault {
  const code = services[service].throttled;
  const status = service === 'ec2' ? 503 : 400;
  return {
    service,
    code,
    status,
    times,
    message: 'Rate exceeded',
    ...(action === undefined ? {} : { action }),
  };
}

/** A service of the region doesn't answer at all. */
export const down = (service: FaultyService): Fault => ({ service, drop: true });

/** No machine of the instance's type is free. */
export function insufficientCapacity(instanceId: string, type = 't3.micro'): Fault {
  const message =
    `We currently do not have sufficient ${type} capacity in the Availability Zone you requested ` +
    '(ap-northeast-2a). Our system will be working on provisioning additional capacity. You can currently get ' +
    `${type} capacity by not specifying an Availability Zone in your request or choosing ap-northeast-2b.`;
  const code = 'InsufficientInstanceCapacity';
  return { service: 'ec2', action: 'StartInstances', match: instanceId, code, status: 500, message };
}

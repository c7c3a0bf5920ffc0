import { type Variables, variable } from '../config/environment-variables.js';
import { UsageError } from '../errors.js';

/** A service, by the name it has in variables. */
export type Service =
  | 'AUTO_SCALING'
  | 'CLOUDFORMATION'
  | 'CLOUDWATCH_LOGS'
  | 'EC2'
  | 'EC2_INSTANCE_CONNECT'
  | 'ECS'
  | 'EKS'
  | 'ELASTICACHE'
  | 'ELASTIC_LOAD_BALANCING_V2'
  | 'KAFKA'
  | 'PRICING'
  | 'RDS'
  | 'SCHEDULER'
  | 'SECRETS_MANAGER'
  | 'SSM'
  | 'STS';

/**
 * The address of a service that isn't at its usual one.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
 * @throws UsageError when it isn't the address of a web server
 */
export function endpointUrl(service: Service, env: Variables): string | undefined {
  if (variable(env, 'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS')?.toLowerCase() === 'true') return undefined;
  for (const name of [`AWS_ENDPOINT_URL_${service}`, 'AWS_ENDPOINT_URL']) {
    const url = variable(env, name);
    if (url === undefined) continue;
    if (!/^https?:\/\//i.test(url) || !URL.canParse(url))
      throw new UsageError(`${name} is no http or https address.`);
    return url;
  }
  return undefined;
}

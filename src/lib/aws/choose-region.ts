import { type Variables, variable } from '../config/environment-variables.js';
import { UsageError } from '../errors.js';
import type { Profile } from './profiles.js';

/**
 * The region: the given one, else the variables', else the profile's.
 * @throws UsageError when there is none, or it can't be one
 */
export function chooseRegion(
  given: string | undefined,
  env: Variables,
  profile: () => Profile | undefined,
): string {
  const region =
    given || (variable(env, 'AWS_REGION') ?? variable(env, 'AWS_DEFAULT_REGION')) || profile()?.get('region');
  if (!region)
    throw new UsageError('No AWS region is given.', {
      hint: 'Write aws: { region: … } into exops.yaml, give --region, or set AWS_REGION.',
    });
  // It becomes a part of host names, and requests to them are signed.
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(region))
    throw new UsageError(`${JSON.stringify(region)} is no AWS region: they look like ap-northeast-2.`);
  return region;
}

import type { FromIniInit } from '@aws-sdk/credential-provider-ini';

type ClientPlugin = NonNullable<FromIniInit['clientPlugins']>[number];

/** What the SDK calls the session of a role whose profile doesn't name it: by the time. */
const byTime = /^aws-sdk-js-(session-)?\d+$/;

/**
 * Calls the sessions of roles the same each time that they are assumed. Under another name it is another principal, and
 * Kafka ends a connection whose principal changes when it logs in anew.
 */
export function sameSessionName(): ClientPlugin {
  let first: string | undefined;
  const named = (input: unknown): unknown => {
    if (!(input instanceof Object && 'RoleSessionName' in input)) return input;
    const { RoleSessionName: name } = input;
    if (typeof name !== 'string' || !byTime.test(name)) return input;
    first ??= name;
    return { ...input, RoleSessionName: first };
  };
  return {
    applyToStack(stack) {
      stack.add((next) => (args) => next({ ...args, input: named(args.input) }), {
        step: 'initialize',
        name: 'sameSessionName',
      });
    },
  };
}

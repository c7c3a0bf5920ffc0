import type { ReferenceSource } from './references.js';

export type Variables = Readonly<Record<string, string | undefined>>;

/** A variable's value; an empty variable counts as not set, which is how shells and CI leave them. */
export function variable(env: Variables, name: string): string | undefined {
  const value = Object.hasOwn(env, name) ? env[name] : undefined;
  return value === '' ? undefined : value;
}

/** `${env:NAME}`. */
export function environmentVariables(env: Variables): ReferenceSource {
  return {
    name: 'env',
    isSecret: false,
    resolve: async (names) => {
      const values = names.map((name) => [name, variable(env, name)] as const);
      return new Map(values.filter((entry): entry is [string, string] => entry[1] !== undefined));
    },
  };
}

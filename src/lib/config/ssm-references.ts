import type { Parameter, Ssm } from '../aws/aws.js';
import type { ReferenceSource } from './references.js';

/** `${ssm:/exchange/dev/brokers}`. A SecureString is secret, any other parameter isn't. */
export function ssmReferences(ssm: () => Ssm): ReferenceSource {
  let known: ReadonlyMap<string, Parameter> = new Map();
  return {
    name: 'ssm',
    isSecret: true,
    isPublic: (name) => known.get(name)?.isSecret === false,
    resolve: async (names) => {
      known = await ssm().parameters(names);
      return new Map([...known].map(([name, { value }]) => [name, value]));
    },
  };
}

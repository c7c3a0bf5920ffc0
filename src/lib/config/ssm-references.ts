import type { Ssm } from '../aws/aws.js';
import type { ReferenceSource } from './references.js';

/** `${ssm:/exchange/dev/brokers}`. All of them count as secret, whether they are SecureStrings or not. */
export function ssmReferences(ssm: () => Ssm): ReferenceSource {
  return {
    name: 'ssm',
    isSecret: true,
    resolve: async (names) => {
      const parameters = await ssm().parameters(names);
      return new Map([...parameters].map(([name, { value }]) => [name, value]));
    },
  };
}

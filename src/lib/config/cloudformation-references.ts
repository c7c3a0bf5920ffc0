import type { CloudFormation } from '../aws/aws.js';
import type { ReferenceSource } from './references.js';

/**
 * `${cfn:dev-KafkaPrivateIp}`, an export, and `${cfn:kafka-stack.PrivateIp}`, an output of a stack. A name with
 * a dot is asked for as both, and means the export when there is one of that very name.
 */
export function cloudFormationReferences(cloudFormation: () => CloudFormation): ReferenceSource {
  return {
    name: 'cfn',
    isSecret: false,
    resolve: async (names) => {
      const service = cloudFormation();
      const [outputs, exports] = await Promise.all([outputsOf(service, names), service.exports(names)]);
      return new Map([...outputs, ...exports]);
    },
  };
}

async function outputsOf(
  service: CloudFormation,
  names: readonly string[],
): Promise<(readonly [string, string])[]> {
  const wanted = names.flatMap((name) => outputNamed(name) ?? []);
  const stacks = [...new Set(wanted.map(({ stack }) => stack))];
  const answers = await Promise.all(
    stacks.map(async (stack) => [stack, await service.outputs(stack)] as const),
  );
  const outputs = new Map(answers);
  return wanted.flatMap(({ name, stack, key }) => {
    const value = outputs.get(stack)?.get(key);
    return value === undefined ? [] : [[name, value] as const];
  });
}

interface Output {
  readonly name: string;
  readonly stack: string;
  readonly key: string;
}

function outputNamed(name: string): Output | undefined {
  const [, stack, key] = /^(.+)\.(.+)$/.exec(name) ?? [];
  return stack === undefined || key === undefined ? undefined : { name, stack, key };
}

import type { Reference } from '../config/reference-syntax.js';
import { arn, arnWithoutAccount, inArn, type Place } from './arns.js';

const namesOf = (references: readonly Reference[], wanted: string): readonly string[] => [
  ...new Set(references.filter(({ source }) => source === wanted).map(({ name }) => name)),
];

/** Every `${cfn:…}` is asked for as an export. */
export function exportNames(references: readonly Reference[]): readonly string[] {
  return namesOf(references, 'cfn');
}

/** The stacks of `${cfn:Stack.Output}`, which may be an export with a dot as well. */
export function stackArns(references: readonly Reference[], place: Place): readonly string[] {
  const stacks = exportNames(references).flatMap((name) => /^(.+)\..+$/.exec(name)?.[1] ?? []);
  return [...new Set(stacks)].map((stack) => arn(place, 'cloudformation', `stack/${inArn(stack)}/*`));
}

/** Of secrets by name or ARN, each once whatever is read of it. AWS puts a dash and six characters behind a name. */
export function secretArns(references: readonly Reference[], place: Place): readonly string[] {
  const ids = namesOf(references, 'secretsmanager').map((name) => name.replace(/#.*$/s, ''));
  return [...new Set(ids)].map((id) => {
    const isArn = id.startsWith('arn:');
    if (isArn && /-[A-Za-z0-9]{6}$/.test(id)) return inArn(id);
    return `${isArn ? inArn(id) : arn(place, 'secretsmanager', `secret:${inArn(id)}`)}-??????`;
  });
}

/** Of parameters by name or ARN, without the version or label that may stand behind it. */
export function parameterArns(references: readonly Reference[], place: Place): readonly string[] {
  const arns = namesOf(references, 'ssm').map((name) => {
    if (name.startsWith('arn:')) return inArn(name.split(':').slice(0, 6).join(':'));
    const own = inArn(name.replace(/:.*$/s, '').replace(/^\//, ''));
    const isPublic = own.startsWith('aws/');
    return (isPublic ? arnWithoutAccount : arn)(place, 'ssm', `parameter/${own}`);
  });
  return [...new Set(arns)];
}

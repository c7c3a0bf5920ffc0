import * as v from 'valibot';
import { didYouMean } from '../yaml/nearest.js';
import { environmentSchema } from './environment-schema.js';

const environmentName = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, 'a name has letters, digits, dots, dashes and underscores only'),
);

/** `exops.yaml`. */
export const configSchema = v.pipe(
  v.strictObject({
    version: v.pipe(v.literal(1), v.description('The version of this format: 1.')),
    defaultEnvironment: v.exactOptional(
      v.pipe(v.string(), v.description('The environment that is meant when a command names none.')),
    ),
    environments: v.pipe(
      v.record(environmentName, environmentSchema),
      v.minEntries(1, 'expected at least one environment'),
      v.description('The environments by name.'),
    ),
  }),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    const { defaultEnvironment: key, environments } = dataset.value;
    if (key === undefined || Object.hasOwn(environments, key)) return;
    const message = `there is no environment ${JSON.stringify(key)}${didYouMean(key, Object.keys(environments))}`;
    const at = { type: 'object', origin: 'value', input: { ...dataset.value }, value: key } as const;
    addIssue({ message, path: [{ ...at, key: 'defaultEnvironment' }] });
  }),
  v.title('exops.yaml'),
);

export type Config = v.InferOutput<typeof configSchema>;

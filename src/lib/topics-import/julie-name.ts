import type { JulieNaming } from './julie-settings.js';

/** What the name of a topic of julie is made of. */
export interface NameParts {
  readonly context: string;
  /** The other attributes of the descriptor, in its order. */
  readonly others: readonly (readonly [key: string, value: string])[];
  readonly project: string;
  readonly topic: string;
  readonly dataType: string | undefined;
}

/** The whole name, or why it can't be told. */
export type JulieName = { readonly name: string } | { readonly untold: string };

/** @see com.purbon.kafka.topology.model.Topic and Project of julie 4 */
export function julieName(parts: NameParts, naming: JulieNaming): JulieName {
  const { context, others, project, topic, dataType } = parts;
  if (naming.topicFormat === 'name') return { name: topic };
  const values = new Map([
    ...others,
    ['context', context] as const,
    ['project', project] as const,
    ['topic', topic] as const,
    ...(dataType === undefined ? [] : [['dataType', dataType] as const]),
  ]);
  if (naming.topicFormat !== 'default') return rendered(naming.topicFormat, values);
  const { separator } = naming;
  const usual = [context, ...others.map(([, value]) => value), project, ''].join(separator);
  const before =
    naming.projectFormat === 'default' ? { name: usual } : rendered(naming.projectFormat, values);
  if ('untold' in before) return before;
  return { name: [`${before.name}${topic}`, ...(dataType === undefined ? [] : [dataType])].join(separator) };
}

/** Jinja as far as it only puts values in. */
function rendered(format: string, values: ReadonlyMap<string, string>): JulieName {
  let missing: string | undefined;
  const name = format.replace(/\{\{\s*(\w+)\s*\}\}/g, (_, key: string) => {
    const value = values.get(key);
    if (value === undefined) missing ??= key;
    return value ?? '';
  });
  if (/\{[{%#]/.test(name)) return { untold: `is made by "${format}", which is more than attributes put in` };
  return missing === undefined ? { name } : { untold: `is made by "${format}", and there is no ${missing}` };
}

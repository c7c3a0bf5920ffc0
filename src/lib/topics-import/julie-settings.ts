import type { TextFile } from '../yaml/text-file.js';
import type { Place, Say } from './model.js';

/** What the configuration of julie says about the names of topics. */
export interface JulieNaming {
  /** `default`, `name`, or a pattern such as `{{context}}.{{project}}.{{topic}}`. */
  readonly topicFormat: string;
  readonly projectFormat: string;
  readonly separator: string;
  /** Where it stands; undefined when it is julie's default. */
  readonly at: Place | undefined;
}

export const usualNaming: JulieNaming = {
  ...{ topicFormat: 'default', projectFormat: 'default', separator: '.' },
  at: undefined,
};

const prefix = 'topology.';

export function isJulieSettings(text: string): boolean {
  return /^\s*topology\.[\w.]+\s*[=:]/m.test(text);
}

/**
 * Reads the properties that name topics; everything else in the file, with its passwords, is passed over.
 * @see https://julieops.readthedocs.io/en/latest/config-values.html
 */
export function readJulieSettings({ name, text }: TextFile, say: Say): JulieNaming {
  const found = new Map<string, { readonly value: string; readonly at: Place }>();
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const match = /^\s*([\w.-]+)\s*[=:]\s*(.*?)\s*$/.exec(line);
    const [, key = '', value = ''] = match ?? [];
    if (key.startsWith(prefix))
      found.set(key.slice(prefix.length), {
        value: value.replace(/^"(.*)"$/, '$1'),
        at: { file: name, line: index + 1 },
      });
  }
  const dlq = found.get('dlq.topics.generate');
  if (dlq?.value === 'true')
    say({
      ...{ kind: 'untranslated', at: dlq.at, topic: undefined, what: 'topology.dlq.topics.generate' },
      why: 'The topics that julie makes for dead letters are left out: declare them, or take them from the cluster with `topics export "*.dlq"`.',
    });
  const [first] = ['topic.prefix.format', 'project.prefix.format', 'topic.prefix.separator'].flatMap(
    (key) => found.get(key)?.at ?? [],
  );
  return {
    topicFormat: found.get('topic.prefix.format')?.value ?? usualNaming.topicFormat,
    projectFormat: found.get('project.prefix.format')?.value ?? usualNaming.projectFormat,
    separator: found.get('topic.prefix.separator')?.value ?? usualNaming.separator,
    at: first ?? { file: name, line: 1 },
  };
}

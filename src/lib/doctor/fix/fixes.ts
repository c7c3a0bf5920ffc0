import type { Examined, Fix } from '../model.js';
import { sourceText } from './ingress.js';

/** What was found that exops can change itself, each once, in the order of the layers. */
export function fixesOf(examined: readonly Examined[]): readonly Fix[] {
  const all = examined.flatMap(({ findings }) => findings.flatMap(({ fix }) => fix ?? []));
  return [...new Map(all.map((fix) => [fixKey(fix), fix])).values()];
}

/** Equal for two that would do the same. */
export function fixKey(fix: Fix): string {
  if (fix.kind !== 'security group rule') return fix.kind;
  return `${fix.kind} ${fix.groupId} ${fix.port} ${sourceText(fix.source)}`;
}

/** What a person is asked about: `wake what sleeps`. */
export function fixWords(fix: Fix): string {
  switch (fix.kind) {
    case 'wake':
      return 'wake what sleeps';
    case 'patch bootstrap':
      return "set the brokers' addresses in the secrets";
    case 'sync topics':
      return 'bring topics to what the manifests declare';
    case 'security group rule':
      return `let ${sourceText(fix.source)} reach port ${fix.port} of ${fix.groupId}`;
  }
}

import { didYouMean } from '../yaml/nearest.js';
import { notSupportedYet, notYetSupported } from './not-yet-supported.js';

/** `${source:name}` in a text; `text` is how it is written. */
export interface Reference {
  readonly source: string;
  readonly name: string;
  readonly text: string;
}

const referenceSources = ['env', 'cfn', 'secretsmanager', 'ssm'] as const;

/** The pieces of a text in their order: strings as they are meant, and references. `$${` stands for `${`. */
export function parseReferences(text: string): readonly (string | Reference)[] {
  const parts: (string | Reference)[] = [];
  let end = 0;
  for (const match of text.matchAll(/\$\$\{|\$\{([^{}:]*):([^{}]*)\}/g)) {
    const [written, source, name] = match;
    parts.push(text.slice(end, match.index));
    parts.push(source === undefined || name === undefined ? '${' : { source, name, text: written });
    end = match.index + written.length;
  }
  return [...parts, text.slice(end)].filter((part) => part !== '');
}

export function exampleReference(name: string): string {
  return `\${env:${name}}`;
}

export function referencesIn(text: string): readonly Reference[] {
  return parseReferences(text).filter((part) => typeof part !== 'string');
}

/** A text that is one reference and nothing else, as a secret must be. */
export const wholeReference = /^\$\{[^{}:]+:[^{}]+\}$/;

/** What is wrong with the references of a text, each in words. */
export function referenceProblems(text: string): readonly string[] {
  const unread = text.replace(/\$\$\{|\$\{[^{}:]*:[^{}]*\}/g, ' ');
  const broken = unread.includes('${')
    ? [
        `a reference is written as in ${exampleReference('NAME')}; "$\${" stands for the characters themselves`,
      ]
    : [];
  return [...broken, ...referencesIn(text).flatMap((reference) => faultOf(reference) ?? [])];
}

function faultOf({ source, name, text }: Reference): string | undefined {
  if (notSupportedYet('referenceSources', source) !== undefined)
    return `${text} is not supported by this version of exops yet`;
  const isKnown = referenceSources.some((known) => known === source);
  if (!isKnown) {
    const known = [...referenceSources, ...notYetSupported.referenceSources];
    const later = notYetSupported.referenceSources.join(', ');
    const sources = `this version knows ${referenceSources.join(', ')} (not yet ${later})`;
    return `${text} has an unknown source${didYouMean(source, known)}: ${sources}`;
  }
  return name === '' ? `${text} names nothing: write it as in ${exampleReference('NAME')}` : undefined;
}

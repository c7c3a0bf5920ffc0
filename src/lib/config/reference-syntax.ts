import { didYouMean } from '../yaml/nearest.js';

/** `${source:name}` in a text; `text` is how it is written. */
export interface Reference {
  readonly source: string;
  readonly name: string;
  readonly text: string;
}

const referenceSources = ['env', 'cfn', 'secretsmanager', 'ssm'] as const;

/** The source of what the environment itself knows of its cluster. */
export const clusterSource = 'kafka';
/** Its only name: the brokers with commas between. */
export const bootstrapName = 'bootstrap';

/** The source of the addresses of the environment's own hosts. */
export const hostSource = 'host';
/** How one is written. */
export const hostReference = `\${${hostSource}:NAME}`;

/** The source of an MSK cluster's brokers, by its listeners; nobody writes it: it stands for a name or an ARN. */
export const mskSource = 'msk';

/** Where a text stands. */
export interface ReferencePlace {
  /** Whether it may name the environment's own cluster. */
  readonly withCluster?: boolean;
  /** Whether it may name the addresses of the environment's hosts. */
  readonly withHosts?: boolean;
}

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
export function referenceProblems(text: string, place: ReferencePlace = {}): readonly string[] {
  const unread = text.replace(/\$\$\{|\$\{[^{}:]*:[^{}]*\}/g, ' ');
  const broken = unread.includes('${')
    ? [
        `a reference is written as in ${exampleReference('NAME')}; "$\${" stands for the characters themselves`,
      ]
    : [];
  return [...broken, ...referencesIn(text).flatMap((reference) => faultOf(reference, place) ?? [])];
}

function faultOf({ source, name, text }: Reference, place: ReferencePlace): string | undefined {
  if (source === clusterSource) return faultOfCluster(name, text, place);
  const isKnown = source === hostSource || referenceSources.some((known) => known === source);
  if (!isKnown) {
    const known = sourcesAt(place);
    return `${text} has an unknown source${didYouMean(source, known)}: there are ${known.join(', ')}`;
  }
  if (source === hostSource && place.withHosts !== true)
    return `${text} works in cluster.brokers and kubernetes.secrets only`;
  const example = source === hostSource ? hostReference : exampleReference('NAME');
  return name === '' ? `${text} names nothing: write it as in ${example}` : undefined;
}

function sourcesAt({ withCluster, withHosts }: ReferencePlace): readonly string[] {
  return [
    ...referenceSources,
    ...(withHosts === true ? [hostSource] : []),
    ...(withCluster === true ? [clusterSource] : []),
  ];
}

function faultOfCluster(name: string, text: string, { withCluster }: ReferencePlace): string | undefined {
  if (withCluster !== true) return `${text} works in kubernetes.secrets only`;
  if (name === bootstrapName) return undefined;
  const whole = `\${${clusterSource}:${bootstrapName}}`;
  return `${text} is unknown${didYouMean(name, [bootstrapName])}: of ${clusterSource} there is ${whole} only`;
}

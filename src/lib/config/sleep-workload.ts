import { didYouMean } from '../yaml/nearest.js';
import { objectNamePattern } from './kubernetes-names.js';

/** The kinds of workload that can sleep, by the words that exops.yaml has for them. */
const kinds = { deployment: 'Deployment', statefulset: 'StatefulSet' } as const;
type Word = keyof typeof kinds;

export interface WorkloadName {
  readonly workload: (typeof kinds)[Word];
  readonly name: string;
}

/** `deployment/backend` */
export const workloadPattern = new RegExp(
  `^(deployment|statefulset)/(${objectNamePattern.source.slice(1, -1)})$`,
);

export function parseWorkload(text: string): WorkloadName | undefined {
  const [, word, name] = workloadPattern.exec(text) ?? [];
  return word === undefined || name === undefined ? undefined : { workload: kinds[word as Word], name };
}

/** Why a text is no workload. */
export function workloadProblem(text: string): string {
  const [kind = '', name] = text.split('/');
  const known = Object.keys(kinds);
  const isKnown = known.includes(kind) && name !== undefined;
  const more = isKnown
    ? ': a name has lower-case letters, digits, dashes and dots, at most 253'
    : didYouMean(kind, known);
  return `expected deployment/NAME or statefulset/NAME, got ${JSON.stringify(text)}${more}`;
}

import { canonicalValue } from '../manifest/config-value.js';
import { keyProblem } from '../manifest/read-configs.js';
import { mostPartitions, mostReplicas } from '../manifest/schema.js';
import { isInternalName, nameProblem } from '../manifest/topic-name.js';
import { printable } from '../terminal/printable.js';
import type { Given, ImportedTopic, RawTopic, Remark, Say } from './model.js';

/** Names that a manifest can't hold: they would change an object's prototype. */
const unmanageable = ['__proto__', 'constructor', 'prototype'];

/**
 * The topic as a manifest can declare it, and a remark for each part of it that one can't.
 * @returns undefined when it can't be declared at all
 */
export function settleTopic(raw: RawTopic, say: Say): ImportedTopic | undefined {
  const name = settleName(raw, say);
  if (name === undefined) return undefined;
  const lost = (given: Given, what: string, why: string) =>
    say({ kind: 'untranslated', at: given.at, topic: name, what, why });
  return {
    name,
    partitions: settleCount('partitions', raw.partitions, mostPartitions, lost),
    replicationFactor: settleCount('replication factor', raw.replicationFactor, mostReplicas, lost),
    configs: Object.fromEntries(raw.configs.flatMap((config) => settleConfig(config, lost))),
    at: raw.at,
    cluster: raw.cluster,
  };
}

type Lost = (given: Given, what: string, why: string) => void;

function settleName({ at, subject, name }: RawTopic, say: Say): string | undefined {
  const leave = (remark: Pick<Remark, 'at' | 'what' | 'why'>) => {
    say({ kind: 'untranslated', topic: subject, ...remark });
    return undefined;
  };
  if (name === undefined)
    return leave({ at, what: 'no name', why: 'Left out: nothing says what it is called.' });
  if ('untold' in name)
    return leave({ at: name.at, what: 'name', why: `Left out: its name ${untoldWords(name)}` });
  const { text } = name;
  const problem = isInternalName(text)
    ? `"${text}" is an internal topic, which exops never touches`
    : unmanageable.includes(text)
      ? `exops can't manage a topic called "${text}"`
      : nameProblem(text);
  return problem === undefined ? text : leave({ at: name.at, what: 'name', why: `Left out: ${problem}.` });
}

/** -1 is how Kafka itself, and most tools after it, say the cluster's default. */
function settleCount(what: string, given: Given | undefined, most: number, lost: Lost): number | undefined {
  if (given === undefined) return undefined;
  const left = 'The manifest leaves it to the cluster.';
  if ('untold' in given) {
    lost(given, what, `It ${untoldWords(given)} ${left}`);
    return undefined;
  }
  const text = given.text.trim();
  if (text === '-1') return undefined;
  const count = /^\d+$/.test(text) ? Number(text) : 0;
  if (count >= 1 && count <= most) return count;
  lost(given, what, `Expected a whole number from 1 to ${most}, got "${cut(text)}". ${left}`);
  return undefined;
}

function settleConfig([key, given]: readonly [string, Given], lost: Lost): [string, string][] {
  const isName = /^[\w.-]+$/.test(key) && !unmanageable.includes(key);
  const keyTrouble = isName ? keyProblem(key) : 'no setting is called so';
  if (keyTrouble !== undefined) {
    lost(given, cut(key), `Left out: ${keyTrouble}.`);
    return [];
  }
  if ('untold' in given) {
    lost(given, cut(key), `Left out: it ${untoldWords(given)}`);
    return [];
  }
  const isPrintable = printable(given.text) === given.text;
  const parsed = isPrintable ? canonicalValue(key, given.text) : { problem: 'it holds control characters' };
  if ('value' in parsed) return [[key, parsed.value]];
  lost(given, cut(key), `Left out: ${cut(parsed.problem)}.`);
  return [];
}

function untoldWords({ untold, advice }: Extract<Given, { untold: string }>): string {
  return advice === undefined ? `${untold}.` : `${untold}. ${advice}`;
}

const shownLength = 200;

/** As much of a text from a file as a remark shows. */
export function cut(text: string): string {
  return text.length > shownLength ? `${text.slice(0, shownLength)}…` : text;
}

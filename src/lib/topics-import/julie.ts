import { type JulieName, julieName } from './julie-name.js';
import type { JulieNaming } from './julie-settings.js';
import type { Given, RawTopic, Say } from './model.js';
import { child, entries, given, givenText, items, placeOf, type Tree, textIn } from './yaml-tree.js';

/** What descriptors share: how names are made, and the plans by their names. */
export interface JulieSurroundings {
  readonly naming: JulieNaming;
  readonly plans: ReadonlyMap<string, Tree>;
}

/**
 * The topics of a descriptor of julie (kafka-topology-builder).
 * @see https://julieops.readthedocs.io/en/latest/the-descriptor-files.html
 */
export function readJulie(tree: Tree, surroundings: JulieSurroundings, say: Say): readonly RawTopic[] {
  const context = scalar(child(tree, 'context'));
  const others = entries(tree).flatMap(([key, value]) =>
    structure.has(key) ? [] : [[key, scalar(value)] as const],
  );
  if (surroundings.naming.at === undefined && child(tree, 'projects') !== undefined)
    say({
      ...{ kind: 'ignored', at: placeOf(tree), topic: undefined, what: "names by julie's default" },
      why: `Topics are called ${['context', ...others.map(([key]) => key), 'project', 'topic'].join('.')}. If topology-builder.properties says otherwise, give that file, too.`,
    });
  if (child(tree, 'platform') !== undefined) sayOther(tree, 'platform', say);
  const ofProjects = items(child(tree, 'projects')).flatMap((project) => {
    for (const [key] of entries(project)) if (key !== 'name' && key !== 'topics') sayOther(project, key, say);
    const projectName = scalar(child(project, 'name'));
    return items(child(project, 'topics')).map((topic) => {
      const parts = { context, others, project: projectName, dataType: dataTypeOf(topic) };
      const named = (name: string) => julieName({ ...parts, topic: name }, surroundings.naming);
      return readTopic(topic, named, surroundings, say);
    });
  });
  const special = items(child(tree, 'special_topics')).map((topic) =>
    readTopic(topic, (name) => ({ name }), surroundings, say),
  );
  return [...ofProjects, ...special];
}

const structure = new Set(['context', 'projects', 'platform', 'special_topics']);

function dataTypeOf(topic: Tree): string | undefined {
  const dataType = child(topic, 'dataType');
  return dataType === undefined ? undefined : scalar(dataType);
}

const partitionsKey = 'num.partitions';
const factorKey = 'replication.factor';

const knownOfTopic = new Set(['name', 'dataType', 'config', 'plan']);

function readTopic(
  topic: Tree,
  named: (name: string) => JulieName,
  { plans }: JulieSurroundings,
  say: Say,
): RawTopic {
  const short = child(topic, 'name');
  const name = short === undefined ? undefined : fullName(given(short), named);
  const subject = (name !== undefined && 'text' in name ? name.text : scalar(short)) || 'a topic of julie';
  for (const [key] of entries(topic)) if (!knownOfTopic.has(key)) sayOther(topic, key, say);
  const configs = new Map([...planConfigs(topic, plans, subject, say), ...configsIn(child(topic, 'config'))]);
  const taken = (key: string) => {
    const value = configs.get(key);
    configs.delete(key);
    return value;
  };
  return {
    ...{ at: placeOf(topic), subject, name },
    partitions: taken(partitionsKey),
    replicationFactor: taken(factorKey),
    configs: [...configs],
    cluster: undefined,
  };
}

function fullName(short: Given, named: (name: string) => JulieName): Given {
  if ('untold' in short) return short;
  const whole = named(short.text);
  return 'untold' in whole ? { at: short.at, untold: whole.untold } : givenText(short.at, whole.name);
}

function planConfigs(
  topic: Tree,
  plans: ReadonlyMap<string, Tree>,
  subject: string,
  say: Say,
): readonly [string, Given][] {
  const plan = child(topic, 'plan');
  if (plan === undefined) return [];
  const found = plans.get(scalar(plan));
  if (found === undefined)
    say({
      ...{ kind: 'untranslated', at: placeOf(plan), topic: subject, what: `plan ${scalar(plan)}` },
      why: "The settings of this plan are left out: it isn't among the files. Give the file of --plans, too.",
    });
  return configsIn(child(found, 'config'));
}

function configsIn(tree: Tree | undefined): [string, Given][] {
  return entries(tree).map(([key, value]) => [key, given(value)]);
}

function sayOther(tree: Tree, key: string, say: Say): void {
  const value = child(tree, key);
  if (value === undefined) return;
  say({
    ...{ kind: 'ignored', at: placeOf(value), topic: undefined, what: `${key} of julie` },
    why: 'exops manages topics: no rights, schemas, connectors or applications.',
  });
}

function scalar(tree: Tree | undefined): string {
  const told = tree === undefined ? undefined : given(tree);
  if (told === undefined) return '';
  return 'text' in told ? told.text : (textIn(tree) ?? '');
}

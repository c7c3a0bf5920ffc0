import type { TextFile } from '../yaml/text-file.js';
import { type DocumentKind, isHcl, kindOf } from './detect.js';
import { documentsOf } from './documents.js';
import type { FoundFile } from './find-files.js';
import { isJulieSettings, type JulieNaming, readJulieSettings, usualNaming } from './julie-settings.js';
import type { ImportFormat, Remark, Say } from './model.js';
import { child, entries, items, placeOf, type Tree, textIn } from './yaml-tree.js';

/** What was given, sorted by who reads it. */
export interface Sources {
  readonly topicctl: readonly Tree[];
  /** `KafkaTopic` of Strimzi and jikkou. */
  readonly resources: readonly Tree[];
  readonly configMaps: ReadonlyMap<string, Tree>;
  readonly kafkaGitops: readonly Tree[];
  readonly julie: readonly Tree[];
  readonly plans: ReadonlyMap<string, Tree>;
  readonly naming: JulieNaming;
  readonly terraformJson: readonly Tree[];
  readonly terraform: readonly TextFile[];
}

interface Collected {
  readonly trees: [DocumentKind, Tree][];
  readonly terraform: TextFile[];
  naming: JulieNaming;
}

/** Sorts the documents of all files. What no tool's definitions are is said. */
export function sourcesOf(files: readonly FoundFile[], from: ImportFormat | undefined, say: Say): Sources {
  const collected: Collected = { trees: [], terraform: [], naming: usualNaming };
  for (const file of files) collect(file, from, collected, say);
  const of = (...kinds: readonly DocumentKind[]) =>
    collected.trees.flatMap(([kind, tree]) => (kinds.includes(kind) ? [tree] : []));
  return {
    topicctl: of('topicctl'),
    resources: of('strimzi', 'jikkou'),
    configMaps: new Map(of('jikkou config map').flatMap(namedData)),
    kafkaGitops: of('kafka-gitops'),
    julie: of('julie'),
    plans: new Map(of('julie plans').flatMap((tree) => entries(child(tree, 'plans')))),
    naming: collected.naming,
    terraformJson: of('terraform'),
    terraform: collected.terraform,
  };
}

function namedData(tree: Tree): readonly (readonly [string, Tree])[] {
  const name = textIn(child(child(tree, 'metadata'), 'name'));
  const data = child(tree, 'data');
  return name === undefined || data === undefined ? [] : [[name, data]];
}

function collect(file: FoundFile, from: ImportFormat | undefined, collected: Collected, say: Say): void {
  if ('unreadable' in file) {
    sayFile(file, 'untranslated', 'not read', file.unreadable, say);
    return;
  }
  const { name, text } = file;
  if (isTerraformText(file, from)) {
    collected.terraform.push({ name, text });
    return;
  }
  if (file.isNamed && name.endsWith('.properties') && isJulieSettings(text)) {
    collected.naming = readJulieSettings({ name, text }, say);
    return;
  }
  for (const document of documentsOf({ name, text })) {
    if ('problem' in document) {
      const { line, message } = document.problem;
      const why = isTemplate(text)
        ? `${message}. It looks like a template: import what it renders to.`
        : message;
      say({ kind: 'untranslated', at: { file: name, line }, topic: undefined, what: 'not read', why });
    } else {
      const tree: Tree = { file: document.file, path: [], value: document.file.value };
      sort(tree, kindOf(tree), from, collected, say);
    }
  }
}

function isTerraformText({ name, text }: TextFile, from: ImportFormat | undefined): boolean {
  if (/^\s*[{[]/.test(text)) return false;
  return name.endsWith('.tf') || isHcl(text) || (from === 'terraform' && !/\.(ya?ml|json)$/.test(name));
}

function isTemplate(text: string): boolean {
  return /\{\{|\{%/.test(text);
}

/** Documents that stand beside the topics of a tool. */
const besides: Readonly<Partial<Record<DocumentKind, ImportFormat>>> = {
  'jikkou config map': 'jikkou',
  'julie plans': 'julie',
};

function sort(
  tree: Tree,
  kind: DocumentKind,
  from: ImportFormat | undefined,
  collected: Collected,
  say: Say,
): void {
  if (kind === 'Kubernetes list') {
    for (const item of items(child(tree, 'items'))) sort(item, kindOf(item), from, collected, say);
    return;
  }
  const isUnknown = kind === 'something else';
  const taken = isUnknown && from !== undefined && child(tree, 'kind') === undefined ? from : kind;
  if (taken === 'something else' || taken === 'exops manifest') sayStranger(tree, taken, say);
  else if (from !== undefined && (besides[taken] ?? taken) !== from) sayNotForced(tree, taken, from, say);
  else collected.trees.push([taken, tree]);
}

function sayNotForced(tree: Tree, kind: DocumentKind, from: ImportFormat, say: Say): void {
  say({
    ...{ kind: 'untranslated', at: placeOf(tree), topic: undefined, what: kind },
    why: `It is not of ${from}, which --from asks for. Leave --from out to import both.`,
  });
}

function sayStranger(tree: Tree, kind: DocumentKind, say: Say): void {
  const at = placeOf(tree);
  if (kind === 'exops manifest') {
    say({
      kind: 'ignored',
      at,
      topic: undefined,
      what: kind,
      why: 'It is one already: `topics sync` takes it as it is.',
    });
    return;
  }
  const resource = textIn(child(tree, 'kind'));
  say({
    ...{ kind: 'ignored', at, topic: undefined, what: resource ?? 'no topics' },
    why:
      resource === undefined
        ? 'It is no topic definition of a tool that exops knows. --from names the tool.'
        : 'It is another kind of resource, and no topic.',
  });
}

function sayFile(
  file: { readonly name: string },
  kind: Remark['kind'],
  what: string,
  why: string,
  say: Say,
): void {
  say({ kind, at: { file: file.name, line: 1 }, topic: undefined, what, why });
}

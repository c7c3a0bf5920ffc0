import type { ImportFormat } from './model.js';
import { child, entries, isMap, items, type Tree, textIn } from './yaml-tree.js';

/** What a document is to the import. */
export type DocumentKind =
  | ImportFormat
  | 'jikkou config map'
  | 'julie plans'
  | 'Kubernetes list'
  | 'exops manifest'
  | 'something else';

/** Tells tools apart by the keys that each of them wants. */
export function kindOf(tree: Tree): DocumentKind {
  const has = (key: string) => child(tree, key) !== undefined;
  const hasMap = (key: string) => isMap(child(tree, key)?.value);
  if (has('apiVersion') && has('kind')) return kindOfResource(tree);
  if (hasMap('meta') && hasMap('spec')) return 'topicctl';
  if (has('version') && hasMap('topics')) return 'exops manifest';
  if (has('context') && (has('projects') || has('special_topics'))) return 'julie';
  if (isTerraform(tree)) return 'terraform';
  if (isKafkaGitops(tree)) return 'kafka-gitops';
  if (hasMap('plans')) return 'julie plans';
  return 'something else';
}

function kindOfResource(tree: Tree): DocumentKind {
  const apiVersion = textIn(child(tree, 'apiVersion')) ?? '';
  const kind = textIn(child(tree, 'kind'));
  const isJikkous = apiVersion.includes('jikkou');
  if (kind === 'KafkaTopic' || kind === 'KafkaTopicList')
    return isJikkous || !isStrimzis(tree, apiVersion) ? 'jikkou' : 'strimzi';
  if (kind === 'ConfigMap' && isJikkous) return 'jikkou config map';
  return kind === 'List' ? 'Kubernetes list' : 'something else';
}

/** A list of `kubectl get` names the tool on its items alone. */
function isStrimzis(tree: Tree, apiVersion: string): boolean {
  const ofItem = items(child(tree, 'items')).map((item) => textIn(child(item, 'apiVersion')));
  return [apiVersion, ...ofItem].some((version) => version?.startsWith('kafka.strimzi.io/'));
}

function isTerraform(tree: Tree): boolean {
  const has = (key: string) => child(tree, key) !== undefined;
  if (has('format_version') || has('terraform_version')) return true;
  return isMap(child(tree, 'resource')?.value) && !has('kind');
}

function isKafkaGitops(tree: Tree): boolean {
  // Applications, too, have a map of topics: of their names.
  const hasTopic = entries(child(tree, 'topics')).some(([, topic]) =>
    ['partitions', 'replication', 'configs'].some((key) => child(topic, key) !== undefined),
  );
  const settings = child(tree, 'settings');
  const named = child(child(settings, 'files'), 'topics');
  return hasTopic || named !== undefined || isMap(child(settings, 'topics')?.value);
}

/** Whether a text is Terraform's own language, which is no YAML. */
export function isHcl(text: string): boolean {
  const opening =
    /^[^\S\n]*(?:resource|variable|locals|module|provider|terraform|data|output)(?:[^\S\n]+"[^"\n]*")*[^\S\n]*\{/m;
  return !/^\s*[{[]/.test(text) && opening.test(text);
}

import type { TextFile } from '../yaml/text-file.js';
import type { HclValue } from './hcl/expression.js';
import { type HclBlock, readHcl } from './hcl/read-hcl.js';
import type { Given, Place, RawTopic, Say } from './model.js';
import { cut } from './settle-topic.js';
import { askTerraform, type Resource, topicOfResource } from './terraform-topic.js';

/** The topics that a file of Terraform declares with values written into it. */
export function readTerraform({ name, text }: TextFile, say: Say): readonly RawTopic[] {
  const { blocks, error } = readHcl(text);
  if (error !== undefined)
    say({
      ...{ kind: 'untranslated', at: { file: name, line: error.line }, topic: undefined },
      ...{ what: 'not valid HCL', why: `The file is read up to here: ${error.message}.` },
    });
  return blocks.flatMap((block) => {
    if (block.type === 'module') sayModule(block, name, say);
    if (block.type !== 'resource') return [];
    const resource = resourceOf(block, name);
    if (isRepeated(resource, block, name, say)) return [];
    return topicOfResource(resource, say) ?? [];
  });
}

function sayModule({ labels, line }: HclBlock, file: string, say: Say): void {
  say({
    ...{ kind: 'ignored', at: { file, line }, topic: undefined, what: `module.${labels[0] ?? ''}` },
    why: `Topics that a module declares aren't read here. ${askTerraform}`,
  });
}

/** How many topics there are, and which, is an expression. */
function isRepeated({ address, type }: Resource, block: HclBlock, file: string, say: Say): boolean {
  const [key, value] = [...block.attributes].find(([name]) => name === 'for_each' || name === 'count') ?? [];
  if (value === undefined || key === undefined || !/^(kafka|confluent_kafka)_topic$/.test(type)) return false;
  if (key === 'count' && 'text' in value && value.text === '1') return false;
  say({
    ...{ kind: 'untranslated', at: { file, line: value.line }, topic: address, what: key },
    why: `Left out: Terraform works out which topics these are. ${askTerraform}`,
  });
  return true;
}

function resourceOf(block: HclBlock, file: string): Resource {
  const { attributes, blocks, labels, line } = block;
  const [type = '', name = ''] = labels;
  const at = { file, line };
  const config = attributes.get('config');
  const provider = attributes.get('provider');
  return {
    ...{ type, at, address: `${type}.${name}` },
    keys: [...attributes.keys(), ...blocks.map((inner) => inner.type)].filter(
      (key) => key !== 'count' && key !== 'for_each',
    ),
    value: (key) => {
      const value = attributes.get(key);
      return value === undefined ? undefined : givenOf(value, file);
    },
    placeOf: (key) => ({
      file,
      line: attributes.get(key)?.line ?? blocks.find((inner) => inner.type === key)?.line ?? line,
    }),
    config: config === undefined ? undefined : configOf(config, file),
    cluster: clusterOf(blocks) ?? (provider === undefined ? 'the default provider' : wordsOf(provider)),
  };
}

/** Of Confluent's topics: a reference serves as well as an id to tell clusters apart. */
function clusterOf(blocks: readonly HclBlock[]): string | undefined {
  const id = blocks.find(({ type }) => type === 'kafka_cluster')?.attributes.get('id');
  return id === undefined ? undefined : wordsOf(id);
}

function wordsOf(value: HclValue): string | undefined {
  if ('text' in value) return value.text;
  return 'expression' in value ? value.expression : undefined;
}

function configOf(value: HclValue, file: string): Resource['config'] {
  return 'map' in value ? value.map.map(([key, one]) => [key, givenOf(one, file)]) : givenOf(value, file);
}

function givenOf(value: HclValue, file: string): Given {
  const at: Place = { file, line: value.line };
  if ('text' in value) return { at, text: value.text };
  const untold = 'expression' in value ? `is worked out: ${cut(value.expression)}` : 'is no single value';
  return { at, untold, advice: askTerraform };
}

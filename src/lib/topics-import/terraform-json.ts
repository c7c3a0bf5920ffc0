import type { Given, RawTopic, Say } from './model.js';
import { askTerraform, type Resource, topicOfResource } from './terraform-topic.js';
import { child, entries, given, items, placeOf, type Tree, textIn } from './yaml-tree.js';

/**
 * The topics in what `terraform show -json` prints of a state or a plan, in a state file, or in a `.tf.json` file.
 * @see https://developer.hashicorp.com/terraform/internals/json-format
 */
export function readTerraformJson(tree: Tree, say: Say): readonly RawTopic[] {
  const resources = [
    ...modules(child(child(tree, 'values') ?? child(tree, 'planned_values'), 'root_module')).flatMap(shown),
    ...items(child(tree, 'resources')).flatMap(ofState),
    ...entries(child(tree, 'resource')).flatMap(ofConfiguration),
  ];
  return resources.flatMap((resource) => topicOfResource(resource, say) ?? []);
}

/** A module and those within it. */
function modules(root: Tree | undefined): readonly Tree[] {
  const found = root === undefined ? [] : [root];
  for (const module of found) found.push(...items(child(module, 'child_modules')));
  return found;
}

function shown(module: Tree): readonly Resource[] {
  return items(child(module, 'resources')).flatMap((resource) => {
    if (textIn(child(resource, 'mode')) === 'data') return [];
    const type = textIn(child(resource, 'type')) ?? '';
    const address = textIn(child(resource, 'address')) ?? type;
    return [resourceOf(type, address, resource, child(resource, 'values'))];
  });
}

function ofState(resource: Tree): readonly Resource[] {
  if (textIn(child(resource, 'mode')) === 'data') return [];
  const type = textIn(child(resource, 'type')) ?? '';
  const before = [textIn(child(resource, 'module')), type, textIn(child(resource, 'name'))];
  const address = before.filter((part) => part !== undefined).join('.');
  return items(child(resource, 'instances')).map((instance) => {
    const key = child(instance, 'index_key');
    const whole = key === undefined ? address : `${address}[${JSON.stringify(key.value)}]`;
    return resourceOf(type, whole, instance, child(instance, 'attributes'));
  });
}

/** A resource of the configuration may be one object or a list of them. */
function ofConfiguration([type, named]: readonly [string, Tree]): readonly Resource[] {
  return entries(named).flatMap(([name, body]) => {
    const bodies = Array.isArray(body.value) ? items(body) : [body];
    return bodies.map((one) => resourceOf(type, `${type}.${name}`, one, one));
  });
}

function resourceOf(type: string, address: string, around: Tree, attributes: Tree | undefined): Resource {
  const config = child(attributes, 'config');
  const cluster = child(attributes, 'kafka_cluster');
  const provider = child(attributes, 'provider');
  return {
    ...{ type, address, at: placeOf(around) },
    keys: entries(attributes).map(([key]) => key),
    value: (key) => {
      const value = child(attributes, key);
      return value === undefined ? undefined : askingTerraform(given(value));
    },
    placeOf: (key) => placeOf(child(attributes, key) ?? around),
    config:
      config === undefined || typeof config.value === 'string'
        ? config && askingTerraform(given(config))
        : entries(config).map(([key, value]) => [key, askingTerraform(given(value))] as const),
    cluster: textIn(child(items(cluster)[0] ?? cluster, 'id')) ?? textIn(provider),
  };
}

function askingTerraform(told: Given): Given {
  return 'untold' in told && told.advice !== undefined ? { ...told, advice: askTerraform } : told;
}

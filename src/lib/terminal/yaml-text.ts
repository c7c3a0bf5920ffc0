import { stringify } from 'yaml';

/** A value as YAML. It stands in a module of its own because a CommonJS package loses its names in an import(). */
export function yamlText(value: unknown): string {
  return stringify(JSON.parse(JSON.stringify(value)), { lineWidth: 0 });
}

import type { LabelSelector } from './objects.js';

/**
 * A selector as a query has it; undefined when it chooses nothing, or everything, which no workload's does.
 * https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#api
 */
export function selectorText({
  matchLabels = {},
  matchExpressions = [],
}: LabelSelector = {}): string | undefined {
  const labels = Object.entries(matchLabels).map(([key, value]) => `${key}=${value}`);
  const expressions = matchExpressions.map(({ key = '', operator, values = [] }) => {
    switch (operator) {
      case 'Exists':
        return key;
      case 'DoesNotExist':
        return `!${key}`;
      case 'In':
        return `${key} in (${values.join(',')})`;
      case 'NotIn':
        return `${key} notin (${values.join(',')})`;
      default:
        return undefined;
    }
  });
  const parts = [...labels, ...expressions];
  return parts.length === 0 || parts.includes(undefined) ? undefined : parts.join(',');
}

import { Document, isScalar, Scalar, visit } from 'yaml';
import { activeCharacters, escapeActive } from './active-characters.js';

/**
 * A value as YAML that is safe to look at: what a terminal acts on is written as an escape. It stands in a module of its
 * own because a CommonJS package loses its names in an import().
 */
export function yamlText(value: unknown): string {
  const document = new Document(JSON.parse(JSON.stringify(value)));
  visit(document, {
    Scalar(_, node) {
      // Only there YAML has escapes.
      if (isScalar(node) && typeof node.value === 'string' && activeCharacters.test(node.value))
        node.type = Scalar.QUOTE_DOUBLE;
    },
  });
  return escapeActive(document.toString({ lineWidth: 0 }));
}

import { Document, isScalar, Scalar, visit } from 'yaml';
import { activeCharacters, escapeActive } from './active-characters.js';

const blankLines = /^[ \t\n]*\n[ \t\n]*$/;

/**
 * A value as YAML that is safe to look at: what a terminal acts on is written as an escape. It stands in a module of its
 * own because a CommonJS package loses its names in an import().
 */
export function yamlText(value: unknown): string {
  const document = new Document(JSON.parse(JSON.stringify(value)));
  visit(document, {
    Scalar(_, node) {
      if (!isScalar(node) || typeof node.value !== 'string') return;
      // Only there YAML has escapes, and keeps the spaces of a text that is nothing else.
      if (activeCharacters.test(node.value) || blankLines.test(node.value)) node.type = Scalar.QUOTE_DOUBLE;
    },
  });
  return escapeActive(document.toString({ lineWidth: 0 }));
}

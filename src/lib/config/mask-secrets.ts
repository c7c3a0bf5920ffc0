import { parseDocument } from 'yaml';
import { mask } from './secret.js';
import { maskSecretLines } from './secret-lines.js';
import { secretSpans } from './secret-nodes.js';

/**
 * The text of an `exops.yaml` with every secret that someone wrote into it masked, so that no message about the
 * file can show one. Lines stay where they are. References stay, and so does everything that a valid file has.
 */
export function maskSecrets(text: string): string {
  const masked = maskSecretLines(text);
  const document = parseDocument(masked, { merge: true, logLevel: 'silent' });
  const spans = secretSpans(document).sort((a, b) => b.from - a.from);
  return spans.reduce(
    (rest, { from, to }) => rest.slice(0, from) + hidden(rest.slice(from, to)) + rest.slice(to),
    masked,
  );
}

function hidden(secret: string): string {
  return secret === '' ? '' : mask + secret.replace(/[^\n]/g, '');
}

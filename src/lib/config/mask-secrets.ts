import { searchYaml } from '../yaml/yaml-file.js';
import { mask } from './secret.js';
import { maskSecretLines } from './secret-lines.js';
import { type Span, secretSpans } from './secret-nodes.js';

/**
 * The text of an `exops.yaml` with every secret that someone wrote into it masked, so that no message about the
 * file can show one. Lines stay where they are. References stay, and so does everything that a valid file has.
 */
export function maskSecrets(text: string): string {
  const masked = maskSecretLines(text);
  const spans = secretSpans(searchYaml(masked));
  const outermost = spans.filter((span) => !spans.some((other) => other !== span && isWithin(span, other)));
  const fromTheEnd = outermost.sort((a, b) => b.from - a.from);
  return fromTheEnd.reduce(
    (rest, span) =>
      rest.slice(0, span.from) + hidden(rest.slice(span.from, span.to), span) + rest.slice(span.to),
    masked,
  );
}

function isWithin(inner: Span, outer: Span): boolean {
  return outer.from <= inner.from && inner.to <= outer.to;
}

function hidden(secret: string, { isAddress }: Span): string {
  if (isAddress) return secret.replace(/^(["']?(?:\w+:\/\/)?).*@/s, `$1${mask}@`);
  return secret === '' ? '' : mask + secret.replace(/[^\n]/g, '');
}

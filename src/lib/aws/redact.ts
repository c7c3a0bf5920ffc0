import { printable } from '../terminal/printable.js';

/** What EC2 adds for `aws sts decode-authorization-message`: long, and not for everybody's eyes. */
const encodedReason = /\s*Encoded authorization failure message:?\s*[\w+/=-]*/gi;

const secrets = [
  /(?<=X-Amz-(?:Security-Token|Signature|Credential)["']?\s*[=:]\s*["']?)[^\s&"',;]+/gi,
  /(?<=\bSignature=)[0-9a-f]{64}/gi,
  /(?<=\bBearer )\S+/gi,
];

/** AWS's words, fit to be shown: on one line, and without anything that lets somebody in. */
export function redact(message: string): string {
  const text = secrets.reduce(
    (rest, secret) => rest.replace(secret, '…'),
    message.replace(encodedReason, ''),
  );
  return printable(text.replace(/\s+/g, ' ').trim());
}

/** The same error for whoever debugs, in words that may be shown; what it was made with is left out. */
export function redactedError(error: unknown): Error | undefined {
  if (!(error instanceof Error)) return undefined;
  const copy = new Error(redact(error.message));
  copy.name = error.name;
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  copy.stack = [`${error.name}: ${copy.message}`, ...frames].join('\n');
  return copy;
}

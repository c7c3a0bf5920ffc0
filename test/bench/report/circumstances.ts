import { cpus, type } from 'node:os';

/** Under which something was measured. */
export interface Circumstances {
  readonly date: Date;
  /** As it was typed. */
  readonly command: string;
  readonly capMs: number;
}

/** By which command, when and on what, as the beginning of a sentence. */
export function writtenBy({ command, date }: Circumstances): string {
  const day = date.toISOString().slice(0, 10);
  const machine = `${cpus().length} cores (${type()})`;
  return `Written by \`${command}\` on ${day}, on ${machine} with Node ${process.versions.node}`;
}

/** Who took part, and who wasn't there to. */
export function contendersSentence(
  present: readonly { readonly name: string; readonly version: string }[],
  missing: readonly string[],
): string {
  const names = present.map(({ name, version }) => `${name} ${version}`).join(', ');
  const absent =
    missing.length === 0 ? 'No peer was missing.' : `Missing on the machine: ${missing.join(', ')}.`;
  return `Measured: ${names}. ${absent}`;
}

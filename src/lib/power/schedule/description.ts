import type { Size } from '../model.js';
import type { Direction } from '../rules/order.js';
import { sizeWords } from '../rules/sizes.js';

/** What the description of a schedule of ours says. */
export interface Described {
  readonly direction: Direction;
  /** For people: `rds exchange-dev-mysql`. */
  readonly label: string;
  /** As `Sleeper.id`. */
  readonly id: string;
  /** What was there, of what is put to sleep and has a size. */
  readonly wakesTo: Size | undefined;
}

const mark = 'exops: ';
/** Scheduler's own limit. */
const longest = 512;

/** `exops: sleep of ecs shop/api, which wakes to 2 [arn:…]`; the label is shortened where it gets too long. */
export function descriptionOf({ direction, label, id, wakesTo }: Described): string {
  const end = `${wakesTo === undefined ? '' : `, which wakes to ${sizeWords(wakesTo)}`} [${id}]`;
  const start = `${mark}${direction} of `;
  return `${start}${label.slice(0, Math.max(0, longest - start.length - end.length))}${end}`.slice(
    0,
    longest,
  );
}

/** Whether exops made a schedule with this description, and nobody rewrote it since. */
export function isOurs({ description = '' }: { readonly description: string | undefined }): boolean {
  return description.startsWith(mark);
}

/** What a description of ours says but the direction, which its request tells; undefined when it isn't one. */
export function readDescription(description: string | undefined): Omit<Described, 'direction'> | undefined {
  const { label, desired, min, id } = pattern.exec(description ?? '')?.groups ?? {};
  if (label === undefined || id === undefined) return undefined;
  if (desired === undefined) return { label, id, wakesTo: undefined };
  const least = min === undefined ? {} : { min: Number(min) };
  return { label, id, wakesTo: { desired: Number(desired), ...least } };
}

/** A description without the size, which has a place of its own. */
export function labelIn(description: string): string {
  return description.replace(/, which wakes to \d{1,5}(?: \(min \d{1,5}\))?(?= \[[^[\]]+\]$)/, '');
}

const pattern =
  /^exops: (?:sleep|wake) of (?<label>.*?)(?:, which wakes to (?<desired>\d{1,5})(?: \(min (?<min>\d{1,5})\))?)? \[(?<id>[^[\]]+)\]$/;

import type { FieldChange } from '../../change/plan.js';
import { printable } from '../../terminal/printable.js';
import type { Size, Sleeper } from '../model.js';
import type { SleepRecord } from '../record.js';
import type { Direction } from './order.js';
import { sizeWords } from './sizes.js';
import { byWhom } from './under-way.js';

/** A value as it is, in the system's own words. */
export function field(name: string, before: string | null, after: string | null, note?: string): FieldChange {
  return {
    name,
    before,
    after,
    shown: { before, after },
    ...(note === undefined ? {} : { note: printable(note) }),
  };
}

/** What changes of the size, or of being on. */
export function stateFields(
  { kind, size }: Sleeper,
  to: Size | 'on' | 'off',
  note: string | undefined,
): readonly FieldChange[] {
  if (size === undefined || typeof to === 'string') {
    const on = kind === 'rds' || kind === 'rds-cluster' ? 'available' : 'running';
    const isWaking = to !== 'off';
    return [field('state', isWaking ? 'stopped' : on, isWaking ? on : 'stopped', note)];
  }
  const wanted = field('desired', String(size.desired), String(to.desired), note);
  const hasLeast = size.min !== undefined && to.min !== undefined && size.min !== to.min;
  return hasLeast ? [wanted, field('min', String(size.min), String(to.min))] : [wanted];
}

/** The size of something asleep; what it has no limit of stays without. */
export function sizeAsleep({ min, max }: Size): Size {
  return {
    desired: 0,
    ...(min === undefined ? {} : { min: 0 }),
    ...(max === undefined ? {} : { max }),
  };
}

/** What its record will say, or says. */
export function recordField(before: SleepRecord | null, size: Size | undefined, now: number): FieldChange {
  const words = size === undefined ? 'on' : sizeWords(size);
  const kept = before === null ? null : `${wakesTo(before)} (${byWhom(before, now)})`;
  return {
    ...field('wakes to', before === null ? null : wakesTo(before), words),
    shown: { before: kept, after: words },
  };
}

/** A record that goes. */
export function goneRecordField(text: string, record: SleepRecord | undefined, now: number): FieldChange {
  const words = record === undefined ? text : `of ${byWhom(record, now)}`;
  return { ...field('record', text, null), shown: { before: words, after: null } };
}

function wakesTo({ size }: SleepRecord): string {
  return size === undefined ? 'on' : sizeWords(size);
}

/** What to expect of something that isn't simply asleep or awake; undefined when it is. */
export function transitNote({ state, status, size }: Sleeper, direction: Direction): string | undefined {
  if (state === (direction === 'sleep' ? 'falling asleep' : 'waking')) return `it is ${status} already`;
  if (state === 'awake' || state === 'asleep') return undefined;
  return state === 'busy' || size === undefined ? `it is ${status}: waited for` : `it is ${status}`;
}

import type { Schedule } from '../../aws/contract/scheduler.js';
import type { FieldChange } from '../../change/plan.js';
import { sizeWords } from '../rules/sizes.js';
import { readCall, sameInput } from './calls.js';
import { readCron } from './cron.js';
import { labelIn, readDescription } from './description.js';
import { sayResource } from './resource.js';
import { sayTime } from './weekly-time.js';

/** One attribute of a schedule. */
interface Attribute {
  readonly name: string;
  /** As Scheduler has it. */
  readonly value: string | null;
  /** For people. */
  readonly shown: string | null;
  /** Equal where two values say the same in different ways; the value itself when it is left out. */
  readonly meaning?: string;
}

/** What differs between two schedules of one name; empty when they do the same. */
export function differences(before: Schedule, after: Schedule): readonly FieldChange[] {
  const others = new Map(attributesOf(after).map((one) => [one.name, one]));
  const fields = attributesOf(before).flatMap((one): FieldChange[] => {
    const other = others.get(one.name);
    return other === undefined || sameMeaning(one, other) ? [] : [fieldOf(one.name, one, other)];
  });
  const isSaid = fields.some(({ name }) => name === calls || name === wakesTo);
  if (isSaid || sameInput(before.input, after.input)) return fields;
  // Whatever else was written into it by hand.
  return [...fields, fieldOf('input', plain('input', before.input), plain('input', after.input))];
}

/** What a person wants to know of a schedule that is made. */
export function fieldsMade(schedule: Schedule): readonly FieldChange[] {
  return sizeFields(schedule).map((one) => fieldOf(one.name, nothing, one));
}

/** The same of one that goes. */
export function fieldsGone(schedule: Schedule): readonly FieldChange[] {
  return sizeFields(schedule).map((one) => fieldOf(one.name, one, nothing));
}

/** `mon-fri 19:00`, or the expression itself where it says more than that. */
export function sayExpression(expression: string): string {
  const time = readCron(expression);
  return time === undefined ? expression : sayTime(time);
}

const calls = 'calls';
const wakesTo = 'wakes to';
const nothing = { value: null, shown: null };

function attributesOf(schedule: Schedule): readonly Attribute[] {
  const { expression, timezone, roleArn, isEnabled, retries, description = '' } = schedule;
  const when = sayExpression(expression);
  return [
    { name: 'when', value: expression, shown: when, meaning: when },
    plain('time zone', timezone),
    callAttribute(schedule),
    sizeAttribute(schedule),
    plain('role', roleArn),
    plain('state', isEnabled ? 'enabled' : 'disabled'),
    plain('retries', String(retries)),
    { ...plain('description', description), meaning: labelIn(description) },
  ];
}

/** Which request, and of what; without the size. */
function callAttribute(schedule: Schedule): Attribute {
  const { target, input } = schedule;
  const action = target.replace(/^arn:aws[a-z-]*:scheduler:::aws-sdk:/, '');
  const call = readCall(schedule);
  const shown =
    call === undefined
      ? `${action} ${input}`
      : `${action}, ${call.direction} of ${sayResource(call.resource)}`;
  return { name: calls, value: `${target} ${input}`, shown, meaning: `${target} ${shown}` };
}

function sizeAttribute(schedule: Schedule): Attribute {
  const size = readCall(schedule)?.size ?? readDescription(schedule.description)?.wakesTo;
  if (size === undefined) return { name: wakesTo, ...nothing };
  const min = size.min === undefined ? '' : `min=${size.min} `;
  return { name: wakesTo, value: `${min}desired=${size.desired}`, shown: sizeWords(size) };
}

function sizeFields(schedule: Schedule): readonly Attribute[] {
  const size = sizeAttribute(schedule);
  return size.value === null ? [] : [size];
}

function sameMeaning(one: Attribute, other: Attribute): boolean {
  return (one.meaning ?? one.value) === (other.meaning ?? other.value);
}

function plain(name: string, value: string): Attribute {
  return { name, value, shown: value };
}

type Value = Pick<Attribute, 'value' | 'shown'>;

function fieldOf(name: string, before: Value, after: Value): FieldChange {
  return {
    ...{ name, before: before.value, after: after.value },
    shown: { before: before.shown, after: after.shown },
  };
}

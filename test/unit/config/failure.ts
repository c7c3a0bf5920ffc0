import { expect } from 'vitest';
import { UsageError } from '../../../src/lib/errors.js';

/** The UsageError that this work ends with; anything else fails the test. */
export async function failureOf(work: () => unknown): Promise<UsageError> {
  try {
    await work();
  } catch (error) {
    if (error instanceof UsageError) return error;
    throw error;
  }
  return expect.unreachable('it went through');
}

export async function messageOf(work: () => unknown): Promise<string> {
  return (await failureOf(work)).message;
}

/** Text of several lines without the indentation of the test around it. */
export function lines(strings: TemplateStringsArray, ...values: readonly unknown[]): string {
  const text = String.raw({ raw: strings.raw.map((part) => part.replaceAll('\\${', '${')) }, ...values);
  const rows = text.replace(/^\n/, '').replace(/\n *$/, '').split('\n');
  const indents = rows.filter((row) => row.trim() !== '').map((row) => row.search(/\S/));
  const indent = Math.min(...indents);
  return rows.map((row) => row.slice(indent)).join('\n');
}

import type { Message } from '../../kafka/records/model.js';
import { hasAtPath, parseJsonPath } from './json-path.js';
import { type Matches, parsePattern } from './pattern.js';

/** As typed. */
export interface FilterTexts {
  readonly key?: string | undefined;
  readonly value?: string | undefined;
  /** Each `name` or `name=pattern`; all of them must fit. */
  readonly headers?: readonly string[] | undefined;
  readonly jsonPath?: string | undefined;
}

export type MessageFilter = (message: Message) => boolean;

/** All that is asked for must fit; undefined where nothing is. What is null fits no pattern. @throws UsageError */
export function messageFilter(texts: FilterTexts): MessageFilter | undefined {
  const { key, value, headers = [], jsonPath } = texts;
  const filters: MessageFilter[] = headers.map(headerFilter);
  if (key !== undefined) filters.push(onText(parsePattern(key, '--record-key'), (message) => message.key));
  if (value !== undefined) filters.push(onText(parsePattern(value, '--value'), (message) => message.value));
  if (jsonPath !== undefined) {
    const path = parseJsonPath(jsonPath);
    filters.push(
      onText(
        (text) => hasAtPath(text, path),
        (message) => message.value,
      ),
    );
  }
  return filters.length === 0 ? undefined : (message) => filters.every((filter) => filter(message));
}

function onText(matches: Matches, bytesOf: (message: Message) => Buffer | null): MessageFilter {
  return (message) => {
    const bytes = bytesOf(message);
    return bytes !== null && matches(bytes.toString('utf8'));
  };
}

function headerFilter(text: string): MessageFilter {
  const equals = text.indexOf('=');
  const name = equals < 0 ? text : text.slice(0, equals);
  const matches = equals < 0 ? undefined : parsePattern(text.slice(equals + 1), '--header');
  return ({ headers }) =>
    headers.some(
      ({ key, value }) =>
        key === name && (matches === undefined || (value !== null && matches(value.toString('utf8')))),
    );
}

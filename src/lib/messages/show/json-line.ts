import type { Header } from '../../kafka/records/model.js';
import { jsonText } from '../../terminal/document.js';
import type { PlacedMessage } from '../model.js';
import { type Decoding, jsonField } from './decode.js';

export interface Decodings {
  readonly key: Decoding;
  readonly value: Decoding;
}

/**
 * A message as `exops.message/v1`: one object on one line, without its end. Written by hand: offsets may have more digits
 * than JavaScript's numbers.
 */
export function jsonLine(message: PlacedMessage, decodings: Decodings): string {
  const { topic, partition, offset, timestamp, key, value, headers } = message;
  const place = `{"topic":${jsonText(topic)},"partition":${partition},"offset":${offset},"timestamp":${timestamp}`;
  return `${place},${field('key', key, decodings.key)},${field('value', value, decodings.value)},"headers":[${headers
    .map(header)
    .join(',')}]}`;
}

function header({ key, value }: Header): string {
  return `{"key":${jsonText(key)},${field('value', value, 'auto')}}`;
}

function field(name: string, bytes: Buffer | null, decoding: Decoding): string {
  const { json, encoding } = jsonField(bytes, decoding);
  return `"${name}":${json}${encoding === undefined ? '' : `,"${name}Encoding":"${encoding}"`}`;
}

import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import tls from 'node:tls';
import { type TlsSettings, tlsOptions } from './auth.js';
import { type Asked, apiVersionsFrame, ask, correlationId, type Ended, recognise } from './probe-port.js';
import { apiVersions } from './requests/api-versions.js';
import { saslHandshake } from './requests/sasl-handshake.js';
import type { VersionRange } from './wire/api.js';
import { Reader } from './wire/reader.js';
import { Writer } from './wire/writer.js';

/** Which protocol answers on a port, as far as that is known without logging in. */
export type ProtocolAnswer =
  | {
      readonly speaks: 'kafka';
      /** By API key. */
      readonly ranges: ReadonlyMap<number, VersionRange>;
      readonly login: LoginWanted;
    }
  | { readonly speaks: 'http' | 'tls' | 'something else' }
  | { readonly speaks: 'nothing'; readonly ended: Ended };

/** What a listener asks of its clients: nothing, one of these mechanisms, or it doesn't say. */
export type LoginWanted =
  | { readonly kind: 'none' }
  | { readonly kind: 'sasl'; readonly mechanisms: readonly string[] }
  | { readonly kind: 'unknown' };

/** More than any broker answers to these two questions. Bytes. */
const longestFrame = 1024 * 1024;
/** Of both, with their lengths. Bytes. */
const longestAnswers = 2 * (longestFrame + 4);
const noLoginWanted = 34;

/**
 * Asks for the versions that a port speaks, and which mechanisms it offers; proves nothing to it and sends nothing secret.
 * @param settings of the TLS to speak over; plaintext without
 */
export function probeProtocol(
  asked: Asked,
  settings: TlsSettings | undefined,
  mechanism: string,
): Promise<ProtocolAnswer> {
  let ranges: Ranges | undefined;
  const otherwise = (ended: Ended): ProtocolAnswer =>
    ranges === undefined
      ? { speaks: 'nothing', ended }
      : { speaks: 'kafka', ranges, login: { kind: 'unknown' } };
  return ask<ProtocolAnswer>(asked, otherwise, (plain, answer) => {
    const stream = settings === undefined ? plain : overTls(plain, settings, asked.address.host);
    stream.on('error', () => answer(otherwise('closed')));
    stream.once('close', () => answer(otherwise('closed')));
    let heard = Buffer.alloc(0);
    const hearVersions = (): ProtocolAnswer | undefined => {
      const { speaks } = recognise(heard);
      if (speaks !== 'kafka') return heard.length < 8 || speaks === 'nothing' ? undefined : { speaks };
      const frame = frameOf(heard);
      if (frame === undefined) return undefined;
      ranges = readOrUndefined(() => apiVersions.read(frame.reader, 0).ranges);
      if (ranges === undefined) return { speaks: 'something else' };
      heard = heard.subarray(frame.end);
      stream.write(handshakeFrame(mechanism));
      return undefined;
    };
    const hearLogin = (): ProtocolAnswer | undefined => {
      const frame = ranges === undefined ? undefined : frameOf(heard);
      if (ranges === undefined || frame === undefined) return undefined;
      return { speaks: 'kafka', ranges, login: loginOf(frame.reader) };
    };
    stream.on('data', (chunk: Buffer) => {
      heard = Buffer.concat([heard, chunk]);
      const other = ranges === undefined ? hearVersions() : undefined;
      const told = other ?? hearLogin();
      if (told !== undefined) answer(told);
      else if (heard.length > longestAnswers) answer({ speaks: 'something else' });
    });
    stream.write(apiVersionsFrame);
  });
}

type Ranges = ReadonlyMap<number, VersionRange>;

function overTls(plain: Duplex, settings: TlsSettings, host: string): Duplex {
  return tls.connect({ ...tlsOptions(settings, host, isIP(host) !== 0), socket: plain });
}

function loginOf(reader: Reader): LoginWanted {
  const answer = readOrUndefined(() => saslHandshake.read(reader, 1));
  if (answer === undefined) return { kind: 'unknown' };
  const { error, mechanisms } = answer;
  return error?.code === noLoginWanted ? { kind: 'none' } : { kind: 'sasl', mechanisms };
}

function readOrUndefined<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** The first whole answer, behind its length and correlation id. */
function frameOf(heard: Buffer): { readonly reader: Reader; readonly end: number } | undefined {
  if (heard.length < 8) return undefined;
  const end = 4 + heard.readInt32BE(0);
  if (end < 8 || end > longestFrame || heard.length < end) return undefined;
  return { reader: new Reader(heard.subarray(8, end), false), end };
}

function handshakeFrame(mechanism: string): Buffer {
  const request = new Writer(false);
  request
    .int16(saslHandshake.key)
    .int16(1)
    .int32(correlationId + 1)
    .nullableString(null);
  saslHandshake.write(request, { mechanism }, 1);
  return Buffer.concat([new Writer(false).int32(request.bytes.length).bytes, request.bytes]);
}

import { expect, test } from 'vitest';
import { type PortAnswer, recognise } from '../../../src/lib/kafka/probe-port.js';
import { bytes } from './bytes.js';

test.each<[string, string, PortAnswer]>([
  ['an answer to our request', '0000000a 65786f70 0000 00000000', { speaks: 'kafka' }],
  ['the beginning of such an answer', '0000ffff 65786f70', { speaks: 'kafka' }],
  ['an answer to another request', '0000000a 00000001 0000 00000000', { speaks: 'something else' }],
  ['HTTP', '"HTTP/1.1 400 Bad Request"', { speaks: 'http' }],
  ['a TLS alert', '15 03 03 0002 0246', { speaks: 'tls', names: [] }],
  ['an alert of SSL 3', '15 03 00 0002 0228', { speaks: 'tls', names: [] }],
  ['a greeting of SSH', '"SSH-2.0-OpenSSH_9.6"', { speaks: 'something else' }],
  ['a byte', '15', { speaks: 'something else' }],
  ['nothing', '', { speaks: 'something else' }],
])('%s', (_, description, answer) => {
  expect(recognise(bytes(description))).toEqual(answer);
});

import { describe, expect, test } from 'vitest';
import {
  explainClosing,
  explainFailure,
  explainRefusal,
  type TunnelTarget,
} from '../../../../src/lib/aws/connect-tunnel-errors.js';
import { AccessError, ExopsError } from '../../../../src/lib/errors.js';
import { endpoint } from './route-questions.js';

const target: TunnelTarget = { endpoint, privateAddress: '10.0.11.8', port: 22 };
const name = 'EC2 Instance Connect Endpoint eice-0abc';

function refusal(status: number, body: string) {
  return explainRefusal({ status, body, requestId: 'request-1' }, target);
}

describe('a tunnel that is refused', () => {
  test('in AWS’s words', () => {
    const Message =
      'The specified RemotePort is not valid. Specify either 22 or 3389 as the RemotePort and retry your request.';
    const error = refusal(400, JSON.stringify({ ErrorCode: 'InvalidParameter', Message }));
    expect(error.message).toBe(`${name} refused a tunnel to 10.0.11.8:22: ${Message}`);
    expect(error).not.toBeInstanceOf(AccessError);
    expect(error.cause).toEqual(new Error('HTTP 400, request id request-1'));
  });

  test.each([
    ['AccessDenied', 403],
    ['AccessDeniedException', 400],
    ['UnauthorizedOperation', 400],
  ])('because a right is missing: %s', (ErrorCode, status) => {
    const Message = 'You are not authorized to perform this operation.';
    const error = refusal(status, JSON.stringify({ ErrorCode, Message }));
    expect(error).toBeInstanceOf(AccessError);
    expect(error.message).toContain('ec2-instance-connect:OpenTunnel on eice-0abc');
    expect(error.message).toContain(Message);
  });

  test.each([
    [403, ''],
    [401, '<html>no</html>'],
    [403, '{}'],
  ])('without words it is taken for a missing right, if the status says so: %s %j', (status, body) => {
    const error = refusal(status, body);
    expect(error).toBeInstanceOf(AccessError);
    expect(error.message).toContain(`HTTP ${status}`);
  });

  test.each(['', 'null', '[]', '"text"', '{"ErrorCode": 1, "Message": {}}', '<html>busy</html>'])(
    'without words otherwise: %j',
    (body) => {
      expect(refusal(503, body).message).toBe(`${name} refused a tunnel to 10.0.11.8:22: HTTP 503.`);
    },
  );

  test('the address, which lets somebody in, is never repeated', () => {
    const secret = 'f'.repeat(64);
    const url = `wss://eice.example/openTunnel?remotePort=22&X-Amz-Signature=${secret}`;
    const Message = `Bad request ${url} (X-Amz-Security-Token=${secret})\u001b[2J`;
    const error = refusal(400, JSON.stringify({ ErrorCode: 'BadRequest', Message }));
    expect(error.message).not.toContain(secret);
    expect(error.message).not.toContain('\u001b');
    expect(error.message).toContain('Bad request');
  });
});

describe('an endpoint that can’t be reached', () => {
  const websocket =
    'It takes a websocket over HTTPS to eice-0abc.example; HTTPS_PROXY and NO_PROXY are heeded.';
  const failure = (code: string, message: string) => Object.assign(new Error(message), { code });

  test.each([
    [
      failure('ENOTFOUND', 'getaddrinfo ENOTFOUND eice-0abc.example'),
      "the name eice-0abc.example doesn't resolve here (ENOTFOUND).",
      websocket,
    ],
    [new Error('socket hang up'), 'socket hang up.', websocket],
    [new Error(''), 'no reason given.', websocket],
    [
      failure('SELF_SIGNED_CERT_IN_CHAIN', 'self-signed certificate in certificate chain'),
      'self-signed certificate in certificate chain.',
      'Behind a proxy that opens TLS, set NODE_EXTRA_CA_CERTS to its certificate.',
    ],
  ])('%s', (cause, why, hint) => {
    const error = explainFailure(cause, target);
    expect(error).toMatchObject({ message: `Can't reach ${name}: ${why}`, hint, cause });
  });

  test('what is explained already stays as it is', () => {
    const cause = new ExopsError('The proxy says no.');
    expect(explainFailure(cause, target)).toBe(cause);
  });
});

describe('a tunnel that was closed', () => {
  const admit =
    "The instance's security group must admit TCP 22 from the endpoint's security group sg-0e1ce, and sshd must listen there.";

  test.each([
    [1011, 'Unable to reach\nthe instance', 'Unable to reach the instance.'],
    [1000, '', 'close code 1000.'],
    [1006, '', 'the connection was cut.'],
  ])('before anything came through: %s', (code, reason, why) => {
    expect(explainClosing({ code, reason, wasUsed: false }, target)).toMatchObject({
      message: `${name} can't reach 10.0.11.8:22: ${why}`,
      hint: admit,
    });
  });

  test('later', () => {
    expect(explainClosing({ code: 1008, reason: 'Max duration', wasUsed: true }, target)).toMatchObject({
      message: `${name} ended the connection: Max duration.`,
      hint: 'An endpoint ends each connection after an hour at most.',
    });
  });

  test('an IPv6 address stands in brackets', () => {
    const error = explainClosing(
      { code: 1011, reason: '', wasUsed: false },
      { ...target, privateAddress: 'fd00::8' },
    );
    expect(error.message).toBe(`${name} can't reach [fd00::8]:22: close code 1011.`);
  });
});

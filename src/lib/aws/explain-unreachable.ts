import type { AwsCall } from './aws-call.js';
import { AwsUnreachableError } from './aws-errors.js';
import type { RawError } from './raw-error.js';
import { redact } from './redact.js';

/** Why there was no answer; undefined when there was one. */
export function explainUnreachable(
  error: RawError,
  call: AwsCall,
  cause: unknown,
): AwsUnreachableError | undefined {
  const { host } = error;
  const why = error.httpStatus === undefined ? reasonOf(error) : undefined;
  if (why === undefined) return undefined;
  const where = host === undefined ? 'AWS' : redact(host);
  return new AwsUnreachableError(host, `Can't reach ${where} for ${call.action}: ${why.text}.`, {
    hint: why.hint,
    cause,
  });
}

interface Reason {
  readonly text: string;
  readonly hint?: string;
}

function reasonOf({ code, name, message }: RawError): Reason | undefined {
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return {
        text: `the name doesn't resolve here (${code})`,
        hint: 'Check the network, and that the region is spelled right.',
      };
    case 'ECONNREFUSED':
      return {
        text: 'nothing listens there (connection refused)',
        hint: 'Check AWS_ENDPOINT_URL, if it is set.',
      };
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EADDRNOTAVAIL':
      return { text: `there is no way to it from here (${code})`, hint: 'Check the network.' };
    case 'ECONNRESET':
    case 'EPIPE':
      return { text: `the connection was cut (${code})`, hint: 'Try again.' };
    default:
      return isTimeout(code, name)
        ? { text: 'no answer in time', hint: 'A firewall that drops packets looks like this.' }
        : reasonOfTls(code, message);
  }
}

function isTimeout(code: string | undefined, name: string): boolean {
  return name === 'TimeoutError' || code === 'ETIMEDOUT' || code === 'ESOCKETTIMEDOUT';
}

function reasonOfTls(code: string | undefined, message: string): Reason | undefined {
  if (code === undefined || !/^(ERR_TLS|ERR_SSL|CERT_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|EPROTO)/.test(code))
    return undefined;
  return {
    text: `${redact(message)} (${code})`,
    hint: 'Behind a proxy that opens TLS, set NODE_EXTRA_CA_CERTS to its certificate.',
  };
}

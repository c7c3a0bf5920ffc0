import { ExopsError, messageOf } from '../errors.js';
import type { ConnectEndpoint } from './aws.js';
import { AwsError, AwsUnreachableError } from './aws-errors.js';
import { isMissingRight, missingRightError } from './missing-right.js';
import { redact } from './redact.js';

/** What a tunnel's failures are explained with. */
export interface TunnelTarget {
  readonly endpoint: Pick<ConnectEndpoint, 'id' | 'dnsName' | 'securityGroupIds'>;
  readonly privateAddress: string;
  readonly port: number;
}

function endpointWords({ endpoint }: TunnelTarget): string {
  return `EC2 Instance Connect Endpoint ${endpoint.id}`;
}

function addressWords({ privateAddress, port }: TunnelTarget): string {
  return privateAddress.includes(':') ? `[${privateAddress}]:${port}` : `${privateAddress}:${port}`;
}

/** An answer to the request for a websocket that isn't one. */
export interface Refusal {
  /** HTTP's. */
  readonly status: number;
  /** JSON with ErrorCode and Message, as a rule. */
  readonly body: string;
  readonly requestId: string | undefined;
}

/** Says why an endpoint refused a tunnel, in AWS's words. */
export function explainRefusal({ status, body, requestId }: Refusal, target: TunnelTarget): ExopsError {
  const { code, words } = readBody(body);
  const why = words ?? code ?? `HTTP ${status}`;
  const cause = new Error(`HTTP ${status}, request id ${redact(requestId ?? 'unknown')}`);
  const isAccess = code === undefined ? status === 401 || status === 403 : isMissingRight(code);
  if (isAccess) {
    const call = { action: 'ec2-instance-connect:OpenTunnel', resource: target.endpoint.id };
    return missingRightError(why, call, cause);
  }
  const message = `${endpointWords(target)} refused a tunnel to ${addressWords(target)}: ${sentence(why)}`;
  return new AwsError(code ?? `HTTP ${status}`, message, { cause });
}

function readBody(body: string): { readonly code: string | undefined; readonly words: string | undefined } {
  const fields = asRecord(parse(body));
  return { code: text(fields['ErrorCode']), words: text(fields['Message']) };
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** Whoever answers knows the signed address, and could repeat it. */
function text(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const shown = redact(value.replace(/\bwss?:\/\/\S+/g, 'wss://…'));
  return shown === '' ? undefined : shown;
}

function sentence(words: string): string {
  return /[.!?]$/.test(words) ? words : `${words}.`;
}

/** Says why no connection to the endpoint itself came about, or why it broke. */
export function explainFailure(cause: unknown, target: TunnelTarget): ExopsError {
  if (cause instanceof ExopsError) return cause;
  const dnsName = redact(target.endpoint.dnsName);
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const isUnknownName = code === 'ENOTFOUND' || code === 'EAI_AGAIN';
  const why = isUnknownName
    ? `the name ${dnsName} doesn't resolve here (${code})`
    : (text(messageOf(cause)) ?? 'no reason given');
  const hint = certificateFault.test(code)
    ? 'Behind a proxy that opens TLS, set NODE_EXTRA_CA_CERTS to its certificate.'
    : `It takes a websocket over HTTPS to ${dnsName}; HTTPS_PROXY and NO_PROXY are heeded.`;
  const message = `Can't reach ${endpointWords(target)}: ${sentence(why)}`;
  return new AwsUnreachableError(target.endpoint.dnsName, message, { hint, cause });
}

const certificateFault = /^(CERT_|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_|ERR_TLS_CERT)/;

/** How a tunnel was closed: a close code of RFC 6455, and the words that came with it. */
export interface Closing {
  readonly code: number;
  readonly reason: string;
  /** Whether anything had come through it before. */
  readonly wasUsed: boolean;
}

const cutCode = 1006;

/** Says why a tunnel ended that nobody here has ended. */
export function explainClosing({ code, reason, wasUsed }: Closing, target: TunnelTarget): ExopsError {
  const why = sentence(text(reason) ?? (code === cutCode ? 'the connection was cut' : `close code ${code}`));
  if (wasUsed) {
    return new ExopsError(`${endpointWords(target)} ended the connection: ${why}`, {
      hint: 'An endpoint ends each connection after an hour at most.',
    });
  }
  const groups = target.endpoint.securityGroupIds;
  const from = groups.length === 0 ? 'the endpoint' : `the endpoint's security group ${groups.join(', ')}`;
  return new ExopsError(`${endpointWords(target)} can't reach ${addressWords(target)}: ${why}`, {
    hint: `The instance's security group must admit TCP ${target.port} from ${from}, and sshd must listen there.`,
  });
}

/** A frame that no endpoint sends. */
export function unexpectedFrame(target: TunnelTarget): ExopsError {
  return new ExopsError(
    `${endpointWords(target)} sent text where only bytes belong, so the connection was closed.`,
  );
}

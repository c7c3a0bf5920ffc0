import { ExopsError } from '../errors.js';
import { printable } from '../terminal/printable.js';
import { type Address, formatAddress } from './address.js';
import { type Auth, tlsOf } from './auth.js';
import { TokenRefusedError } from './bearer-login.js';
import { KafkaAuthenticationError, KafkaConnectionError } from './errors.js';
import { explainRefusedToken } from './explain-refused-token.js';
import { mskAdvice } from './msk-advice.js';
import { type PortAnswer, probePlaintext, probeTls } from './probe-port.js';
import type { Route } from './route.js';
import { MalformedResponseError } from './wire/reader.js';

interface RawError {
  readonly name: string;
  readonly message: string;
  readonly code?: unknown;
  readonly type?: unknown;
}

/** The part of a connection's settings that its failures are explained with. */
export interface ExplainSettings {
  readonly route: Route;
  readonly auth: Auth;
  readonly connectTimeoutMs: number;
  /** A command that looks closer: `exops doctor -e dev`. */
  readonly diagnosis?: string | undefined;
}

const longestProbeMs = 3_000;

/**
 * Says what a failed connection means. Several mistakes look the same from inside a client ("Closed connection"),
 * so where that is so the port is asked once more what it speaks.
 */
export async function explainConnectionError(
  cause: unknown,
  address: Address,
  settings: ExplainSettings,
): Promise<ExopsError> {
  const { auth } = settings;
  if (cause instanceof ExopsError) return cause;
  const error: RawError = cause instanceof Error ? cause : new Error(String(cause));
  if (cause instanceof TokenRefusedError) {
    const { message, hint } = explainRefusedToken(cause, address);
    return new KafkaAuthenticationError(message, { hint: withDiagnosis(hint, settings), cause });
  }
  const plainly = sayPlainly(error, address, auth);
  if (plainly !== undefined) return plainly.withCause(cause);
  const answer = await askWhatItSpeaks(address, settings);
  return new KafkaConnectionError(
    `Can't speak Kafka with ${formatAddress(address)}: ${whatHappened(error)}.`,
    {
      hint: withDiagnosis(whatItIs(answer, address, auth), settings),
      cause,
    },
  );
}

function withDiagnosis(
  hint: string | undefined,
  { diagnosis }: Pick<ExplainSettings, 'diagnosis'>,
): string | undefined {
  if (diagnosis === undefined) return hint;
  const more = `More: ${diagnosis}`;
  if (hint === undefined) return more;
  const isAfterTry = hint.slice(hint.lastIndexOf('\n') + 1).startsWith('Try: ');
  return `${hint}${isAfterTry ? '        ' : '\n'}${more}`;
}

async function askWhatItSpeaks(
  address: Address,
  { route, auth, connectTimeoutMs }: ExplainSettings,
): Promise<PortAnswer> {
  const timeoutMs = Math.min(longestProbeMs, connectTimeoutMs);
  const plaintext = probePlaintext(route, address, timeoutMs);
  if (tlsOf(auth) !== undefined) return plaintext;
  const tls = await probeTls(route, address, timeoutMs);
  return tls.speaks === 'tls' ? tls : plaintext;
}

interface Sentence {
  withCause(cause: unknown): ExopsError;
}

function unreachable(message: string, hint?: string): Sentence {
  return { withCause: (cause) => new KafkaConnectionError(message, { hint, cause }) };
}

function refused(message: string, hint?: string): Sentence {
  return { withCause: (cause) => new KafkaAuthenticationError(message, { hint, cause }) };
}

/** The errors that mean one thing only; undefined for the others. */
function sayPlainly(error: RawError, address: Address, auth: Auth): Sentence | undefined {
  const where = formatAddress(address);
  return sayNetwork(error, where) ?? sayCertificate(error, where, auth) ?? saySasl(error, address, auth);
}

function sayNetwork({ code, message }: RawError, where: string): Sentence | undefined {
  switch (code) {
    case 'ECONNREFUSED':
      return unreachable(
        `Can't reach ${where}: nothing listens there (connection refused).`,
        'Check the port, and whether the broker runs.',
      );
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return unreachable(
        `Can't reach ${where}: the name doesn't resolve here (${code}).`,
        'Private names resolve only inside their network.',
      );
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ETIMEDOUT':
    case 'EADDRNOTAVAIL':
      return unreachable(`Can't reach ${where}: there is no way to this address from here (${code}).`);
    case undefined:
      return message.includes('Connection timeout')
        ? unreachable(
            `Can't reach ${where}: no connection in time.`,
            'A firewall or security group that drops packets looks like this, and so does a wrong address.',
          )
        : undefined;
    default:
      return undefined;
  }
}

const untrusted: ReadonlySet<unknown> = new Set([
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
]);

function sayCertificate({ code, message }: RawError, where: string, auth: Auth): Sentence | undefined {
  if (untrusted.has(code)) {
    return unreachable(
      `Can't trust ${where}: its certificate isn't signed by an authority known here (${code}).`,
      'Give the authority as a PEM file: auth.ca in exops.yaml, or --ca FILE.',
    );
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    const reason = message
      .replace(/^Connection error: /, '')
      .replace(/^Hostname\/IP does not match certificate's altnames: /, '');
    return unreachable(
      `Can't trust ${where}: its certificate is for another name. ${printable(reason)}`,
      'Use the name the certificate was made for, or set auth.serverName in exops.yaml.',
    );
  }
  if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID') {
    return unreachable(
      `Can't trust ${where}: its certificate is out of date (${code}).`,
      'Check the clock here, too.',
    );
  }
  const alert = /alert ([a-z ]+)/.exec(message)?.[1];
  if (alert === undefined || !String(code).startsWith('ERR_SSL_')) return undefined;
  const gaveNone = tlsOf(auth)?.certificate === undefined;
  if (gaveNone && alert.includes('certificate')) {
    return refused(
      `${where} wants a client certificate, and none was given.`,
      'Give one: auth.certificate and auth.key in exops.yaml, or --cert FILE --key FILE.',
    );
  }
  return refused(`${where} refused our certificate: ${alert}.`);
}

function saySasl({ name, type, message }: RawError, address: Address, auth: Auth): Sentence | undefined {
  const where = formatAddress(address);
  if (name === 'KafkaJSSASLAuthenticationError') {
    const user = 'username' in auth ? ` as ${auth.username}` : '';
    const reason = printable(message.replace(/^SASL .*? authentication failed: /, ''));
    return refused(
      `${where} refused the login${user}: ${reason}`,
      'Check the user name, and the password: EXOPS_PASSWORD, or auth.password in exops.yaml.',
    );
  }
  if (type === 'UNSUPPORTED_SASL_MECHANISM') {
    return refused(
      `${where} doesn't accept ${mechanismName(auth)}.`,
      rightMskPort(address, auth) ?? 'Another port may: each listener has mechanisms of its own.',
    );
  }
  return type === 'ILLEGAL_SASL_STATE'
    ? refused(
        `${where} wants no ${auth.mechanism === 'iam' ? 'IAM login' : 'password'}.`,
        rightMskPort(address, auth) ?? `Try: --auth ${tlsOf(auth) === undefined ? 'none' : 'tls'}`,
      )
    : undefined;
}

function rightMskPort(address: Address, { mechanism }: Auth, names?: readonly string[]): string | undefined {
  const advice = mskAdvice(address, mechanism, names);
  return advice && `${advice.fact}.\nTry: ${advice.flags}`;
}

function mechanismName(auth: Auth): string {
  if (auth.mechanism === 'iam') return "IAM's OAUTHBEARER";
  return (auth.mechanism === 'scram' ? auth.algorithm : auth.mechanism).toUpperCase();
}

function whatHappened(error: RawError): string {
  if (error.name === 'KafkaJSRequestTimeoutError') return 'it accepted the connection and never answered';
  if (error instanceof MalformedResponseError) return `its answer isn't Kafka's (${error.message})`;
  if (error.message.includes('before secure TLS connection')) {
    return 'it accepted the connection and closed it in the TLS handshake';
  }
  if (error.name === 'KafkaJSConnectionClosedError') {
    return 'it accepted the connection and closed it after our first request';
  }
  return error.message.replace(/^Connection error: /, '');
}

function whatItIs(answer: PortAnswer, address: Address, auth: Auth): string | undefined {
  const withTls = tlsOf(auth) !== undefined;
  const names = answer.speaks === 'tls' ? answer.names : [];
  const advice = rightMskPort(address, auth, names);
  if (advice !== undefined) return withWhatItSpeaks(answer, advice);
  switch (answer.speaks) {
    case 'tls':
      return withTls
        ? `${speaksTls(names)}, and closed the connection all the same: it may want a password or a client certificate.`
        : `${speaksTls(names)}.\nTry: --auth tls, or --auth scram with a user name and password`;
    case 'kafka':
      return withTls
        ? 'The port speaks Kafka without TLS.\nTry: --auth none, or for a password without TLS: --no-tls, auth.tls: false in exops.yaml'
        : 'The port speaks Kafka, and closed the connection all the same: it may want a password.\nTry: --auth scram --username NAME --no-tls, or --auth plain';
    case 'http':
      return 'The port speaks HTTP.';
    case 'something else':
      return 'Something answers there, but it is not Kafka.';
    case 'nothing':
      return withTls ? undefined : 'A listener that wants a password closes the connection like this, too.';
  }
}

function withWhatItSpeaks(answer: PortAnswer, advice: string): string {
  if (answer.speaks === 'tls') return `${speaksTls(answer.names, 'MSK')}: ${advice}`;
  return answer.speaks === 'kafka' ? `The port speaks Kafka without TLS: ${advice}` : advice;
}

function speaksTls(names: readonly string[], also?: string): string {
  if (names.length === 0) return 'The port speaks TLS';
  const certificate = [
    `certificate for ${names.slice(0, 3).map(printable).join(', ')}`,
    ...(also === undefined ? [] : [also]),
  ];
  return `The port speaks TLS (${certificate.join(', ')})`;
}

import { messageOf } from '../errors.js';

/** What is common to the errors of the SDK, of Node and of everything else. */
export interface RawError {
  /** A service's code for the reason (`InvalidDBInstanceState`), or the class (`InvalidDBInstanceStateFault`). */
  readonly name: string;
  readonly message: string;
  /** Node's: `ECONNREFUSED` */
  readonly code: string | undefined;
  readonly host: string | undefined;
  /** Of the answer, when there was one. */
  readonly httpStatus: number | undefined;
}

/** Reads whatever was thrown. */
export function rawError(error: unknown): RawError {
  const { name, Code, code, host, hostname, $metadata } = (error instanceof Object ? error : {}) as Loose;
  const status = ($metadata instanceof Object ? ($metadata as Loose).httpStatusCode : undefined) as unknown;
  return {
    name: textOr(Code, textOr(name, 'Error')),
    message: messageOf(error),
    code: textOr(code, undefined),
    host: textOr(host, textOr(hostname, undefined)),
    httpStatus: typeof status === 'number' ? status : undefined,
  };
}

interface Loose {
  readonly name?: unknown;
  /** Where a service's answer is in XML. */
  readonly Code?: unknown;
  readonly code?: unknown;
  readonly host?: unknown;
  readonly hostname?: unknown;
  readonly $metadata?: unknown;
  readonly httpStatusCode?: unknown;
}

function textOr<Other>(value: unknown, other: Other): string | Other {
  return typeof value === 'string' && value !== '' ? value : other;
}

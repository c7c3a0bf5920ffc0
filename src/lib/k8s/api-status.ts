import type { InvalidCause } from './errors.js';
import { isFields, isText } from './kubeconfig-files.js';
import type { HttpAnswer } from './transport.js';

/** A failure in the API server's own form, as far as it is one. Not for people: its message may quote anything. */
export interface ApiStatus {
  /** `NotFound`, `AlreadyExists`, `Expired`; undefined when something else than an API server answered. */
  readonly reason: string | undefined;
  readonly message: string;
  readonly causes: readonly InvalidCause[];
  readonly isStatus: boolean;
}

/** https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#status-v1-meta */
export function parseStatus(text: string): ApiStatus {
  const status = parseObject(text);
  const isStatus = status?.['kind'] === 'Status';
  const { reason, message, details } = isStatus ? status : {};
  return {
    isStatus,
    reason: isText(reason) ? reason : undefined,
    message: isText(message) ? message : '',
    causes: isFields(details) ? causesOf(details['causes']) : [],
  };
}

function causesOf(causes: unknown): readonly InvalidCause[] {
  if (!Array.isArray(causes)) return [];
  return causes.filter(isFields).map(({ field, reason }) => ({
    field: isText(field) ? field : '',
    reason: isText(reason) ? reason : '',
  }));
}

/** An object of the answer; undefined when it isn't JSON, or none. */
export function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return isFields(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

export function isJson({ type }: Pick<HttpAnswer, 'type'>): boolean {
  return /^application\/json\b/.test(type);
}

import type { PeerCertificate } from 'node:tls';
import { printable } from '../terminal/printable.js';
import { type ApiCall, isSafe } from './api-call.js';
import { GarbledError, type KubernetesError, UncertainError, UnreachableError } from './errors.js';
import { hideTokens } from './hide-tokens.js';
import type { TransportFailure } from './transport.js';

/**
 * Says what it means that no whole answer came.
 * @param way to the server, printable
 */
export function explainFailure(call: ApiCall, failure: TransportFailure, way: string): KubernetesError {
  const details = { cause: failure.cause };
  const { text, hint } = reasonOf(failure);
  if (failure.wasSent && !isSafe(call))
    return new UncertainError(`It is not known whether exops could ${call.action}: ${text}.`, {
      hint: 'It was asked for, and no answer came. Look at it before you try again.',
      ...details,
    });
  if (failure.code === 'TOO_LARGE')
    return new GarbledError(
      undefined,
      `Can't ${call.action}: the server's answer is larger than an API server's can be.`,
    );
  return new UnreachableError(`Can't reach ${way} to ${call.action}: ${text}.`, {
    ...details,
    hint,
  });
}

/** Trying again may help: the connection was cut. */
export function isPassing({ code }: TransportFailure): boolean {
  return code === 'ECONNRESET' || code === 'EPIPE' || code === 'EAI_AGAIN';
}

interface Reason {
  readonly text: string;
  readonly hint?: string;
}

const checkNetwork = 'Check the network, the VPN, and that the cluster is still there.';
const renewKubeconfig = 'Have the kubeconfig written anew. On EKS: aws eks update-kubeconfig --name CLUSTER';

const reasons: Readonly<Record<string, Reason>> = {
  ENOTFOUND: { text: "the name doesn't resolve here (ENOTFOUND)", hint: checkNetwork },
  EAI_AGAIN: { text: "the name doesn't resolve here (EAI_AGAIN)", hint: checkNetwork },
  ECONNREFUSED: { text: 'nothing listens there (connection refused)', hint: checkNetwork },
  EHOSTUNREACH: { text: 'there is no way to it from here (EHOSTUNREACH)', hint: checkNetwork },
  ENETUNREACH: { text: 'there is no way to it from here (ENETUNREACH)', hint: checkNetwork },
  ECONNRESET: { text: 'the connection was cut (ECONNRESET)', hint: 'Try again.' },
  EPIPE: { text: 'the connection was cut (EPIPE)', hint: 'Try again.' },
  ETIMEDOUT: {
    text: 'no answer in time',
    hint: 'A firewall that drops packets looks like this, and so does a private endpoint without the VPN.',
  },
  TOO_LARGE: { text: "the server's answer is larger than an API server's can be" },
  EPROTO: {
    text: "what listens there doesn't speak TLS (EPROTO)",
    hint: 'See where the server of the context leads: kubectl config view --minify',
  },
  CERT_HAS_EXPIRED: {
    text: "the server's certificate has expired",
    hint: "Check this machine's clock, too.",
  },
  CERT_NOT_YET_VALID: {
    text: "the server's certificate isn't valid yet",
    hint: "Check this machine's clock.",
  },
};

function reasonOf({ code, cause, message }: TransportFailure): Reason {
  const known = Object.hasOwn(reasons, code) ? reasons[code] : undefined;
  if (known !== undefined) return known;
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return {
      text: `the server's certificate is for other names: ${sayNames(cause)}`,
      hint: "Something else may answer there. If not, give the cluster the kubeconfig's tls-server-name.",
    };
  if (/^(UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|CERT_)/.test(code))
    return {
      text: `the kubeconfig doesn't know the authority that signed the server's certificate (${printable(code)})`,
      hint: `The cluster was made anew, or something else answers there. ${renewKubeconfig}`,
    };
  const words = code === 'Error' ? `: ${hideTokens(message)}` : ` (${printable(code)})`;
  return { text: `the connection failed${words}`, hint: checkNetwork };
}

function sayNames(cause: unknown): string {
  const { cert } = (cause instanceof Object ? cause : {}) as { cert?: Partial<PeerCertificate> };
  return printable((cert?.subjectaltname ?? 'none').slice(0, 300));
}

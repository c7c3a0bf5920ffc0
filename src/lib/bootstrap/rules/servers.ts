import { parseBroker, parseBrokers } from '../../config/parse-broker.js';
import { type Address, formatAddress } from '../../kafka/address.js';
import type { Auth } from '../../kafka/auth.js';
import { listenerOf, mskAuthOf, mskPort, whereMskHas } from '../../kafka/msk-ports.js';
import { printable } from '../../terminal/printable.js';
import { longestHostList } from './host-list.js';

/**
 * Bootstrap servers as they are to be written into a secret: host:port with commas between and nothing else, since what
 * reads them takes them as they are. The problem quotes no user or password.
 */
export function readServers(
  text: string,
): { readonly servers: readonly Address[] } | { readonly problem: string } {
  const problem = problemOf(text);
  if (problem !== undefined) return { problem: printable(problem) };
  const servers = parseBrokers(text).flatMap((parsed) => ('address' in parsed ? [parsed.address] : []));
  return { servers };
}

function problemOf(text: string): string | undefined {
  if (text.trim() === '') return 'the bootstrap servers are empty: write host:port,host:port';
  if (text.length > longestHostList) return 'the bootstrap servers are longer than 2,000 characters';
  if (/[\r\n]/.test(text))
    return 'the bootstrap servers have a line break in them: write host:port,host:port';
  if (/\p{Cc}/u.test(text)) return 'the bootstrap servers have a control character in them';
  if (text.includes('@')) return brokerProblem(text);
  if (/\s/.test(text))
    return `${JSON.stringify(text)} has spaces: write host:port,host:port with nothing between`;
  if (text.endsWith(',')) return `${JSON.stringify(text)} ends with a comma: leave that out`;
  const parts = text.split(',');
  return parts.map(brokerProblem).find((problem) => problem !== undefined) ?? duplicateOf(parts);
}

function brokerProblem(text: string): string | undefined {
  const parsed = parseBroker(text);
  return 'problem' in parsed ? parsed.problem : undefined;
}

/** Host names know no case. */
function duplicateOf(parts: readonly string[]): string | undefined {
  const known = parts.map((part) => part.toLowerCase());
  const twice = parts.find((_, index) => known.indexOf(known[index] ?? '') !== index);
  return twice === undefined ? undefined : `${JSON.stringify(twice)} is there twice`;
}

/**
 * Why a port can't be right for how clients of an MSK cluster log in; undefined when all may be. Other ports than MSK's
 * own (private links have some) and other clusters' say nothing.
 */
export function portCaution(
  servers: readonly Address[],
  mechanism: Auth['mechanism'],
  kind: 'kafka' | 'redpanda' | 'msk',
): string | undefined {
  if (kind !== 'msk') return undefined;
  const wanted = mskAuthOf(mechanism);
  for (const server of servers) {
    const port = mskPort(server.port);
    if (port === undefined || port.auth === wanted) continue;
    const right = wanted === undefined ? `MSK has none for mechanism ${mechanism}` : whereMskHas(wanted);
    return `${formatAddress(server)}: ${server.port} is MSK's port for ${listenerOf(port)}; ${right}`;
  }
  return undefined;
}

import { isHostList } from '../../bootstrap/rules/host-list.js';
import { parseBroker } from '../../config/parse-broker.js';
import { formatAddress } from '../../kafka/address.js';
import { printable } from '../../terminal/printable.js';

export type FormatProblem =
  | 'servers-empty'
  | 'servers-quoted'
  | 'servers-untidy'
  | 'servers-comma-missing'
  | 'servers-scheme'
  | 'servers-port-missing'
  | 'servers-unreadable'
  | 'servers-twice'
  | 'host-with-port'
  | 'port-unreadable';

/** What is wrong with the form of a value; nothing of it is quoted but what looks like an address. */
export interface FormatFault {
  readonly problem: FormatProblem;
  /** A warning where some clients take it. */
  readonly verdict: 'warning' | 'broken';
  /** What goes behind the name: `b-1.example has no port`. */
  readonly words: string;
}

export interface ReadServers {
  /** `host:port` each, as far as all of them could be read; without what is around them. */
  readonly servers: readonly string[] | undefined;
  readonly faults: readonly FormatFault[];
}

/** Pure: a value that a client takes as its bootstrap servers, `host:port,host:port`. */
export function judgeServers(value: string): ReadServers {
  const whole = wholeFault(value);
  if (whole !== undefined) return { servers: undefined, faults: [whole] };
  const parts = value.split(',').filter((part) => part.trim() !== '');
  const read = parts.map((part, index) => readPart(part.trim(), index));
  const servers = read.flatMap(({ server }) => server ?? []);
  const faults = [...untidy(value, parts.length), ...read.flatMap((one) => one.faults), ...twice(servers)];
  return { servers: servers.length === parts.length ? servers : undefined, faults: firstOfEach(faults) };
}

function wholeFault(value: string): FormatFault | undefined {
  if (value.replaceAll(/[\s,"']/g, '') === '') return fault('servers-empty', 'broken', 'is empty');
  if (/["'`]/.test(value))
    return fault('servers-quoted', 'broken', 'has quotes in it, which the client takes for a part of a name');
  return undefined;
}

/** The form that some clients forgive: the Java client takes spaces away, others don't. */
function untidy(value: string, count: number): readonly FormatFault[] {
  const tell = (words: string) => [fault('servers-untidy', 'warning', words)];
  if (/[\r\n]\s*$/.test(value)) return tell('ends with a line break');
  if (value !== value.trim()) return tell('has spaces around it');
  if (/\s,|,\s/.test(value)) return tell('has spaces beside its commas');
  return value.split(',').length > count ? tell('has a comma too many') : [];
}

interface ReadPart {
  readonly server?: string;
  readonly faults: readonly FormatFault[];
}

/** Listeners' protocols, which Java's and librdkafka's clients take in front of a server. */
const protocols: ReadonlySet<string> = new Set(['plaintext', 'ssl', 'sasl_plaintext', 'sasl_ssl']);
/** Others that may be shown. */
const schemes: ReadonlySet<string> = new Set([
  ...protocols,
  'kafka',
  'kafka+ssl',
  'tcp',
  'http',
  'https',
  'tls',
]);

function readPart(part: string, index: number): ReadPart {
  const { scheme, rest } = withoutScheme(part);
  const read = readBare(rest, index);
  return scheme === undefined ? read : { ...read, faults: [schemeFault(scheme), ...read.faults] };
}

function withoutScheme(part: string): { readonly scheme: string | undefined; readonly rest: string } {
  const [found, scheme] = /^([A-Za-z][\w+.-]*):\/\//.exec(part) ?? [];
  return { scheme, rest: part.slice(found?.length ?? 0) };
}

function schemeFault(scheme: string): FormatFault {
  const known = scheme.toLowerCase();
  const words = schemes.has(known) ? `begins with ${known}://` : 'begins with a scheme://';
  return fault(
    'servers-scheme',
    protocols.has(known) ? 'warning' : 'broken',
    `${words}, which belongs nowhere in it`,
  );
}

const runTogether = /^[A-Za-z0-9._-]*[A-Za-z.][A-Za-z0-9._-]*:\d+[A-Za-z0-9._-]*[A-Za-z.][A-Za-z0-9._-]*:\d+/;

function readBare(text: string, index: number): ReadPart {
  const parsed = parseBroker(text);
  if ('address' in parsed) return { server: formatAddress(parsed.address), faults: [] };
  const shown = isHostList(text) ? printable(text) : `its ${ordinal(index)} entry`;
  if (/[\s;|]/.test(text) || runTogether.test(text))
    return one('servers-comma-missing', `${shown} is two addresses without a comma between`);
  if (/ has no port\b/.test(parsed.problem)) return one('servers-port-missing', `${shown} has no port`);
  return one('servers-unreadable', `${shown} is no host:port`);
}

function one(problem: FormatProblem, words: string): ReadPart {
  return { faults: [fault(problem, 'broken', words)] };
}

function twice(servers: readonly string[]): readonly FormatFault[] {
  const known = servers.map((server) => server.toLowerCase());
  const found = servers.find((_, index) => known.indexOf(known[index] ?? '') !== index);
  return found === undefined ? [] : [fault('servers-twice', 'warning', `${printable(found)} is there twice`)];
}

/** Of a list with the same mistake in each entry, the first is enough. */
function firstOfEach(faults: readonly FormatFault[]): readonly FormatFault[] {
  return faults.filter(
    ({ problem }, index) => faults.findIndex((other) => other.problem === problem) === index,
  );
}

/** Pure: a value that a client takes as one host, the port being elsewhere. */
export function judgeHost(value: string): readonly FormatFault[] {
  const whole = wholeFault(value);
  if (whole !== undefined) return [whole];
  const { scheme, rest } = withoutScheme(value.trim());
  if (scheme !== undefined) return [{ ...schemeFault(scheme), verdict: 'broken' }];
  const parts = rest.split(',').map((part) => part.trim());
  const withPort = parts.find((part) => 'address' in parseBroker(part));
  if (withPort !== undefined)
    return [
      fault('host-with-port', 'broken', `${printable(withPort)} has a port, where a host alone belongs`),
    ];
  return value === value.trim()
    ? []
    : [
        fault(
          'servers-untidy',
          'broken',
          'has a space or a line break around it, so that the name is another',
        ),
      ];
}

/** Pure: a value that a client takes as a port. */
export function judgePort(value: string): readonly FormatFault[] {
  const text = value.trim();
  const isPort = /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535;
  return isPort ? [] : [fault('port-unreadable', 'broken', 'is no number from 1 to 65535')];
}

function fault(problem: FormatProblem, verdict: FormatFault['verdict'], words: string): FormatFault {
  return { problem, verdict, words };
}

function ordinal(index: number): string {
  return ['first', 'second', 'third'][index] ?? `${index + 1}th`;
}

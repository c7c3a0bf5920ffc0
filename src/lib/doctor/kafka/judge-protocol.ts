import { formatAddress } from '../../kafka/address.js';
import { type Auth, tlsOf } from '../../kafka/auth.js';
import { mskAdvice } from '../../kafka/msk-advice.js';
import { mskAuthOf, mskPort, mskPortBeside } from '../../kafka/msk-ports.js';
import type { ProtocolAnswer } from '../../kafka/probe-login.js';
import type { Finding, Outcome } from '../model.js';
import { changeLines, writtenLogin, writtenLogins } from './listener-change.js';
import { mechanismOf, offeredWords, wantedWords } from './listener-words.js';
import type { AskedForProtocol, SpeakingBroker } from './protocol-step.js';
import { someNames, someOf } from './some-of.js';

export interface ProtocolPlace {
  readonly auth: Auth;
  readonly isClusterOfFile: boolean;
  /** Where the addresses were looked up by the cluster's name: nobody wrote a port. */
  readonly msk: unknown;
}

export function judgeProtocol(
  asked: readonly AskedForProtocol[],
  place: ProtocolPlace,
): Outcome<readonly SpeakingBroker[]> {
  const groups = new Map<string, AskedForProtocol[]>();
  const value: SpeakingBroker[] = [];
  for (const one of asked) {
    const { address, answer, overTls, names } = one;
    const isRight = answer.speaks === 'kafka' && fits(answer, overTls, place.auth);
    if (isRight) value.push({ address, ranges: answer.ranges });
    const login = answer.speaks === 'kafka' ? answer.login : undefined;
    const ended = answer.speaks === 'nothing' ? answer.ended : undefined;
    // What is to be done differs with the port only where MSK gives it a meaning.
    const port = isRight ? undefined : mskPort(address.port)?.port;
    const key = JSON.stringify([isRight, answer.speaks, login, ended, overTls, names, port]);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  const findings = [...groups.values()].map((these) => judged(these, place));
  return { findings, ...(value.length === 0 ? {} : { value }) };
}

type Speaking = Extract<ProtocolAnswer, { speaks: 'kafka' }>;

function fits({ login }: Speaking, overTls: boolean, auth: Auth): boolean {
  const mechanism = mechanismOf(auth);
  if (overTls !== (tlsOf(auth) !== undefined)) return false;
  if (login.kind === 'unknown') return true;
  if (mechanism === undefined) return login.kind === 'none';
  return login.kind === 'sasl' && login.mechanisms.includes(mechanism);
}

function judged(these: readonly AskedForProtocol[], place: ProtocolPlace): Finding {
  const where = someOf(these.map(({ address }) => address));
  const [first] = these;
  const answer = first?.answer;
  switch (answer?.speaks) {
    case 'kafka': {
      const words = offeredWords(first?.overTls === true, answer.login);
      return fits(answer, first?.overTls === true, place.auth)
        ? { verdict: 'ok', saw: `${where}: ${words}` }
        : wrongListener(where, words, these, place);
    }
    case 'tls':
      return wrongListener(where, `TLS (certificate for ${someNames(first?.names ?? [])})`, these, place);
    case 'http':
      return notKafka(`${where}: HTTP answers, and not Kafka`);
    case 'something else':
      return notKafka(`${where}: something answers that isn't Kafka`);
    default:
      return answer?.ended === 'silent' ? silent(where) : closed(where, place);
  }
}

function notKafka(saw: string): Finding {
  return {
    ...{ verdict: 'broken', saw, problem: 'not-kafka' },
    next: ['Look at the port: the brokers listen on another one, or a tunnel leads elsewhere.'],
  };
}

function silent(where: string): Finding {
  return {
    verdict: 'broken',
    saw: `${where}: takes the connection and never answers`,
    problem: 'silent-listener',
    next: [
      'The broker hangs or is overloaded, or a proxy or load balancer in between has nobody behind it. Look at its log.',
    ],
  };
}

function closed(where: string, { auth }: ProtocolPlace): Finding {
  return {
    verdict: 'broken',
    saw: `${where}: closes the connection after the first request (${wantedWords(auth)})`,
    problem: 'closing-listener',
    next: [
      'Ask whoever runs it what this port is for; a load balancer without brokers behind it does this, too.',
    ],
  };
}

function wrongListener(
  where: string,
  words: string,
  these: readonly AskedForProtocol[],
  place: ProtocolPlace,
): Finding {
  return {
    verdict: 'broken',
    saw: `${where}: ${words}; the environment wants ${wantedWords(place.auth)}`,
    problem: 'wrong-listener',
    next: wayOut(these, place),
  };
}

/** The line to change: the port where MSK has one for this login, the login where the port is another's. */
function wayOut(these: readonly AskedForProtocol[], place: ProtocolPlace): readonly string[] {
  const [first] = these;
  if (first === undefined) return [];
  const { address, names, answer, overTls } = first;
  const fact = mskAdvice(address, place.auth.mechanism, names)?.fact;
  const facts = fact === undefined ? [] : [`${fact}.`];
  if (fact !== undefined && mskPort(address.port) !== undefined && place.msk === undefined)
    return [...facts, ...mskChange(these, place)];
  const login = answer.speaks === 'kafka' ? writtenLogin(overTls, answer.login) : writtenLogins.tls;
  return [
    ...facts,
    ...(login === undefined
      ? []
      : [
          `If this is the port that is meant, ${place.isClusterOfFile ? 'in exops.yaml:' : 'with the flags:'}`,
          ...changeLines({ login }, place.isClusterOfFile),
        ]),
    'Otherwise take the port that is for it: a listener takes one kind of login only.',
  ];
}

/** On MSK each login has a port of its own. Who gave no login gets that of the port. */
function mskChange(
  these: readonly AskedForProtocol[],
  { auth, isClusterOfFile }: ProtocolPlace,
): readonly string[] {
  const here = mskPort(these[0]?.address.port ?? 0);
  const wanted = mskAuthOf(auth.mechanism) ?? 'scram';
  const isGiven = auth.mechanism !== 'none';
  const ofPort = here?.auth === undefined || here.auth === 'plaintext' ? 'iam' : here.auth;
  const target = isGiven || wanted !== 'plaintext' ? wanted : ofPort;
  const right = these.map(({ address: { host, port } }) =>
    formatAddress({ host, port: mskPortBeside(port, target) ?? port }),
  );
  const brokers = here?.auth === target ? undefined : right;
  const isNew = !isGiven || auth.mechanism === 'plain' || !isClusterOfFile;
  const login = isNew ? writtenLogins[target === 'plaintext' ? 'none' : target] : undefined;
  return [
    isClusterOfFile ? 'In exops.yaml:' : 'With the flags:',
    ...changeLines({ brokers, login }, isClusterOfFile),
  ];
}

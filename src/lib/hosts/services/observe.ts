import { randomBytes } from 'node:crypto';
import { ExopsError } from '../../errors.js';
import type { SshSession } from '../../ssh/ssh.js';
import { printable } from '../../terminal/printable.js';
import type { ServiceSettings } from '../host-settings.js';
import { readHealth } from './health-answer.js';
import { observeCommand, type Probe } from './observe-script.js';
import { readProject } from './project-state.js';
import { joined, readSections, type Sections } from './read-sections.js';
import { outputOf } from './remote-output.js';
import type { HostServices, NamedService, ServiceState } from './service-state.js';
import { readUnit } from './unit-state.js';

/** Longer than the script's own bounds together, which end a docker or systemd that hangs. */
const longestMs = 25_000;

interface ObserveOptions {
  /** Also read which services the compose files declare. */
  readonly withDeclared?: boolean;
}

/**
 * Reads the state of services in one remote command. What a part of the host can't say is the state `unknown`.
 * @throws ExopsError when the host could not be asked at all, SshConnectionLostError
 */
export async function observeServices(
  session: Pick<SshSession, 'exec'>,
  services: readonly NamedService[],
  { withDeclared = false }: ObserveOptions = {},
): Promise<HostServices> {
  const mark = `exops-${randomBytes(8).toString('hex')}`;
  const probes = probesFor(services, withDeclared);
  const { stdout, stderr, isLate } = await outputOf(session, observeCommand(probes, mark), longestMs);
  const sections = readSections(stdout, mark);
  const seconds = Number(sections.get('now')?.lines[0]);
  if (!Number.isSafeInteger(seconds) || seconds <= 0) {
    const said = printable(joined([...stderr.split('\n'), ...stdout.split('\n')])).trim();
    const why = isLate ? 'it did not answer in time' : said || 'it gave no answer';
    throw new ExopsError(`Can't read the services of the host: ${why.slice(0, 500).replace(/\.$/, '')}.`);
  }
  return readServices(sections, services, probes, seconds * 1000);
}

/** Each question once, those first that can't hang for long: a hung docker must not hide the rest. */
export function probesFor(services: readonly NamedService[], withDeclared: boolean): readonly Probe[] {
  const settings = services.map((service) => service.settings);
  const units = settings.flatMap((one) => (one.kind === 'systemd' ? [one.unit] : []));
  const urls = settings.flatMap((one) => one.health ?? []);
  const folders = settings.flatMap((one) => (one.kind === 'compose' ? [one.folder] : []));
  return [
    ...[...new Set(units)].map((target): Probe => ({ ask: 'unit', target })),
    ...[...new Set(urls)].map((target): Probe => ({ ask: 'health', target })),
    ...[...new Set(folders)].map((target): Probe => ({ ask: 'project', target, withDeclared })),
  ];
}

/** Pure: the states of services out of the parts of an answer. */
function readServices(
  sections: Sections,
  services: readonly NamedService[],
  probes: readonly Probe[],
  hostTimeMs: number,
): HostServices {
  const answerTo = (ask: Probe['ask'], target: string, part: string) => {
    const index = probes.findIndex((probe) => probe.ask === ask && probe.target === target);
    return sections.get(`${index} ${part}`);
  };
  const stateOf = (settings: ServiceSettings): Omit<ServiceState, 'name' | 'kind' | 'uptimeMs'> => {
    if (settings.kind === 'systemd') {
      const unit = readUnit(answerTo('unit', settings.unit, 'unit')?.lines ?? []);
      return { ...unit, containers: [], declared: undefined };
    }
    const part = (name: string) => answerTo('project', settings.folder, name);
    const answer = {
      said: part('said'),
      list: part('list'),
      inspect: part('inspect'),
      declared: part('declared'),
    };
    return readProject(answer, settings.service);
  };
  return {
    hostTimeMs,
    services: services.map(({ name, settings }) => {
      const state = stateOf(settings);
      const url = settings.health;
      const asked = url === undefined ? undefined : readHealth(answerTo('health', url, 'health')?.lines);
      const isUp = state.state === 'running' && state.sinceMs !== undefined;
      return {
        ...state,
        name,
        kind: settings.kind,
        health: bothHealths(asked, state.health),
        uptimeMs: isUp ? Math.max(0, hostTimeMs - (state.sinceMs ?? hostTimeMs)) : undefined,
      };
    }),
  };
}

/** What is wrong outweighs what is right. */
function bothHealths(asked: string | undefined, container: string | undefined): string | undefined {
  if (asked === undefined || asked === 'ok') return container ?? asked;
  return asked;
}

import type { FieldChange, Plan, Refusal } from '../../change/plan.js';
import { printable } from '../../terminal/printable.js';
import { didYouMean } from '../../yaml/nearest.js';
import { isBroker } from './broker-names.js';
import { type RestartAction, type RestartChange, type RestartWork, serviceKind } from './restart-work.js';
import type { HostServices, NamedService, ServiceState } from './service-state.js';
import { formatUptime } from './uptime.js';

export interface RestartInput {
  readonly action: RestartAction;
  /** How the host is called in messages. */
  readonly host: string;
  /** In the order in which they are to be restarted. */
  readonly services: readonly NamedService[];
  /** How many brokers the environment's cluster has; undefined where that isn't known. */
  readonly brokers: number | undefined;
}

type Verdict = { readonly change: RestartChange } | { readonly refusal: Refusal };

/**
 * Pure: what would be restarted and what can't be. How the services are now is told in notes, which may move between
 * showing and applying: a service that crashes in a loop must still be restartable.
 */
export function planRestart(input: RestartInput, observed: HostServices): Plan<RestartWork> {
  const states = new Map(observed.services.map((state) => [state.name, state]));
  const verdicts = input.services.map((service) => judge(input, service, states.get(service.name)));
  return {
    noun: serviceKind,
    changes: verdicts.flatMap((verdict) => ('change' in verdict ? [verdict.change] : [])),
    refusals: verdicts.flatMap((verdict) => ('refusal' in verdict ? [verdict.refusal] : [])),
    notices: [],
    unchanged: 0,
  };
}

function judge(input: RestartInput, service: NamedService, before: ServiceState | undefined): Verdict {
  const { name, settings } = service;
  const reason =
    settings.kind === 'systemd'
      ? whyNotUnit(input, settings.unit, before)
      : whyNotCompose(input, name, settings, before);
  if (before === undefined || reason !== undefined) {
    const isDenied = before?.isDenied === true;
    return {
      refusal: {
        kind: serviceKind,
        name,
        reason: reason ?? 'its state was not read',
        ...(isDenied ? { access: true } : {}),
      },
    };
  }
  const stakes = stakesOf(input, service, before);
  return {
    change: {
      kind: serviceKind,
      name,
      action: input.action === 'restart' ? 'restart' : 'change',
      severity: stakes?.isGrave === true ? 'destructive' : 'safe',
      summary: input.action,
      fields: [fieldOf(settings, before)],
      cautions: stakes === undefined ? [] : [stakes.caution],
      ...(stakes?.isGrave === true ? { stakes: 'interrupts the cluster' } : {}),
      work: { action: input.action, service, before },
    },
  };
}

function whyNotUnit(
  { action, host }: RestartInput,
  unit: string,
  before: ServiceState | undefined,
): string | undefined {
  if (action === 'redeploy')
    return 'it is a systemd unit: exops does not know how its program gets to the host. Put the new version there, then restart it';
  if (before?.state === 'missing') return `there is no unit "${printable(unit)}" on ${printable(host)}`;
  if (before?.state === 'unknown') return `its state can't be read: ${printable(before.detail)}`;
  return before?.problem === undefined ? undefined : printable(before.problem);
}

function whyNotCompose(
  { action }: RestartInput,
  name: string,
  { folder, service }: { readonly folder: string; readonly service: string | undefined },
  before: ServiceState | undefined,
): string | undefined {
  if (before === undefined) return undefined;
  if (before.state === 'unknown') return `its state can't be read: ${printable(before.detail)}`;
  if (before.problem !== undefined) return printable(before.problem);
  const { declared } = before;
  if (service !== undefined && declared?.includes(service) === false)
    return `the compose file in ${printable(folder)} has no service "${service}"${printable(didYouMean(service, declared))}`;
  if (action === 'restart' && before.state === 'missing')
    return `there is ${printable(before.detail)}. Create one: exops host redeploy ${printable(name)}`;
  return undefined;
}

function fieldOf(settings: NamedService['settings'], before: ServiceState): FieldChange {
  const [name, value] =
    settings.kind === 'systemd'
      ? ['unit', settings.unit]
      : ['compose', `${settings.service ?? 'all services'} in ${settings.folder}`];
  return {
    name,
    before: value,
    after: value,
    shown: { before: value, after: value },
    note: nowIs(before),
  };
}

/** `running for 3 d 4 h`, `failed: failed (failed), result exit-code, status 1`. */
function nowIs({ state, detail, uptimeMs, health }: ServiceState): string {
  const isIll = health !== undefined && health !== 'ok';
  const ill = isIll ? `, health: ${health}` : '';
  if (state !== 'running') return `${state}: ${detail}${ill}`;
  return `${uptimeMs === undefined ? 'running' : `running for ${formatUptime(uptimeMs)}`}${ill}`;
}

/** What stands still while a broker restarts. */
function stakesOf(
  { brokers }: RestartInput,
  service: NamedService,
  before: ServiceState,
): { readonly caution: string; readonly isGrave: boolean } | undefined {
  if (!isBroker(service, before)) return undefined;
  if (brokers !== undefined && brokers > 1) {
    return {
      caution: 'a broker: clients move to the others; partitions with their only replica here wait for it',
      isGrave: false,
    };
  }
  const isOnly = brokers === 1 ? 'the only broker' : 'a broker, and if it is the only one';
  return { caution: `${isOnly}: nobody can produce or consume until it is back`, isGrave: true };
}

import type { Notice, Plan, Refusal } from '../change/plan.js';
import { workloadKinds } from '../k8s/kubernetes.js';
import { quoteWord } from '../ssh/quote.js';
import type { BootstrapWork, Consumer, ObservedBootstrap } from './model.js';
import { workloadName } from './model.js';
import { judgeSecret, noNamespace, type SecretWish, secretKind } from './plan-secret.js';
import { judgeWorkload, whyNotRestarted, workloadKind } from './plan-workload.js';

export interface PatchWish extends Omit<SecretWish, 'always'> {
  /** Workloads are restarted even where the values are there already. */
  readonly restart: boolean;
  /** `deployment/backend`: left as they are. */
  readonly skip: readonly string[];
  /** The command that restarts what reads these servers, and sets nothing. */
  readonly restartCommand: string;
}

/** Pure: the keys that change, and exactly the workloads that read them. All of it is done, or nothing. */
export function planPatch(wish: PatchWish, observed: ObservedBootstrap): Plan<BootstrapWork> {
  const { secrets, brokers, refusedRights } = observed;
  const verdicts = secrets.map((secret) =>
    judgeSecret(secret, { ...wish, always: wish.restart }, refusedRights, brokers),
  );
  const changed = verdicts.flatMap((verdict) => ('change' in verdict ? [verdict.change] : []));
  const names = new Set(changed.map(({ name }) => name));
  const concerned = observed.consumers.filter(({ secrets: used }) => used.some((name) => names.has(name)));
  const restarted = concerned.filter(({ workload }) => !isSkipped(wish, workload));
  const withNewData = new Set(
    changed
      .filter(({ fields }) => fields.some(({ before, after }) => before !== after))
      .map(({ name }) => name),
  );
  const workloads = restarted.map((consumer) => judgeWorkload(consumer, observed, withNewData));
  const restarts = workloads.flatMap((verdict) => ('change' in verdict ? [verdict.change] : []));
  const isNeeded = changed.length > 0;
  return {
    noun: secretKind,
    changes: [
      ...changed,
      ...restarts.sort((a, b) => a.work.order - b.work.order || (a.name < b.name ? -1 : 1)),
    ],
    refusals: [
      ...(observed.missingNamespace === undefined
        ? verdicts.flatMap((verdict) => ('refusal' in verdict ? [verdict.refusal] : []))
        : [noNamespace(observed.missingNamespace)]),
      ...(isNeeded ? [...brokerRefusals(observed), ...unseenRefusals(wish, observed)] : []),
      ...workloads.flatMap((verdict) => ('refusal' in verdict ? [verdict.refusal] : [])),
      ...unknownSkips(wish.skip, observed.consumers),
    ],
    notices: [
      ...(isNeeded ? noticesOf(wish, concerned, observed) : []),
      ...behindNotices(wish, observed, new Set(restarts.map(({ name }) => name))),
    ],
    unchanged: verdicts.filter((verdict) => 'unchanged' in verdict).length,
    isIndivisible: true,
  };
}

/** By its own name, or with all of its kind. */
function isSkipped({ skip }: PatchWish, workload: { readonly kind: string; readonly name: string }): boolean {
  return skip.includes(workloadName(workload)) || skip.includes(workload.kind.toLowerCase());
}

/** What may not be listed may use the key: it would run on with old servers, and nobody would know. */
function unseenRefusals({ skip }: PatchWish, { unseen }: ObservedBootstrap): Refusal[] {
  return unseen
    .filter(({ kind }) => mustBeSeen.has(kind) && !skip.includes(kind.toLowerCase()))
    .map(({ kind, reason }) => ({
      kind: workloadKind,
      name: kind.toLowerCase(),
      reason: `${reason} --skip ${kind.toLowerCase()} leaves all of them as they are`,
      access: true,
    }));
}

const mustBeSeen: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'DaemonSet']);

function brokerRefusals({ brokers }: ObservedBootstrap): Refusal[] {
  return brokers.flatMap(({ address, problem }) =>
    problem === undefined
      ? []
      : [{ kind: 'broker', name: address, reason: `${problem}. --no-probe sets it all the same` }],
  );
}

function unknownSkips(skip: readonly string[], consumers: readonly Consumer[]): Refusal[] {
  const kinds = workloadKinds.map((kind) => kind.toLowerCase());
  const known = new Set([...kinds, ...consumers.map(({ workload }) => workloadName(workload))]);
  return skip
    .filter((name) => !known.has(name))
    .map((name) => ({
      kind: workloadKind,
      name,
      reason: `it is to be skipped, and no workload of this name reads the key${meant(name, consumers)}`,
    }));
}

/** Its kind was left out. */
function meant(bare: string, consumers: readonly Consumer[]): string {
  const names = consumers.filter(({ workload }) => workload.name === bare);
  if (names.length === 0) return '';
  return `: write ${names.map(({ workload }) => workloadName(workload)).join(' or ')}`;
}

/** The values are there already, and some don't run with them. */
function behindNotices(
  wish: PatchWish,
  observed: ObservedBootstrap,
  restarted: ReadonlySet<string>,
): Notice[] {
  const { behind, consumers } = observed;
  if (behind === undefined) return [];
  if (behind.unseen !== undefined) {
    const text = 'whether pods run with older servers is not known, for want of the right to list pods';
    return [{ kind: 'not looked at', text, names: [] }];
  }
  const skipped = consumers.filter(({ workload }) => isSkipped(wish, workload));
  const left = new Set([...restarted, ...skipped.map(({ workload }) => workloadName(workload))]);
  const [old, uncertain] = [behind.outOfDate, behind.uncertain].map((names) =>
    names.filter((name) => !left.has(name)),
  );
  const some = (kind: string, text: string, names: readonly string[] = []): Notice[] =>
    names.length === 0 ? [] : [{ kind, text, names }];
  const notices = [
    ...some('out of date', 'still run with older servers', old),
    ...some('uncertain', 'not known to run with these servers', uncertain),
  ];
  const named = [...(old ?? []), ...(uncertain ?? [])];
  return named.length === 0 ? [] : [...notices, ...restartNotices(wish, observed, named)];
}

/** What restarts those that are named; for what can't be restarted all would be refused. */
function restartNotices(
  wish: PatchWish,
  { consumers, budgets }: ObservedBootstrap,
  named: readonly string[],
): Notice[] {
  const refused = new Map(
    consumers.flatMap(({ workload }): [string, string][] => {
      const reason = isSkipped(wish, workload) ? undefined : whyNotRestarted(workload, budgets);
      return reason === undefined ? [] : [[workloadName(workload), reason]];
    }),
  );
  const stuck = named.filter((name) => refused.has(name)).map((name) => `${name} (${refused.get(name)})`);
  const skips = [...wish.skip, ...refused.keys()].map((name) => ` --skip ${quoteWord(name)}`);
  const text = `restart them with: ${wish.restartCommand}${skips.join('')}`;
  return [
    ...(stuck.length > 0 ? [{ kind: 'not restarted', text: "can't be restarted", names: stuck }] : []),
    ...(stuck.length < named.length ? [{ kind: 'restart', text, names: [] }] : []),
  ];
}

function noticesOf(
  wish: PatchWish,
  concerned: readonly Consumer[],
  { bystanders, unseen }: ObservedBootstrap,
): Notice[] {
  const skipped = concerned
    .filter(({ workload }) => isSkipped(wish, workload))
    .map(({ workload }) => workloadName(workload));
  const hidden = unseen.filter(({ kind }) => !mustBeSeen.has(kind) || isSkipped(wish, { kind, name: '' }));
  const reading = [
    ...skipped.map((name) => `${name} (skipped)`),
    ...bystanders.map((one) => `${workloadName(one)} (${whenItReads(one.kind)})`),
  ];
  return [
    ...(reading.length > 0 ? [{ kind: 'not restarted', text: 'not restarted', names: reading }] : []),
    ...(hidden.length > 0
      ? [
          {
            kind: 'not looked at',
            text: 'not looked at, for want of the right to list',
            names: hidden.map(({ kind }) => kind),
          },
        ]
      : []),
  ];
}

function whenItReads(kind: string): string {
  switch (kind) {
    case 'CronJob':
      return 'its next run reads the new value';
    case 'Job':
      return 'it runs on with the old value';
    default:
      return 'no controller would make it anew';
  }
}

import type { ApplyWork } from '../change/capability.js';
import { type Outcome, outcomeOf } from '../change/outcome.js';
import type { Plan } from '../change/plan.js';
import { AccessError, ExopsError, messageOf } from '../errors.js';
import { UncertainError } from '../k8s/errors.js';
import type { KubernetesSecret } from '../k8s/kubernetes.js';
import { countOf } from '../terminal/plural.js';
import { printable } from '../terminal/printable.js';
import type { BootstrapDeps } from './bootstrap-deps.js';
import { goBack, leftToOthers, type WentBack } from './go-back.js';
import { type BootstrapWork, type RestartWork, type SecretWork, workloadName } from './model.js';
import { secretKind } from './plan-secret.js';
import { workloadKind } from './plan-workload.js';
import { FailedRolloutError, restartAll } from './restart-all.js';
import { type RunningChange, recordOf } from './running-change.js';
import { silenceMs, tryAgain } from './try-again.js';
import { followStates } from './workload-states.js';
import { assertOwn, TakenOverError, writeValues } from './write-secret.js';

/** Why a change didn't come to its end, and how far it had come. */
interface Broken {
  readonly kind: string;
  readonly name: string;
  readonly error: unknown;
}

/**
 * Sets the keys, restarts what reads them and waits for it; what fails, or Ctrl-C, takes all of it back.
 * Every end is an outcome: done, put back, or unknown where even that failed.
 * @returns how going back ended, where it did go back
 */
export async function applyPatch(
  deps: BootstrapDeps,
  plan: Plan<BootstrapWork>,
  change: RunningChange,
  work: ApplyWork,
): Promise<WentBack | undefined> {
  const { written, broken: unwritten } = await writeAll(deps, change, work);
  const touched = written.length + (unwritten?.error instanceof UncertainError ? 1 : 0);
  if (unwritten !== undefined && touched === 0) {
    reportUnwritten(unwritten, work);
    return undefined;
  }
  const isOurs = ({ bears }: SecretWork, index: number) => index < touched || bears !== undefined;
  const progress = { ...change, secrets: change.secrets.filter(isOurs) };
  const restarts = unwritten === undefined ? await restartThem(deps, change, written, work) : undefined;
  const broken = unwritten ?? restarts?.broken;
  if (broken === undefined) {
    for (const { kind, name } of plan.changes) work.report(outcomeOf({ kind, name }, 'done'));
    return undefined;
  }
  if (!(broken.error instanceof InterruptedByPerson))
    work.tell({ mark: 'failed', text: `${broken.name}  ${messageOf(broken.error)}` });
  const begunBefore = change.restarts.filter(({ isBegun }) => isBegun);
  const begun = [...new Set([...begunBefore, ...(restarts?.begun ?? [])])];
  const ended =
    broken.error instanceof TakenOverError
      ? leftToOthers(progress, begun, broken.error.message)
      : await goBack(deps, progress, begun, work);
  for (const outcome of outcomesOf(ended, broken)) work.report(outcome);
  return ended;
}

/** Nothing is to be put back. */
function reportUnwritten({ kind, name, error }: Broken, { report }: ApplyWork): void {
  if (error instanceof InterruptedByPerson) return;
  const access = error instanceof AccessError ? { access: true } : {};
  report(outcomeOf({ kind, name }, 'failed', { reason: messageOf(error), ...access }));
}

/** The change was stopped by a person; that needs no line of its own. */
class InterruptedByPerson extends ExopsError {}

async function writeAll(
  deps: BootstrapDeps,
  change: RunningChange,
  { tell, signal, update }: ApplyWork,
): Promise<{ readonly written: readonly KubernetesSecret[]; readonly broken: Broken | undefined }> {
  const written: KubernetesSecret[] = [];
  for (const secret of change.secrets) {
    const { name } = secret.found;
    try {
      if (signal.aborted) throw new InterruptedByPerson('Interrupted.');
      update(`patching ${name}`);
      written.push(await writeValues(deps, secret.found, recordOf(change, secret)));
      tell({ mark: 'done', text: `secret ${name} patched` });
    } catch (error) {
      return { written, broken: { kind: secretKind, name, error } };
    }
  }
  return { written, broken: undefined };
}

async function restartThem(
  deps: BootstrapDeps,
  change: RunningChange,
  written: readonly KubernetesSecret[],
  { tell, signal, update }: ApplyWork,
): Promise<{ readonly begun: readonly RestartWork[]; readonly broken: Broken | undefined }> {
  const { restarts, stamp, id } = change;
  const states = followStates(
    deps,
    restarts.map(({ workload }) => workload),
    silenceMs,
  );
  const begun: RestartWork[] = [];
  const left: Left = new Map(
    restarts.map(({ workload }) => [workload.uid, { name: workloadName(workload), reason: '' }]),
  );
  update(`${countOf(left.size, 'workload')} to restart`);
  try {
    await restartAll(
      {
        ...deps,
        states,
        hidden: () => valuesOf(written, change),
        onBegin: (one) => begun.push(one),
        onDone: (one) => {
          left.delete(one.workload.uid);
          tell({ mark: 'done', text: `${workloadName(one.workload)} runs with it` });
          update(whatIsLeft(left));
        },
        onWaiting: ({ uid }, reason) => {
          const one = left.get(uid);
          if (one === undefined) return;
          left.set(uid, { ...one, reason });
          update(whatIsLeft(left));
        },
        assertOwn: async () => {
          const [first] = change.secrets;
          const name = first?.found.name ?? '';
          const now = await tryAgain(deps.clock, () => deps.kubernetes.secrets.read(name), signal);
          assertOwn(now, name, [id]);
        },
      },
      restarts,
      stamp,
      signal,
    );
    return { begun, broken: undefined };
  } catch (error) {
    return { begun, broken: brokenBy(error, change, signal) };
  } finally {
    states.close();
  }
}

/** By uid. */
type Left = Map<string, { readonly name: string; readonly reason: string }>;

/** `3 workloads to go`, and of the last one how far it is: `deployment/gateway: 1 of 2 updated pods ready` */
export function whatIsLeft(left: Left): string {
  const [one, ...others] = left.values();
  if (one === undefined || others.length > 0 || one.reason === '')
    return `${countOf(left.size, 'workload')} to go`;
  return printable(`${one.name}: ${one.reason}`);
}

function brokenBy(error: unknown, { secrets }: RunningChange, signal: AbortSignal): Broken {
  if (error instanceof FailedRolloutError)
    return { kind: workloadKind, name: workloadName(error.work.workload), error };
  const name = secrets[0]?.found.name ?? '';
  return { kind: secretKind, name, error: signal.aborted ? new InterruptedByPerson('Interrupted.') : error };
}

/** Every other value of the secrets, as it is and as the API shows it: none of them may come out of a log line. */
function valuesOf(secrets: readonly KubernetesSecret[], change: RunningChange): readonly string[] {
  const shown = new Set(change.secrets.flatMap(({ values }) => values.map(({ key }) => key)));
  return secrets.flatMap((secret) =>
    secret.keys
      .filter((key) => !shown.has(key))
      .flatMap((key) => {
        const text = secret.text(key) ?? '';
        const bytes = Buffer.from(text);
        const encoded = [bytes.toString('base64'), bytes.toString('base64url'), encodeURIComponent(text)];
        return [text, ...text.split('\n'), ...encoded, JSON.stringify(text).slice(1, -1)];
      }),
  );
}

/** What broke the change off keeps its reason, whether or not it is back. */
export function outcomesOf({ secrets, workloads }: WentBack, broken?: Broken): readonly Outcome[] {
  const outcomes = (kind: string, ends: WentBack['secrets']) =>
    [...ends].map(([name, problem]) => {
      const why = broken?.kind === kind && broken.name === name ? messageOf(broken.error) : undefined;
      const reason = problem ?? why;
      return outcomeOf(
        { kind, name },
        problem === undefined ? 'restored' : 'unknown',
        reason === undefined ? {} : { reason },
      );
    });
  return [...outcomes(secretKind, secrets), ...outcomes(workloadKind, workloads)];
}

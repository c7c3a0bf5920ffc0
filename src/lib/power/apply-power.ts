import type { ApplyWork } from '../change/capability.js';
import type { Plan } from '../change/plan.js';
import { readSleepers } from './find-sleepers.js';
import { inTurn } from './in-turn.js';
import type { Sleeper } from './model.js';
import type { PowerDeps } from './power-deps.js';
import { isDown } from './rules/is-down.js';
import { keyOf, nameOf } from './rules/names.js';
import { runStage, type StageRun } from './run-stage.js';
import type { PowerChange, PowerWork } from './work.js';

/** What is asked of AWS at a time. */
const writesAtOnce = 10;

/** One stage after the other; a stage that isn't complete keeps the later ones from being tried. */
export async function applyPower(
  deps: PowerDeps,
  who: Pick<StageRun, 'user' | 'takesOver' | 'kafka'>,
  plan: Plan<PowerWork>,
  work: ApplyWork,
): Promise<void> {
  const write = inTurn(writesAtOnce);
  const stages = [...new Set(plan.changes.map((change) => change.work.stage))];
  let before: readonly PowerChange[] = [];
  for (const stage of stages) {
    if (work.signal.aborted) return;
    const undone = await whatWasUndone(deps, before, work.signal);
    if (undone !== undefined) {
      work.tell({ mark: 'failed', text: undone });
      return;
    }
    const members = plan.changes.filter((change) => change.work.stage === stage);
    if (!(await runStage({ ...who, deps, write, work }, members))) return;
    before = members;
  }
}

/** What a stage relies on may have been changed by somebody else since; a failing look is no reason to stop. */
async function whatWasUndone(
  { ports }: PowerDeps,
  before: readonly PowerChange[],
  signal: AbortSignal,
): Promise<string | undefined> {
  const sleepers = before.map(({ work }) => work.sleeper);
  const now = await readSleepers(ports, sleepers, signal).catch(() => new Map<string, Sleeper>());
  const undone = before.find(({ work: { direction, sleeper } }) => {
    const latest = now.get(keyOf(sleeper));
    if (latest === undefined) return false;
    return direction === 'sleep' ? latest.state === 'awake' : isDown(latest);
  });
  if (undone === undefined) return undefined;
  const { direction, sleeper } = undone.work;
  return direction === 'sleep'
    ? `${nameOf(sleeper)} was woken meanwhile: what it uses stays awake`
    : `${nameOf(sleeper)} was put to sleep meanwhile: what uses it stays asleep`;
}

import type { ApplyWork } from '../change/capability.js';
import type { Plan } from '../change/plan.js';
import { inTurn } from './in-turn.js';
import type { PowerDeps } from './power-deps.js';
import { runStage, type StageRun } from './run-stage.js';
import type { PowerWork } from './work.js';

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
  for (const stage of stages) {
    if (work.signal.aborted) return;
    const members = plan.changes.filter((change) => change.work.stage === stage);
    if (!(await runStage({ ...who, deps, write, work }, members))) return;
  }
}

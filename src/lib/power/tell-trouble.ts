import type { Sleeper } from './model.js';
import { nameOf } from './rules/names.js';
import type { Stage } from './stage.js';

/** Says what is wrong with one as soon as it is known, and once: it may pass, and it may be waited for in vain. */
export function tellTrouble({ tell }: Pick<Stage, 'tell'>, first: Sleeper): (now: Sleeper) => void {
  let known = first.trouble;
  return (now) => {
    const { trouble, status } = now;
    if (trouble === undefined || trouble === known) return;
    known = trouble;
    const isOnItsWay = now.state === 'waking' || now.state === 'falling asleep' || now.state === 'busy';
    if (isOnItsWay) tell({ mark: 'failed', text: `${nameOf(now)} is ${status}: ${trouble}` });
  };
}

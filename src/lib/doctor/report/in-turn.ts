import type { Examined, Step } from '../model.js';

/**
 * Tells of steps in their order though they end in any: each once it has ended and all before it have.
 * @param steps in the order in which they are told of
 */
export function inTurn(
  steps: readonly Step[],
  tell: (examined: Examined) => void,
): (step: Step, examined: Examined) => void {
  const ended = new Map<Step, Examined>();
  const waiting = [...steps];
  return (step, examined) => {
    ended.set(step, examined);
    for (let next = nextOf(waiting, ended); next !== undefined; next = nextOf(waiting, ended)) {
      waiting.shift();
      tell(next);
    }
  };
}

function nextOf(waiting: readonly Step[], ended: ReadonlyMap<Step, Examined>): Examined | undefined {
  const [first] = waiting;
  return first === undefined ? undefined : ended.get(first);
}

import type { Operation, OperationName } from '../contenders/contender.js';
import type { Racer } from '../take-turns.js';
import { CommandFailedError } from '../timed-commands.js';
import type { Declaration } from './declaration.js';
import { createBare, removeTopics, showsTopics } from './housekeeping.js';
import { arrange, arrived, perform, type Stage } from './stage.js';

/** Everyone who can do an operation, exops' own command first. Each run finds the topics as it needs them. */
export function racersFor(stage: Stage, name: OperationName): Racer[] {
  const runner = runnerFor(stage, name);
  const racers = stage.contenders.flatMap(({ name: contender, operations }) =>
    (operations[name] ?? []).map(
      (operation): Racer => ({
        contender,
        shown: operation.shown,
        atLeast: operation.mustSucceed === true ? 3 : 1,
        run: () => runner(operation),
      }),
    ),
  );
  return name === 'create' ? [...racers, brokerItself(stage)] : racers;
}

type Runner = (operation: Operation) => Promise<number>;

function runnerFor(stage: Stage, name: OperationName): Runner {
  switch (name) {
    case 'create':
      return creator(stage);
    case 'change':
      return changer(stage);
    case 'nothing':
      return async (operation) => (await perform(stage, operation, stage.before)).ms;
    default:
      return reader(stage);
  }
}

function creator(stage: Stage): Runner {
  return async (operation) => {
    await removeTopics(stage.broker);
    const { ms } = await perform(stage, operation, stage.before);
    await showsTopics(stage.broker, stage.before);
    return ms;
  };
}

/** There and back again; after a failure from where it is known to be. */
function changer(stage: Stage): Runner {
  let current: Declaration | undefined = stage.before;
  return async (operation) => {
    if (current === undefined) await arrange(stage, stage.before);
    const next = current === stage.after ? stage.before : stage.after;
    current = undefined;
    const { ms } = await perform(stage, operation, next);
    await arrived(stage, next);
    current = next;
    return ms;
  };
}

function reader(stage: Stage): Runner {
  const { names } = stage.before;
  return async (operation) => {
    const { ms, output } = await perform(stage, operation, stage.before);
    const seen = new Set(output.match(/bench\.topic-\d{4}/g));
    if (operation.isNameless === true || seen.size === names.length) return ms;
    throw new CommandFailedError(`It shows ${seen.size} of ${names.length} topics.`);
  };
}

/** What nobody can beat who waits for the topics: requests on an open connection, until the broker shows them. */
function brokerItself(stage: Stage): Racer {
  return {
    contender: 'broker',
    shown: 'the broker itself: bare requests, until its metadata show all topics',
    atLeast: 3,
    async run() {
      await removeTopics(stage.broker);
      const began = performance.now();
      await createBare(stage.broker, stage.before);
      await showsTopics(stage.broker, stage.before);
      return performance.now() - began;
    },
  };
}

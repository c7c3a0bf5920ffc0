import { exopsCommand } from '../contenders/exops.js';
import type { Series } from '../series.js';
import { type RunsByTime, takeTurns } from '../take-turns.js';
import { type Command, timeCommands } from '../timed-commands.js';
import type { Stage } from './stage.js';

/** How long exops takes to start beside Node alone, which comes first. */
export function measureStartUp(stage: Stage, plan: readonly RunsByTime[]): Promise<readonly Series[]> {
  const { bootstrap } = stage.broker;
  const commands: Readonly<Record<string, Command>> = {
    'node -e 0': { argv: [process.execPath, '-e', '0'] },
    'exops --version': exopsCommand('--version'),
    'exops --help': exopsCommand('--help'),
    'exops topics list': exopsCommand('topics', 'list', '--brokers', bootstrap),
  };
  const racers = Object.entries(commands).map(([shown, command]) => ({
    contender: 'exops',
    shown,
    run: async () => (await timeCommands([command], stage)).ms,
  }));
  return takeTurns(racers, plan);
}

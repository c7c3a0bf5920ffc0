import { Command } from 'commander';
import type { Start } from '../start.js';
import { mskBrokers } from './brokers.js';
import { mskDescribe } from './describe.js';
import { mskList } from './list.js';
import { mskPolicy } from './policy.js';

export function msk(start: Start): Command {
  const command = new Command('msk')
    .helpCommand(false)
    .description('Amazon MSK: clusters, their bootstrap servers, and policies for their clients');
  for (const verb of [mskList, mskDescribe, mskBrokers, mskPolicy]) command.addCommand(verb(start));
  return command;
}

import { Command } from 'commander';
import type { Start } from '../start.js';
import { topicsDescribe } from './describe.js';
import { topicsDiff } from './diff.js';
import { topicsExport } from './export.js';
import { topicsList } from './list.js';
import { topicsSync } from './sync.js';

export function topics(start: Start): Command {
  const command = new Command('topics').helpCommand(false).description('topics as declared, and as they are');
  for (const verb of [topicsSync, topicsDiff, topicsList, topicsDescribe, topicsExport])
    command.addCommand(verb(start));
  return command;
}

import { Command } from 'commander';
import type { Start } from '../start.js';
import { topicsAlter } from './alter.js';
import { topicsCreate } from './create.js';
import { topicsDelete } from './delete.js';
import { topicsDescribe } from './describe.js';
import { topicsDiff } from './diff.js';
import { topicsExport } from './export.js';
import { topicsImport } from './import.js';
import { topicsList } from './list.js';
import { topicsMove } from './move.js';
import { topicsSync } from './sync.js';
import { topicsTrim } from './trim.js';

export function topics(start: Start): Command {
  const command = new Command('topics').helpCommand(false).description('topics as declared, and as they are');
  const declared = [topicsSync, topicsDiff, topicsList, topicsDescribe, topicsExport, topicsImport];
  const imperative = [topicsCreate, topicsAlter, topicsDelete, topicsTrim, topicsMove];
  for (const verb of [...declared, ...imperative]) command.addCommand(verb(start));
  return command;
}

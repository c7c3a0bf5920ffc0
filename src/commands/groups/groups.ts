import { Command } from 'commander';
import type { Start } from '../start.js';
import { groupsDelete } from './delete.js';
import { groupsDescribe } from './describe.js';
import { groupsLag } from './lag.js';
import { groupsList } from './list.js';
import { groupsReset } from './reset.js';

export function groups(start: Start): Command {
  const command = new Command('groups')
    .helpCommand(false)
    .description('consumer groups: members, and how far behind they are');
  for (const verb of [groupsList, groupsDescribe, groupsLag, groupsReset, groupsDelete])
    command.addCommand(verb(start));
  return command;
}

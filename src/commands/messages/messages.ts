import { Command } from 'commander';
import type { Start } from '../start.js';
import { messagesPeek } from './peek.js';
import { messagesProduce } from './produce.js';

export function messages(start: Start): Command {
  const command = new Command('messages').helpCommand(false).description('look at messages, and send some');
  for (const verb of [messagesPeek, messagesProduce]) command.addCommand(verb(start));
  return command;
}

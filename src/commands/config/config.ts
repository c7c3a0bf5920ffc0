import { Command } from 'commander';
import type { Start } from '../start.js';
import { configValidate } from './validate.js';
import { configView } from './view.js';

export function config(start: Start): Command {
  const command = new Command('config')
    .helpCommand(false)
    .description('exops.yaml: what it says, and whether it is right');
  for (const verb of [configView, configValidate]) command.addCommand(verb(start));
  return command;
}

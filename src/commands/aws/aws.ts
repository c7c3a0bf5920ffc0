import { Command } from 'commander';
import type { Start } from '../start.js';
import { awsPolicy } from './policy.js';

export function aws(start: Start): Command {
  return new Command('aws')
    .helpCommand(false)
    .description('what exops needs of AWS')
    .addCommand(awsPolicy(start));
}

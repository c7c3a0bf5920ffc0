import { Command } from 'commander';
import type { Start } from '../start.js';
import { devCost } from './cost.js';
import { devLeftovers } from './leftovers.js';
import { devSchedule } from './schedule.js';
import { devSleep } from './sleep.js';
import { devStatus } from './status.js';
import { devWake } from './wake.js';

export function dev(start: Start): Command {
  return new Command('dev')
    .helpCommand(false)
    .description('put an environment to sleep at night, and wake it as it was')
    .addCommand(devSleep(start))
    .addCommand(devWake(start))
    .addCommand(devStatus(start))
    .addCommand(devCost(start))
    .addCommand(devSchedule(start))
    .addCommand(devLeftovers(start));
}

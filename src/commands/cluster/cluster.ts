import { Command } from 'commander';
import type { Start } from '../start.js';
import { clusterCheck } from './check.js';
import { clusterHealth } from './health.js';
import { clusterInfo } from './info.js';

export function cluster(start: Start): Command {
  const command = new Command('cluster').helpCommand(false).description('what a cluster is, and how it is');
  for (const verb of [clusterInfo, clusterHealth, clusterCheck]) command.addCommand(verb(start));
  return command;
}

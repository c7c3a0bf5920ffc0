import { Command } from 'commander';
import type { Start } from '../start.js';
import { hostForget } from './forget.js';
import { hostLogs } from './logs.js';
import { hostPin } from './pin.js';
import { hostRedeploy, hostRestart } from './restart.js';
import { hostStatus } from './status.js';

export function host(start: Start): Command {
  const command = new Command('host')
    .helpCommand(false)
    .description('services on a host: state, logs, restart; and its key');
  for (const verb of [hostStatus, hostLogs, hostRestart, hostRedeploy, hostPin, hostForget])
    command.addCommand(verb(start));
  return command;
}

import { chmod } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { startSshHost } from './host.js';
import { opensshClient } from './openssh-client.js';

// A process for a test to kill: it starts a host and leaves a command running there, says which, and never stops it.
await chmod(tmpdir(), 0o755);
const host = await startSshHost();
const client = await opensshClient();
await host.admit(client.publicKey);
const { stdout } = await client.run(host, 'setsid sleep 1000 >/dev/null 2>&1 & echo $!');
process.stdout.write(`${JSON.stringify({ port: host.port, left: Number(stdout) })}\n`);
setInterval(() => undefined, 60_000);

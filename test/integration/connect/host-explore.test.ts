import { appendFileSync, writeFileSync } from 'node:fs';
import { test } from 'vitest';
import type { RunOptions } from '../../run.js';
import { projectFolder, projectIn } from '../hosts/services-host.js';
import { servicesPlace } from './host-services.js';

const place = servicesPlace();
const file = '/tmp/hs/explore.txt';

test('explore', async () => {
  writeFileSync(file, '');
  const folder = await projectFolder();
  await place.setState({
    ...projectIn(folder),
    units: {
      'exp-kafka.service': { journal: 'a\nb\nc\n' },
      'exp-web.service': { properties: { ActiveEnterTimestamp: 'Fri 2026-11-20 19:05:11 UTC' }, journal: 'w1\nw2\n' },
      'exp-bad.service': {
        journal: 'Starting\n\u001b[31mno route\u001b[0m to host\n',
        restart: { becomes: { ActiveState: 'failed', SubState: 'failed', Result: 'exit-code', ExecMainStatus: '1' } },
      },
      'exp-dead.service': {
        properties: { ActiveState: 'failed', SubState: 'failed', Result: 'exit-code', ExecMainStatus: '143' },
      },
    },
  });
  const { exops } = await place.laptop(
    `kafka: { systemd: exp-kafka }, web: { systemd: exp-web, health: "${place.health(200)}" }, ill: { systemd: exp-web, health: "${place.health(503)}" }, bad: { systemd: exp-bad }, dead: { systemd: exp-dead }, gone: { systemd: exp-gone }, gateway: { compose: "${folder}", service: gateway }, app: { compose: "${folder}" }`.replaceAll(`"${folder}"`, JSON.stringify(folder)),
  );
  const show = async (line: string, options: RunOptions = {}) => {
    const r = await exops(line, options);
    appendFileSync(
      file,
      `\n######## ${line} ${JSON.stringify(options)}\n-- code ${r.code}\n-- stdout\n${r.stdout}-- stderr\n${r.stderr}\n`,
    );
  };
  await show('host status', { tty: true });
  await show('host status');
  await show('host status -o json');
  await show('host logs kafka');
  await show('host logs kafka -n 1');
  await show('host logs kafka -n x');
  await show('host logs kafka --since 10m');
  await show('host logs kafka --since "2026-11-20 19:00"');
  await show('host logs gateway -n 2 --since 2026-11-20T19:00:00Z');
  await show('host logs app -n 2');
  await show('host logs kafkaa');
  await show('host logs kafka --host nope');
  await show('host logs gone');
  await show('host logs gateway --host kafka');
  await show('host restart web --dry-run', { tty: true });
  await show('host restart web --check');
  await show('host restart web kafka --check');
  await show('host restart web');
  await show('host restart web --yes');
  await show('host restart kafka', { tty: true, answers: ['nope'] });
  await show('host restart kafka --yes');
  await show('host restart web kafka', { tty: true, answers: ['kafka'] });
  await show('host restart web -o json --yes');
  await show('host restart bad web --yes');
  await show('host restart gone web --yes');
  await show('host restart gone --yes');
  await show('host restart kafk --yes');
  await show('host redeploy gateway --yes');
  await show('host redeploy web --yes');
  await show('host restart nothing kafka');
  await place.setState({ sudo: 'asks' });
  await show('host restart web --yes');
  await show('host restart web bad --yes');
  await place.setState({ sudo: 'missing' });
  await show('host restart web --yes');
  await place.setState({ sudo: 'allows', docker: 'denied' });
  await place.setState({ sudo: 'asks', docker: 'denied' });
  await show('host status');
  await show('host restart gateway --yes');
  await show('host restart gateway --check');
  await show('host logs gateway');
  await place.setState({ docker: 'down' });
  await show('host status');
  await show('host logs gateway');
  await show('host restart gateway --yes');
  await place.setState({ compose: 'standalone' });
  await show('host logs gateway');
  await show('host restart gateway --yes');
}, 600_000);

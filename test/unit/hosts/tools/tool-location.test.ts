import { describe, expect, test } from 'vitest';
import { configuredTool } from '../../../../src/lib/hosts/tools/tool-location.js';

const split = (line: string) => line.split(' ');
const read = (line: string) => configuredTool(split(line), 'hosts.kafka.tools.rpk');

describe('configuredTool', () => {
  test.each([
    ['docker exec redpanda rpk', 'docker exec', '', 'redpanda', 'rpk'],
    [
      'sudo -n docker exec redpanda-0 /usr/bin/rpk -v',
      'sudo -n docker exec',
      '',
      'redpanda-0',
      '/usr/bin/rpk -v',
    ],
    ['docker exec -it -u redpanda redpanda rpk', 'docker exec', '-u redpanda', 'redpanda', 'rpk'],
    ['docker exec -e A=1 --user=root --interactive --tty x y', 'docker exec', '-e A=1 --user=root', 'x', 'y'],
    ['/usr/bin/podman exec x y', '/usr/bin/podman exec', '', 'x', 'y'],
    ['docker -H tcp://h:1 exec x y', 'docker -H tcp://h:1 exec', '', 'x', 'y'],
  ])('%s runs in a container', (line, exec, options, name, argv) => {
    const expected = {
      ...{ in: 'container', exec: split(exec), name, argv: split(argv), isCompose: false },
      options: options === '' ? [] : split(options),
    };
    expect(read(line)).toEqual(expected);
  });

  test.each([
    'docker compose -f /opt/kafka/compose.yml exec -T --index 2 kafka kafka-topics.sh',
    'docker-compose -f /opt/kafka/compose.yml exec -T --index 2 kafka kafka-topics.sh',
  ])('%s runs in a service', (line) => {
    expect(read(line)).toMatchObject({
      ...{
        in: 'container',
        options: ['--index', '2'],
        name: 'kafka',
        argv: ['kafka-topics.sh'],
        isCompose: true,
      },
    });
  });

  test.each([
    '/opt/redpanda/bin/rpk',
    'sudo -n -u kafka /opt/kafka/bin/kafka-topics.sh',
    'nice exec rpk',
    'exec rpk',
  ])('%s runs on the host', (line) => {
    expect(read(line)).toEqual({ in: 'host', argv: split(line) });
  });

  test('says what is missing', () => {
    expect(() => configuredTool([], 'hosts.kafka.tools.rpk')).toThrow(
      'hosts.kafka.tools.rpk is empty: it takes the words that start the tool.',
    );
    expect(() => read('docker exec redpanda')).toThrow(
      'hosts.kafka.tools.rpk needs a container and a command after "exec": docker exec redpanda',
    );
    expect(() => read('docker exec -it')).toThrow('needs a container and a command');
    expect(() => read('docker exec a/b rpk')).toThrow(`has a container name that can't be one: "a/b"`);
  });
});

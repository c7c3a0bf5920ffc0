import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addBootstrap } from '../../../../src/lib/hosts/tools/add-bootstrap.js';
import { toolNames } from '../../../../src/lib/hosts/tools/tool-names.js';

const usual = { brokers: 'localhost:9092', isConfigured: false };
const configured = { brokers: '10.0.11.8:9092,10.0.12.8:9092', isConfigured: true };
const split = (line: string) => line.split(' ').filter((word) => word !== '');

describe('addBootstrap', () => {
  test.each([
    ['kafka-topics', '--list', '--bootstrap-server localhost:9092 --list'],
    ['kafka-console-consumer', '--topic x', '--bootstrap-server localhost:9092 --topic x'],
    ['kafka-metadata-quorum', 'describe --status', '--bootstrap-server localhost:9092 describe --status'],
    ['kafka-cluster', 'cluster-id', 'cluster-id --bootstrap-server localhost:9092'],
    ['kafka-cluster', 'unregister --id 3', 'unregister --bootstrap-server localhost:9092 --id 3'],
    ['kafka-replica-verification', '--time -1', '--broker-list localhost:9092 --time -1'],
    ['kafka-e2e-latency', '--topic x', '--bootstrap-server localhost:9092 --topic x'],
    [
      'kafka-producer-perf-test',
      '--topic x --throughput -1',
      '--topic x --throughput -1 --producer-props bootstrap.servers=localhost:9092',
    ],
    [
      'kafka-producer-perf-test',
      '--producer-props acks=1 linger.ms=5 --topic x',
      '--producer-props bootstrap.servers=localhost:9092 acks=1 linger.ms=5 --topic x',
    ],
  ])('gives %s %s an address', (tool, args, expected) => {
    expect(addBootstrap(tool, split(args), usual)).toEqual(split(expected));
  });

  test.each([
    ['kafka-topics', ''],
    ['kafka-topics', '--help'],
    ['kafka-topics', '--version'],
    ['kafka-topics', '--list --bootstrap-server b:9092'],
    ['kafka-topics', '--list --bootstrap-server=b:9092'],
    ['kafka-topics', '--list -bootstrap-server b:9092'],
    ['kafka-topics', '--list --zookeeper z:2181'],
    ['kafka-configs', '--describe --bootstrap-controller c:9093'],
    ['kafka-configs', '--describe --bootstrap-controller=c:9093'],
    ['kafka-features', '--bootstrap-controller c:9093 describe'],
    ['kafka-console-producer', '--topic x --broker-list b:9092'],
    ['kafka-cluster', 'cluster-id -b b:9092'],
    ['kafka-cluster', 'cluster-id --config client.properties'],
    ['kafka-cluster', '-h'],
    ['kafka-e2e-latency', 'b:9092 x 100 1 20'],
    ['kafka-producer-perf-test', '--topic x --producer-props acks=1 bootstrap.servers=b:9092'],
    ['kafka-producer-perf-test', '--topic x --producer-props=bootstrap.servers=b:9092'],
    ['kafka-producer-perf-test', '--topic x --producer-props=acks=1'],
    ['kafka-producer-perf-test', '--topic x --bootstrap-server b:9092'],
    ['kafka-producer-perf-test', '--topic x --producer.config client.properties'],
    ['kafka-dump-log', '--files x.log'],
    ['kafka-storage', 'info -c server.properties'],
    ['kafka-run-class', 'kafka.tools.Something --list'],
  ])('leaves %s %s as it is', (tool, args) => {
    expect(addBootstrap(tool, split(args), configured)).toEqual(split(args));
  });

  test.each([
    ['topic list', '-X brokers=10.0.11.8:9092,10.0.12.8:9092 topic list'],
    [
      '-X tls.enabled=true topic list',
      '-X brokers=10.0.11.8:9092,10.0.12.8:9092 -X tls.enabled=true topic list',
    ],
    ['', ''],
    ['-X brokers=b:9092 topic list', '-X brokers=b:9092 topic list'],
    ['topic list -Xbrokers=b:9092', 'topic list -Xbrokers=b:9092'],
    ['topic list --brokers b:9092', 'topic list --brokers b:9092'],
    ['topic list --profile prod', 'topic list --profile prod'],
    ['topic list --config=rpk.yaml', 'topic list --config=rpk.yaml'],
  ])('rpk %s, with a configured address', (args, expected) => {
    expect(addBootstrap('rpk', split(args), configured)).toEqual(split(expected));
  });

  test('leaves rpk its own profile where no address is configured', () => {
    expect(addBootstrap('rpk', ['topic', 'list'], usual)).toEqual(['topic', 'list']);
  });

  const words = fc.array(
    fc.oneof(fc.constantFrom('--topic', 'x', '--list', '--', '-e', '--producer-props'), fc.string()),
  );
  test('keeps every word of the user, in order', () => {
    fc.assert(
      fc.property(fc.constantFrom(...toolNames), words, (tool, args) => {
        const all = addBootstrap(tool, args, configured);
        let at = 0;
        for (const word of all) if (word === args[at]) at += 1;
        expect(at).toBe(args.length);
        expect(all.length - args.length).toBeLessThanOrEqual(2);
      }),
    );
  });

  test('finds the address that it added itself', () => {
    fc.assert(
      fc.property(fc.constantFrom(...toolNames), words, (tool, args) => {
        const once = addBootstrap(tool, args, configured);
        expect(addBootstrap(tool, once, configured)).toEqual(once);
      }),
    );
  });
});

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startAws } from '../test/lab/aws/start.js';
import { startEc2Host } from '../test/lab/ec2-host.js';
import { hostTools } from '../test/lab/host-tools/host-tools.js';

/** An instance in an AWS of the lab's, with a real sshd and Kafka's own tools, and a folder whose exops.yaml knows it. */
export interface DemoHost {
  readonly env: Readonly<Record<string, string>>;
  /** False where a recorder stands in for rpk, and says so. */
  readonly rpkIsReal: boolean;
  stop(): Promise<void>;
}

export async function startDemoHost(folder: string, brokers: string): Promise<DemoHost> {
  const [aws, tools] = await Promise.all([startAws(), hostTools({ onPath: ['kafka-topics.sh', 'rpk'] })]);
  const host = await startEc2Host(aws, 'demo-kafka', { ssh: { toolFolders: [tools.folder] } });
  const keys = host.hostKeys().map(({ type, base64 }) => `${type} ${base64}`);
  const console = ['-----BEGIN SSH HOST KEY KEYS-----', ...keys, '-----END SSH HOST KEY KEYS-----'];
  await aws.setConsoleOutput(host.instanceId, console.join('\n'));
  await aws.putExports('demo', { 'demo-KafkaInstanceId': host.instanceId });
  const settings = host.settings.replace(host.instanceId, `"\${cfn:demo-KafkaInstanceId}"`);
  await writeFile(
    join(folder, 'exops.yaml'),
    `version: 1
environments:
  demo:
    aws: { region: ap-northeast-2, accountId: "123456789012" }
    hosts: { kafka: ${settings} }
    cluster: { brokers: "${brokers}", via: kafka }
    topics: topics.yaml
`,
  );
  await writeFile(
    join(folder, 'topics.yaml'),
    'version: 1\nscope: { include: ["demo.*"] }\ntopics: { demo.events: { partitions: 6, replicationFactor: 2 } }\n',
  );
  return {
    env: aws.env,
    rpkIsReal: tools.rpkIsReal,
    async stop() {
      await host.stop();
      await Promise.all([aws.stop(), tools.remove()]);
    },
  };
}

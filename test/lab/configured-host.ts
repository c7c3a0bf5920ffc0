import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startAws } from './aws/start.js';
import { startEc2Host } from './ec2-host.js';
import { hostTools } from './host-tools/host-tools.js';
import { kafkaToolNames } from './host-tools/kafka-commands.js';

/** An instance in an AWS of the lab's, with a real sshd and Kafka's own tools, and a folder whose exops.yaml knows it. */
export interface ConfiguredHost {
  readonly env: Readonly<Record<string, string>>;
  /** False where a recorder stands in for rpk, and says so. */
  readonly rpkIsReal: boolean;
  stop(): Promise<void>;
}

export async function startConfiguredHost(folder: string, brokers: string): Promise<ConfiguredHost> {
  const [aws, tools] = await Promise.all([
    startAws(),
    hostTools({ onPath: ['rpk', ...kafkaToolNames('.sh')] }),
  ]);
  const host = await startEc2Host(aws, 'lab-kafka', { ssh: { toolFolders: [tools.folder] } });
  const keys = host.hostKeys().map(({ type, base64 }) => `${type} ${base64}`);
  const console = ['-----BEGIN SSH HOST KEY KEYS-----', ...keys, '-----END SSH HOST KEY KEYS-----'];
  await aws.setConsoleOutput(host.instanceId, console.join('\n'));
  await aws.putExports('lab', { 'lab-KafkaInstanceId': host.instanceId });
  const settings = host.settings.replace(host.instanceId, `"\${cfn:lab-KafkaInstanceId}"`);
  await writeFile(
    join(folder, 'exops.yaml'),
    `version: 1
environments:
  lab:
    aws: { region: ap-northeast-2, accountId: "123456789012" }
    hosts: { kafka: ${settings} }
    cluster: { brokers: "${brokers}", via: kafka }
    topics: topics.yaml
`,
  );
  await writeFile(
    join(folder, 'topics.yaml'),
    'version: 1\nscope: { include: ["lab.*"] }\ntopics: { lab.events: { partitions: 6, replicationFactor: 1 } }\n',
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

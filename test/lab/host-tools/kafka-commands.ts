import { copyFile, link, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { installKafka } from '../kafka/install.js';
import type { KafkaInstall } from '../kafka/jvm.js';

const mainClasses: Readonly<Record<string, string>> = {
  'kafka-acls': 'org.apache.kafka.tools.AclCommand',
  'kafka-broker-api-versions': 'org.apache.kafka.tools.BrokerApiVersionsCommand',
  'kafka-configs': 'kafka.admin.ConfigCommand',
  'kafka-console-consumer': 'org.apache.kafka.tools.consumer.ConsoleConsumer',
  'kafka-console-producer': 'org.apache.kafka.tools.ConsoleProducer',
  'kafka-consumer-groups': 'org.apache.kafka.tools.consumer.group.ConsumerGroupCommand',
  'kafka-delete-records': 'org.apache.kafka.tools.DeleteRecordsCommand',
  'kafka-get-offsets': 'org.apache.kafka.tools.GetOffsetShell',
  'kafka-leader-election': 'org.apache.kafka.tools.LeaderElectionCommand',
  'kafka-log-dirs': 'org.apache.kafka.tools.LogDirsCommand',
  'kafka-metadata-quorum': 'org.apache.kafka.tools.MetadataQuorumCommand',
  'kafka-producer-perf-test': 'org.apache.kafka.tools.ProducerPerformance',
  'kafka-reassign-partitions': 'org.apache.kafka.tools.reassign.ReassignPartitionsCommand',
  'kafka-topics': 'org.apache.kafka.tools.TopicCommand',
};

/** The names of Kafka's own tools, as its tarball has them with `.sh` and packages without. */
export function kafkaToolNames(suffix: '.sh' | ''): readonly string[] {
  return Object.keys(mainClasses).map((name) => `${name}${suffix}`);
}

/** The class that the Kafka tool of this name starts; undefined when there is no such tool. */
export function kafkaMainClass(name: string): string | undefined {
  return mainClasses[name.replace(/\.sh$/, '')];
}

/** The lab's Kafka in a folder where every user can read it, to be started in any working folder. */
export async function shareKafka(folder: string): Promise<KafkaInstall> {
  const install = await installKafka();
  await mkdir(join(folder, 'libs'), { recursive: true });
  const jars = install.classPath.split(':');
  await Promise.all(jars.map((jar) => linkOrCopy(join(install.folder, jar), join(folder, jar))));
  return { ...install, folder, classPath: jars.map((jar) => join(folder, jar)).join(':') };
}

// The cache may be on another disk.
async function linkOrCopy(from: string, to: string): Promise<void> {
  await link(from, to).catch(() => copyFile(from, to));
}

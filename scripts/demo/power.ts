import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type AwsLab, awsRegion } from '../../test/lab/aws/aws-lab.js';
import { startAws } from '../../test/lab/aws/start.js';
import { type SleepingEnvironment, startSleepingEnvironment } from '../../test/lab/sleeping-environment.js';
import { playAll, type Step, say } from './play.js';

/** How long everything takes to stop and to start; minutes on AWS. */
const transitionSeconds = 3;

/** An environment sleeps, with its Kafka, and wakes as it was. */
export async function playPower(folder: string): Promise<boolean> {
  say('Starting an environment of an emulated AWS whose Kafka runs, and stops, with its instance …');
  const aws = await startAws();
  try {
    const environment = await startSleepingEnvironment({ aws, prefix: 'demo', transitionSeconds });
    try {
      return await playAll(steps(await writeConfiguration(folder, environment), aws), folder);
    } finally {
      await environment.stop();
    }
  } finally {
    await aws.stop();
  }
}

function steps(folder: string, { env }: AwsLab): Step[] {
  const common = { folder, env };
  return [
    {
      say: 'It is evening. Applications go first, then databases, then Kafka, each with a record of what it was:',
      ...{ ...common, args: ['dev', 'sleep'], answer: 'y' },
    },
    { say: 'Anybody can see who did it, and what still costs:', ...common, args: ['dev', 'status'] },
    {
      say: 'In the morning it comes back from the records, and Kafka is asked until it answers:',
      ...{ ...common, args: ['dev', 'wake'], answer: 'y' },
    },
  ];
}

async function writeConfiguration(folder: string, environment: SleepingEnvironment): Promise<string> {
  const own = join(folder, 'power');
  await mkdir(own);
  const { bootstrap, clusterId } = environment.kafka;
  const lines = [
    'version: 1',
    'environments:',
    '  dev:',
    `    aws: { region: ${awsRegion}, accountId: "123456789012" }`,
    `    cluster: { brokers: "${bootstrap}", clusterId: "${clusterId}" }`,
    '    sleep:',
    ...environment.sleep.map((entry) => `      - ${JSON.stringify(entry)}`),
  ];
  await writeFile(join(own, 'exops.yaml'), `${lines.join('\n')}\n`);
  return own;
}

import { authOf } from './listener-setups.js';
import { mskByName } from './msk-setups.js';
import { awsBlock, keyOf, type Place } from './place.js';
import type { Coverages, Scene } from './setup.js';

/** The MSK in miniature, which is told by its brokers. */
async function scramOf(place: Place, user: string, more: object = {}): Promise<Scene> {
  const msk = await place.msk();
  const auth = { ...authOf('scram', msk), username: user };
  return { environment: { cluster: { brokers: [msk.listeners.scram], auth }, ...more } };
}

async function topicsFile(place: Place, topic: string): Promise<string> {
  const settings = '{ partitions: 1, replicationFactor: 1 }';
  return place.write(
    'topics.yaml',
    `version: 1\nscope: { include: ["${topic}"] }\ntopics: { ${topic}: ${settings} }\n`,
  );
}

const by = (password: string) => ({ EXOPS_DOCTORS_PASSWORD: password });
const weak = by('weak-secret');

/** Logins that are refused, and rights that are missing. */
export const loginSetups = {
  'login-refused': [
    {
      what: 'wrong SCRAM password',
      exitCode: 4,
      build: async (place) => ({
        ...(await scramOf(place, 'ops')),
        env: by('yesterdays-secret'),
        saw: 'the login as ops is refused: ',
        next: [
          'The user is unknown or the password is wrong: brokers say the same to both.',
          'Look at auth.username and auth.password in exops.yaml, or EXOPS_USERNAME and EXOPS_PASSWORD.',
        ],
      }),
    },
  ],
  'connect-denied': [
    {
      what: 'an IAM identity that the cluster does not know',
      exitCode: 4,
      build: async (place) => {
        const { environment } = await mskByName(place);
        const key = keyOf(place.aws);
        // From now on with another secret, so that no signature of ours is good.
        await (await place.msk({ isLetIn: false })).letIn({ ...key, secretAccessKey: 'another' });
        const { accessKeyId } = key;
        return {
          environment,
          next: [
            /^Most likely arn:aws:\S+ lacks kafka-cluster:Connect on arn:aws:kafka:ap-northeast-2:123456789012:cluster\/\S+\. What it needs:$/,
            "exops msk policy --for admin --topic '*'",
          ],
          saw: `the IAM token of ${accessKeyId.slice(0, 4)}…${accessKeyId.slice(-4)} is refused: `,
        };
      },
    },
    {
      what: 'wrong region in the signature',
      exitCode: 4,
      build: async (place) => {
        const msk = await place.msk();
        const cluster = { brokers: [msk.listeners.iam], auth: authOf('iam', msk) };
        return {
          environment: { aws: { ...awsBlock, region: 'us-east-1' }, cluster },
          next: [
            /^Most likely arn:aws:\S+ lacks kafka-cluster:Connect on the cluster\. What it needs:$/,
            "exops msk policy --for admin --topic '*'",
            'Or the cluster is in another region than us-east-1: aws.region in exops.yaml.',
          ],
        };
      },
    },
    {
      what: 'a session token that the cluster calls expired',
      exitCode: 4,
      build: async (place) => {
        const msk = await place.msk({ isLetIn: false });
        await msk.letIn({ ...keyOf(place.aws), sessionToken: 'of-today' });
        const cluster = { brokers: [msk.listeners.iam], auth: authOf('iam', msk) };
        return { environment: { aws: awsBlock, cluster }, env: { AWS_SESSION_TOKEN: 'of-yesterday' } };
      },
    },
  ],
  'token-clock': { notInTheLab: "its brokers have this machine's clock, and let in what it signed" },
  'token-region': {
    notInTheLab: "a token is signed for the region in the ARN or in the brokers' names where they have one",
  },
  'token-credentials-ended': [
    {
      what: 'an expired session that goes on signing tokens',
      exitCode: 4,
      behind: 'aws-credentials-expired',
      build: async (place) => {
        const msk = await place.msk({ isLetIn: false });
        await msk.letIn({ ...keyOf(place.aws), sessionToken: 'of-today' });
        const cluster = { brokers: [msk.listeners.iam], auth: authOf('iam', msk) };
        const ended = new Date(Date.now() - 1_800_000).toISOString();
        const env = { AWS_SESSION_TOKEN: 'of-yesterday', AWS_CREDENTIAL_EXPIRATION: ended };
        return { environment: { aws: awsBlock, cluster }, env, saw: ' is refused: ' };
      },
    },
  ],
  'topic-hidden': [
    {
      what: 'TOPIC_AUTHORIZATION_FAILED',
      exitCode: 4,
      also: ['right-missing'],
      build: async (place) => {
        const topic = place.named('hidden');
        await topicsFile(place, topic);
        return {
          ...(await scramOf(place, 'weak', { topics: 'topics.yaml' })),
          env: weak,
          saw: `may not describe ${topic} (TOPIC_AUTHORIZATION_FAILED)`,
          next: [`Missing: DESCRIBE on topic ${topic}`],
        };
      },
    },
  ],
  'right-missing': [
    {
      what: 'an IAM identity that may describe a topic and no more',
      exitCode: 0,
      build: async (place) => {
        const msk = await place.msk({ isLetIn: false });
        const topic = place.named('seen');
        const arn = `arn:aws:iam::123456789012:role/${place.named('reader')}`;
        await msk.letIn({ ...keyOf(place.aws), arn });
        await msk.allow({ principal: arn, operations: ['DESCRIBE', 'CREATE'], on: { topic } });
        await topicsFile(place, topic);
        const cluster = { brokers: [msk.listeners.iam], auth: authOf('iam', msk) };
        return { environment: { aws: awsBlock, cluster, topics: 'topics.yaml' } };
      },
    },
  ],
  'rights-untold': { notInTheLab: 'its Kafka is 4.1; test/unit shows the judgement' },
  'round-trip-failed': [
    {
      what: 'a round trip without the right to make a topic',
      exitCode: 4,
      also: ['right-missing'],
      build: async (place) => ({ ...(await scramOf(place, 'weak')), env: weak, args: '--round-trip' }),
    },
  ],
  'topic-left-behind': [
    {
      what: 'the right to make a topic, and none to delete it',
      exitCode: 0,
      also: ['right-missing'],
      build: async (place) => {
        const msk = await place.msk({ isLetIn: false });
        const arn = `arn:aws:iam::123456789012:role/${place.named('maker')}`;
        await msk.letIn({ ...keyOf(place.aws), arn });
        const operations = ['CREATE', 'DESCRIBE', 'READ', 'WRITE'] as const;
        await msk.allow({ principal: arn, operations, on: { topic: 'exops-doctor-*' } });
        const cluster = { brokers: [msk.listeners.iam], auth: authOf('iam', msk) };
        return { environment: { aws: awsBlock, cluster }, args: '--round-trip' };
      },
    },
  ],
} as const satisfies Coverages;

import { EC2 } from '@aws-sdk/client-ec2';
import { EKS } from '@aws-sdk/client-eks';
import { expect, onTestFinished, test } from 'vitest';
import { probeMetadata, probeTcp } from '../../lab/kafka/metadata-probe.js';
import { nodegroupLabel } from '../../lab/kubernetes/nodegroup-nodes.js';
import { sharedKubernetes } from '../../lab/kubernetes/shared.js';
import { startSleepingEnvironment } from '../../lab/sleeping-environment.js';
import { eventually, sdkLab } from './aws-sdk.js';

test('its Kafka and its nodes go and come with what they run on, and are gone at the end', async () => {
  const { lab: aws, power, settings } = sdkLab();
  const namespace = await (await sharedKubernetes()).namespace('sleeping');
  onTestFinished(namespace.remove);
  const transitionSeconds = 0.2;
  const dev = await startSleepingEnvironment({ aws, kubernetes: namespace.api, transitionSeconds });
  onTestFinished(dev.stop);
  const [ec2, eks] = [new EC2(settings), new EKS(settings)];
  const port = Number(dev.kafka.bootstrap.split(':')[1]);
  const { cluster, name } = dev.nodegroup;
  const scale = (minSize: number, desiredSize: number) =>
    eks.updateNodegroupConfig({
      ...{ clusterName: cluster, nodegroupName: name, scalingConfig: { minSize, desiredSize } },
    });
  const nodes = (count: number) =>
    eventually(async () => {
      const found = await dev.nodes();
      return found.length === count ? found : undefined;
    });
  const hasKafka = (wanted: boolean) =>
    eventually(async () => {
      const answers = await probeMetadata(port).then(
        ({ clusterId }) => clusterId === dev.kafka.clusterId,
        () => false,
      );
      return answers === wanted ? true : undefined;
    });

  await probeMetadata(port);
  const before = await dev.nodes();
  expect(before).toHaveLength(2);

  await scale(0, 0);
  await ec2.stopInstances({ InstanceIds: [dev.instanceId] });
  await nodes(0);
  await eventually(async () => (dev.hasKafka() ? undefined : true));
  await expect(probeTcp(port)).rejects.toThrow('ECONNREFUSED');
  expect((await power.nodegroups.describe(cluster, name)).instances).toEqual([]);

  await ec2.startInstances({ InstanceIds: [dev.instanceId] });
  await hasKafka(true);
  await eventually(async () =>
    (await eks.describeNodegroup({ clusterName: cluster, nodegroupName: name })).nodegroup?.status ===
    'ACTIVE'
      ? true
      : undefined,
  );
  await scale(1, 2);
  const after = await nodes(2);
  expect(after.filter((node) => before.includes(node))).toEqual([]);

  await dev.stop();
  expect(dev.hasKafka()).toBe(false);
  const selector = `labelSelector=${encodeURIComponent(`${nodegroupLabel}=${name}`)}`;
  const { items } = await namespace.api.call<{ items: unknown[] }>('GET', `/api/v1/nodes?${selector}`);
  expect(items).toEqual([]);
});

import { describe, expect, test } from 'vitest';
import { exopsFolder, exopsYaml } from './exops-folder.js';
import { lines, messageOf } from './failure.js';

const kubernetes = 'kubernetes: {}';

async function said(environment: string): Promise<readonly string[]> {
  const { load } = await exopsFolder({
    'exops.yaml': exopsYaml({ dev: `{ ${environment}, cluster: { brokers: "a:1" } }` }),
  });
  const message = await messageOf(() => load());
  return message
    .split('\n')
    .filter((line) => line.startsWith('exops.yaml:'))
    .map((line) => line.replace(/^exops.yaml:\d+:\d+ /, ''));
}

const id = 'i-0123456789abcdef0';
const keys =
  'eksNodegroup, autoScalingGroup, ecsService, kubernetesWorkload, rdsInstance, rdsCluster, ec2Instance';
const instanceRule =
  'ec2Instance: expected an instance id such as i-0123456789abcdef0, a reference to one, or { tag: { Name: … } }';
const workloadRule = 'kubernetesWorkload: expected deployment/NAME or statefulset/NAME';
const eitherWorkload = 'expected deployment/NAME, statefulset/NAME or { label: { app: … } }';
const clusterRule = 'expected the cluster, and a name or tag: { Name: … }';
const labelRule = "expected a label's value: letters, digits, dashes, underscores and dots, at most 63";
const nameRule = 'a name has lower-case letters, digits, dashes and dots, at most 253';

describe('a sleep list that can not be meant', () => {
  test.each([
    [`{ ec2: ${id} }`, ['unknown key "ec2"']],
    [`{ ec2Instanc: ${id} }`, ['unknown key "ec2Instanc" (did you mean "ec2Instance"?)']],
    [`{ rdsInstance: db, skp: true }`, ['unknown key "skp" (did you mean "skip"?)']],
    ['{}', [`item: expected one of ${keys}`]],
    ['{ order: 3 }', [`item: expected one of ${keys}`]],
    ['web', ['item: expected keys with values, got "web"']],
    [
      `{ rdsInstance: db, ec2Instance: ${id}, autoScalingGroup: web }`,
      [
        'rdsInstance: a line has one resource, and this one has autoScalingGroup, too',
        'ec2Instance: a line has one resource, and this one has autoScalingGroup, too',
      ],
    ],
    ['{ ec2Instance: kafka }', [instanceRule]],
    ['{ ec2Instance: i-123 }', [instanceRule]],
    ['{ ec2Instance: { tags: { Name: a } } }', ['unknown key "tags" (did you mean "tag"?)']],
    ['{ ec2Instance: { tag: {} } }', ['tag: expected at least one tag']],
    ['{ ec2Instance: { tag: { Name: 3 } } }', ['Name: expected text, got 3']],
    ['{ ec2Instance: {} }', ['ec2Instance: expected a name, or { tag: { Name: … } }']],
    ['{ ec2Instance: 3 }', ['ec2Instance: expected an instance id, or { tag: { Name: … } }']],
    ['{ ec2Instance: [i-a] }', ['ec2Instance: expected an instance id, or { tag: { Name: … } }']],
    ['{ rdsInstance: "" }', ['rdsInstance: expected text, got nothing']],
    ['{ rdsInstance: 3 }', ['rdsInstance: expected a name, or { tag: { Name: … } }']],
    ['{ eksNodegroup: nodes }', ['eksNodegroup: expected keys with values, got "nodes"']],
    [
      '{ eksNodegroup: { clster: a, name: b } }',
      ['"cluster" is missing', 'unknown key "clster" (did you mean "cluster"?)'],
    ],
    ['{ ecsService: { cluster: shop } }', [`ecsService: ${clusterRule}`]],
    ['{ ecsService: { cluster: shop, name: a, tag: { Team: web } } }', [`ecsService: ${clusterRule}`]],
    ['{ ecsService: { tag: { Team: web } } }', ['"cluster" is missing']],
    ['{ eksNodegroup: { cluster: a, tag: {} } }', ['tag: expected at least one tag']],
    ['{ eksNodegroup: { cluster: a, tags: { A: b } } }', ['unknown key "tags" (did you mean "tag"?)']],
    ['{ kubernetesWorkload: {} }', [`kubernetesWorkload: ${eitherWorkload}`]],
    ['{ kubernetesWorkload: 3 }', [`kubernetesWorkload: ${eitherWorkload}`]],
    ['{ kubernetesWorkload: { label: {} } }', ['label: expected at least one label']],
    ['{ kubernetesWorkload: { labels: { a: b } } }', ['unknown key "labels" (did you mean "label"?)']],
    ['{ kubernetesWorkload: { label: { app: "a,b" } } }', [`app: ${labelRule}; got "a,b"`]],
    [
      '{ kubernetesWorkload: { label: { "a=b": c } } }',
      ['a=b: expected the key of a label, as in app.kubernetes.io/name'],
    ],
    ['{ kubernetesWorkload: backend }', [`${workloadRule}, got "backend"`]],
    [
      '{ kubernetesWorkload: deploymnt/backend }',
      [`${workloadRule}, got "deploymnt/backend" (did you mean "deployment"?)`],
    ],
    ['{ kubernetesWorkload: daemonset/agent }', [`${workloadRule}, got "daemonset/agent"`]],
    [
      '{ kubernetesWorkload: deployment/Back_End }',
      [`${workloadRule}, got "deployment/Back_End": ${nameRule}`],
    ],
    ['{ kubernetesWorkload: deployment/ }', [`${workloadRule}, got "deployment/": ${nameRule}`]],
    ['{ rdsInstance: db, order: first }', ['order: expected a whole number']],
    ['{ rdsInstance: db, order: 1.5 }', ['order: expected a whole number']],
    ['{ rdsInstance: db, order: -1 }', ['order: expected a whole number of 0 or more']],
    ['{ rdsInstance: db, skip: yes please }', ['skip: expected true or false, got "yes please"']],
    [
      '{ rdsInstance: db, wake: manuel }',
      ['wake: expected automatic or manual, got "manuel" (did you mean "manual"?)'],
    ],
    [
      `{ rdsInstance: "\${cfnn:Db}" }`,
      [
        `rdsInstance: \${cfnn:Db} has an unknown source (did you mean "cfn"?): there are env, cfn, secretsmanager, ssm`,
      ],
    ],
  ])('%s', async (line, messages) => {
    expect(await said(`${kubernetes}, sleep: [${line}]`)).toEqual(messages);
  });

  test.each([
    ['{ rdsInstance: db }, { rdsInstance: db, order: 1 }'],
    ['{ eksNodegroup: { cluster: a, name: b } }, { eksNodegroup: { name: b, cluster: a } }'],
    [
      '{ ecsService: { cluster: a, tag: { A: x, B: y } } }, { ecsService: { tag: { B: y, A: x }, cluster: a } }',
    ],
    ['{ ec2Instance: { tag: { A: x, B: y } } }, { ec2Instance: { tag: { B: y, A: x } } }'],
    [`{ ec2Instance: "\${cfn:Kafka}" }, { ec2Instance: "\${cfn:Kafka}" }`],
  ])('the same twice: %s', async (list) => {
    expect(await said(`sleep: [${list}]`)).toEqual(['item: this resource stands here twice']);
  });

  test('no two of these are the same', async () => {
    const { load } = await exopsFolder({
      'exops.yaml': exopsYaml({
        dev: '{ kubernetes: {}, sleep: [{ rdsInstance: a }, { rdsCluster: a }, { autoScalingGroup: a }, { rdsInstance: { tag: { cluster: a } } }, { ecsService: { cluster: a, name: b } }, { eksNodegroup: { cluster: a, name: b } }, { eksNodegroup: { cluster: a, tag: { name: b } } }, { eksNodegroup: { cluster: b, tag: { name: b } } }, { kubernetesWorkload: { label: { app.kubernetes.io/name: a } } }, { kubernetesWorkload: deployment/a }, { kubernetesWorkload: statefulset/a }], cluster: { brokers: "a:1" } }',
      }),
    });
    await expect(load()).resolves.toMatchObject({ name: 'dev' });
  });

  test('a workload where there is no Kubernetes', async () => {
    expect(await said('sleep: [{ rdsInstance: a }, { kubernetesWorkload: deployment/a }]')).toEqual([
      'kubernetesWorkload: it is in the Kubernetes of this environment, which has none: write kubernetes: { context: … }',
    ]);
  });

  test('says where each mistake stands', async () => {
    const { load } = await exopsFolder({
      'exops.yaml': lines`
        version: 1
        environments:
          dev:
            sleep:
              - rdsInstanc: db
              - ec2Instance: kafka
              - rdsInstance: db
              - rdsInstance: db
                autoScalingGroup: web
      `,
    });
    expect(await messageOf(() => load())).toBe(lines`
      exops.yaml:5:9 unknown key "rdsInstanc" (did you mean "rdsInstance"?)
         5 |       - rdsInstanc: db
           |         ^^^^^^^^^^
      exops.yaml:6:22 ${instanceRule}
         6 |       - ec2Instance: kafka
           |                      ^^^^^
      exops.yaml:8:22 rdsInstance: a line has one resource, and this one has autoScalingGroup, too
         8 |       - rdsInstance: db
           |                      ^^
    `);
  });
});

describe('prices that can not be meant', () => {
  test.each([
    ['{ "eks clster": 0.1 }', ['eks clster: there is no such price: the nearest is "eks cluster"']],
    [
      '{ coffee: 0.1 }',
      [
        'coffee: there is no such price: there are eks cluster, nat gateway, public ipv4, load balancer, vpc endpoint, msk serverless, msk GiB-month, snapshot GiB-month, log GiB-month, ec2 t3.large, rds db.t3.medium, msk kafka.t3.small, elasticache cache.t4g.micro, gp3 GiB-month, rds gp3 GiB-month',
      ],
    ],
    ['{ "ec2 large": 0.1 }', ['ec2 large: there is no such price: the nearest is "ec2 t3.large"']],
    ['{ "eks cluster": "0.1" }', ['eks cluster: expected a number of US dollars']],
    ['{ "eks cluster": -0.1 }', ['eks cluster: expected a number of US dollars, 0 or more']],
    ['{ "eks cluster": .inf }', ['eks cluster: expected US dollars for an hour, or for a GiB and month']],
    ['[0.1]', ['prices: expected keys with values, got a list']],
  ])('%s', async (prices, messages) => {
    expect(await said(`prices: ${prices}`)).toEqual(messages);
  });
});

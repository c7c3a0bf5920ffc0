import { describe, expect, it } from 'vitest';
import { AwsError } from '../../../../src/lib/aws/aws-errors.js';
import type { Eks } from '../../../../src/lib/aws/contract/eks.js';
import { ForbiddenError, UnreachableError } from '../../../../src/lib/k8s/errors.js';
import { failureOf, onlyOf } from './asking.js';
import { node, nodegroup } from './node-groups.js';
import { busy, opened, selector, working } from './nodegroup-scene.js';

describe('a node group that is busy', () => {
  const refusing = (times: number, then = 'update-2'): Partial<Eks> => {
    let left = times;
    return {
      async scale() {
        left -= 1;
        if (left >= 0) throw busy;
        return then;
      },
    };
  };

  it('says so at once: whoever asked may ask again', async () => {
    const { port, calls } = opened({ eks: refusing(1) });
    const one = onlyOf(await port.find([selector('spot')]));
    const error = await failureOf(port.sleep(one, new AbortController().signal));
    expect(calls.filter((call) => call.startsWith('scale'))).toHaveLength(1);
    expect(error).toMatchObject({ code: 'ResourceInUseException', message: busy.message });
    expect(error.hint).toMatch(/^EKS takes no update of the node group as it is/);
  });

  it('is not asked again for another reason', async () => {
    const refusal = new AwsError(
      'InvalidParameterException',
      "Minimum capacity 5 can't be greater than desired size 4",
    );
    const { port, calls } = opened({ eks: { scale: () => Promise.reject(refusal) } });
    const one = onlyOf(await port.find([selector('spot')]));
    const error = await failureOf(port.wake(one, { desired: 9 }, new AbortController().signal));
    expect(error.hint).toMatch(/^The size does not fit the maximum/);
    expect(calls.filter((call) => call.startsWith('scale'))).toHaveLength(1);
  });
});

describe('its nodes', () => {
  const forbidden = () => {
    throw new ForbiddenError("Can't list the nodes of the cluster: the user kim may not list nodes.");
  };
  const silent = () => {
    throw new UnreachableError("Can't list the nodes of the cluster: no answer.");
  };
  const both = () => [node('a', 'spot'), node('b', 'spot')];

  it('are asked for once when that is refused, and told about', async () => {
    const { port, notices, looks } = opened({ nodes: [forbidden] });
    const one = onlyOf(await port.find([selector('spot')]));
    expect(one.status).toBe('ACTIVE, 2 of 2 instances InService');
    await port.read([one]);
    expect(looks()).toBe(1);
    expect(notices).toEqual([
      "Nodes are not looked at, only what AWS says of them. Can't list the nodes of the cluster: the user kim may not list nodes.",
    ]);
  });

  it('are taken for neither there nor gone when Kubernetes stops answering', async () => {
    const { port, notices } = opened({ nodes: [both, silent, both] });
    const one = onlyOf(await port.find([selector('spot')]));
    const states = [one, ...(await port.read([one])), ...(await port.read([one]))].map(({ state }) => state);
    expect(states).toEqual(['awake', 'waking', 'awake']);
    expect(notices).toEqual([]);
  });

  it('are not looked at where the context tells no cluster and node groups of two are listed', async () => {
    const nodegroups = [nodegroup('spot'), nodegroup('web', { cluster: 'shop' })];
    const groups = [working('spot'), working('web')];
    const { port, notices, looks } = opened({ nodegroups, groups, nodes: [both] });
    const found = (await port.find([selector('spot'), selector('web', 'shop')])).flat();
    expect(found.map(({ state, status }) => [state, status])).toEqual(
      Array(2).fill(['awake', 'ACTIVE, 2 of 2 instances InService']),
    );
    // Also when only one of them is read again.
    expect((await port.read(found.slice(1)))[0]?.state).toBe('awake');
    expect(looks()).toBe(0);
    expect(notices).toEqual([
      "Nodes are not looked at, only what AWS says of them. The context dev doesn't say which cluster it is, and node groups of exchange-dev, shop are listed.",
    ]);
  });

  it('are looked at for the one cluster that the context tells', async () => {
    const nodegroups = [nodegroup('spot'), nodegroup('web', { cluster: 'shop' })];
    const { port, notices } = opened({
      ...{ nodegroups, groups: [working('spot'), working('web')], nodes: [both] },
      context: 'kim@exchange-dev.ap-northeast-2.eksctl.io',
    });
    const found = (await port.find([selector('spot'), selector('web', 'shop')])).flat();
    expect(found.map(({ status }) => status)).toEqual([
      'ACTIVE, 2 of 2 nodes Ready',
      'ACTIVE, 2 of 2 instances InService',
    ]);
    expect(notices).toEqual([]);
  });

  it('end with the signal', async () => {
    const stop = new AbortController();
    const { port } = opened({
      nodes: [
        () => {
          stop.abort(new Error('stopped'));
          throw stop.signal.reason;
        },
      ],
    });
    expect((await failureOf(port.find([selector('spot')], stop.signal))).message).toBe('stopped');
  });

  it.each([
    ['arn:aws:eks:ap-northeast-2:123456789012:cluster/other', 'instances InService'],
    ['arn:aws:eks:ap-northeast-2:123456789012:cluster/exchange-dev', 'nodes Ready'],
    ['kim@other.ap-northeast-2.eksctl.io', 'instances InService'],
    ['kim@exchange-dev.ap-northeast-2.eksctl.io', 'nodes Ready'],
    ['dev', 'nodes Ready'],
  ])("count only in the node group's own cluster: context %s", async (context, words) => {
    const { port } = opened({ nodes: [both], context });
    expect(onlyOf(await port.find([selector('spot')])).status).toBe(`ACTIVE, 2 of 2 ${words}`);
  });
});

import { describe, expect, it } from 'vitest';
import { bareName, nameOfKind } from '../../../../src/lib/power/kinds/selector-names.js';

const at = 'ap-northeast-2:123456789012';

describe('the name of what a line lists', () => {
  it.each([
    ['nodegroup', 'spot', 'spot'],
    ['nodegroup', 'exchange-dev/spot', 'spot'],
    ['nodegroup', `arn:aws:eks:${at}:nodegroup/exchange-dev/spot/0cb8`, 'spot'],
    ['ecs', `arn:aws:ecs:${at}:service/shop/api`, 'api'],
    ['ecs', 'shop/api', 'api'],
    ['rds', `arn:aws:rds:${at}:db:Exchange`, 'exchange'],
    ['rds-cluster', 'Aurora', 'aurora'],
    ['asg', 'shop/web', 'shop/web'],
    ['asg', `arn:aws:autoscaling:${at}:autoScalingGroup:1:autoScalingGroupName/shop/web`, 'shop/web'],
    ['ec2', `arn:aws:ec2:${at}:instance/i-0123456789abcdef0`, 'i-0123456789abcdef0'],
    ['workload', 'deployment/web', 'deployment/web'],
  ] as const)('%s %s', (kind, text, name) => {
    expect(nameOfKind(kind, text)).toBe(name);
  });

  it('of a cluster, by its ARN too', () => {
    expect(bareName(`arn:aws:eks:${at}:cluster/exchange-dev`)).toBe('exchange-dev');
    expect(bareName('exchange-dev')).toBe('exchange-dev');
  });
});

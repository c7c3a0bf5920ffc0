import type {
  AutoScaling,
  AutoScalingGroup,
  GroupInstance,
} from '../../../../src/lib/aws/contract/autoscaling.js';

export function groupInstance(id: string): GroupInstance {
  return { id, instanceType: 't3.large', lifecycle: 'InService', isHealthy: true, isProtected: false };
}

/** EC2, where these types have disks of their own. Each call is told. */
export function typesWith(...stores: readonly string[]) {
  const asked: string[] = [];
  return {
    asked,
    async typesWithInstanceStore(types: readonly string[]) {
      asked.push(types.join(' '));
      return new Set(types.filter((type) => stores.includes(type)));
    },
  };
}

/** A group that wants two instances and has none yet. */
export function group(name: string, over: Partial<AutoScalingGroup> = {}): AutoScalingGroup {
  return {
    name,
    arn: `arn:aws:autoscaling:ap-northeast-2:123456789012:autoScalingGroup:1:autoScalingGroupName/${name}`,
    min: 1,
    max: 4,
    desired: 2,
    instances: [],
    suspended: [],
    status: undefined,
    tags: new Map(),
    ...over,
  };
}

/** EC2 Auto Scaling with these groups. Each call is told: `groups 5`, `resize web 0 0`. */
export function autoScalingWith(
  groups: readonly AutoScalingGroup[],
  over: Partial<AutoScaling> = {},
): { readonly autoScaling: AutoScaling; readonly calls: readonly string[] } {
  const calls: string[] = [];
  const write =
    (action: string) =>
    async (...words: readonly unknown[]) => {
      calls.push([action, ...words.filter((word) => typeof word === 'string')].join(' '));
    };
  const failures = over.failures;
  return {
    calls,
    autoScaling: {
      async groups(filter) {
        calls.push('names' in filter ? `groups ${filter.names.length}` : 'groups by tags');
        if ('names' in filter) return groups.filter(({ name }) => filter.names.includes(name));
        const wanted = Object.entries(filter.tags);
        return groups.filter(({ tags }) => wanted.every(([key, value]) => tags.get(key) === value));
      },
      async resize(name, { min, desired }) {
        calls.push(`resize ${name} ${min} ${desired}`);
      },
      async failures(name, signal) {
        calls.push(`failures ${name}`);
        return failures?.(name, signal) ?? [];
      },
      setTag: write('setTag'),
      removeTag: write('removeTag'),
    },
  };
}

import { describe, expect, test } from 'vitest';
import { explainSearch, readFinding } from '../../../../src/lib/hosts/tools/find-tool.js';

const container = {
  in: 'container',
  exec: ['docker', 'exec'],
  options: [],
  name: 'redpanda',
  argv: ['rpk'],
  isCompose: false,
};

describe('readFinding', () => {
  test.each([
    ['a path', ['host /opt/my tools/rpk'], { in: 'host', argv: ['/opt/my tools/rpk'] }],
    ['a container', ['container redpanda docker'], container],
    [
      'one that needs sudo',
      ['container redpanda sudo -n docker'],
      { ...container, exec: ['sudo', '-n', 'docker', 'exec'] },
    ],
  ])('finds %s', (_, lines, location) => {
    expect(readFinding(lines, 'rpk')).toEqual({ location, problem: undefined });
  });

  test.each([
    ['a name that none can have', 'container $(id) docker'],
    ['an option for a name', 'container --help docker'],
    ['another program than an engine', 'container redpanda rm -rf /'],
    ['no engine', 'container redpanda'],
  ])('believes no line with %s', (_, line) => {
    expect(readFinding([line], 'rpk').location).toBeUndefined();
  });

  test('believes the script, and not what a tool says after it', () => {
    const lines = ['container redpanda docker', 'host /bin/evil', 'container other podman'];
    expect(readFinding(lines, 'rpk').location).toEqual(container);
  });

  test.each([
    [['container redpanda docker', 'absent'], { kind: 'absent', container: 'redpanda' }],
    [['several  docker , a b'], { kind: 'several', docker: ['docker'], containers: ['a', 'b'] }],
    [['nowhere ,'], { kind: 'nowhere', engines: [], containers: [], why: undefined }],
    [
      ['why docker: permission  denied', 'nowhere docker:refused podman:listed , a'],
      {
        kind: 'nowhere',
        engines: ['docker:refused', 'podman:listed'],
        containers: ['a'],
        why: 'docker: permission  denied',
      },
    ],
  ])('reads %j', (lines, problem) => {
    expect(readFinding(lines, 'rpk').problem).toEqual(problem);
  });
});

test('what the host says is made fit for a terminal', () => {
  const problem = { kind: 'nowhere', engines: [], containers: [], why: 'docker: \x1b[31mno' } as const;
  expect(explainSearch(problem, 'rpk', 'kafka').message).toMatch(
    /can't be listed \(docker: \\x1b\[31mno\)\.$/,
  );
});

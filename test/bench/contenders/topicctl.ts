import type { Operation, Peer } from './contender.js';

export const topicctl: Peer = {
  name: 'topicctl',
  versionArgs: ['--version'],
  operations(program) {
    const apply: readonly Operation[] = [
      {
        shown: 'topicctl apply --skip-confirm',
        commands: ({ files }) => [
          {
            argv: [
              ...[program, 'apply', '--skip-confirm'],
              ...['--cluster-config', files.topicctlCluster, files.topicctlTopics],
            ],
          },
        ],
      },
    ];
    return {
      list: [
        {
          shown: 'topicctl get topics',
          commands: ({ bootstrap }) => [{ argv: [program, 'get', 'topics', '--broker-addr', bootstrap] }],
        },
      ],
      describe: [
        {
          shown: 'topicctl get config, a command for each topic',
          commands: ({ bootstrap, names }) =>
            names.map((name) => ({ argv: [program, 'get', 'config', name, '--broker-addr', bootstrap] })),
        },
      ],
      create: apply,
      nothing: apply,
      change: apply,
    };
  },
};

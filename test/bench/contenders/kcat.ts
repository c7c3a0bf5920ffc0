import type { Peer } from './contender.js';

export const kcat: Peer = {
  name: 'kcat',
  versionArgs: ['-V'],
  operations: (program) => ({
    list: [{ shown: 'kcat -L', commands: ({ bootstrap }) => [{ argv: [program, '-L', '-b', bootstrap] }] }],
  }),
};

import type { ConnectMeasured } from '../../connect/measure-connect.js';
import type { Aim } from '../aims.js';

/** What we set out to reach with `connect`, and what was measured of it. */
export function connectAims({ pushOnly, lookUp }: ConnectMeasured): readonly Aim[] {
  return [
    {
      situation: 'push only: `exops connect` and `mssh`',
      ours: 'exops connect, where',
      other: 'mssh',
      wanted: { within: 0.5 },
      series: pushOnly,
    },
    {
      situation: 'look-up and push: `exops connect` and botocore with `ssh`',
      ours: 'exops connect, by Name tag',
      other: 'the botocore script',
      wanted: { within: 0.6 },
      series: lookUp,
    },
    {
      situation: 'look-up and push: `exops connect` and the AWS CLI with `ssh`',
      ours: 'exops connect, by Name tag',
      other: 'the AWS CLI',
      wanted: { within: 0.33 },
      series: lookUp,
    },
  ];
}

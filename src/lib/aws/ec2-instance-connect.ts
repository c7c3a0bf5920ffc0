import type { InstanceConnect } from './aws.js';
import { AwsError } from './aws-errors.js';
import type { Connection } from './connection.js';

export function ec2InstanceConnect(connection: Connection): InstanceConnect {
  const ask = connection.client('EC2_INSTANCE_CONNECT', async (settings) =>
    (await import('./ec2-instance-connect-client.js')).ec2InstanceConnectClient(settings),
  );
  return {
    prepare: () => ask.prepare(),

    async sendPublicKey({ instanceId, user, key, availabilityZone }, signal) {
      const input = {
        InstanceId: instanceId,
        InstanceOSUser: user,
        SSHPublicKey: key,
        ...(availabilityZone === undefined ? {} : { AvailabilityZone: availabilityZone }),
      };
      const call = { action: 'ec2-instance-connect:SendSSHPublicKey', resource: instanceId };
      const { Success } = await ask(
        call,
        (client, options) => client.sendSshPublicKey(input, options),
        signal,
      );
      if (Success !== true)
        throw new AwsError('NoSuccess', `EC2 Instance Connect didn't take the key for ${instanceId}.`);
    },

    signTunnel(tunnel) {
      const call = { action: 'ec2-instance-connect:OpenTunnel', resource: tunnel.endpoint.id };
      return connection.during(call, async () => {
        const { tunnelAddress } = await import('./tunnel-address.js');
        const credentials = await connection.credentials();
        return tunnelAddress(tunnel, { credentials, region: connection.region, at: new Date() });
      });
    },
  };
}

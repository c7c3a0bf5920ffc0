import { printable } from '../terminal/printable.js';
import { SshForwardError } from './errors.js';

/**
 * Says why the host didn't connect to an address for us.
 * @param error ssh2's, with the reason code of https://www.rfc-editor.org/rfc/rfc4254#section-5.1
 */
export function explainForward(error: Error, name: string, host: string, port: number): SshForwardError {
  const address = printable(host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`);
  const said = printable(error.message.replace(/^\(SSH\) Channel open failure: /, '')).replace(/\.$/, '');
  switch ('reason' in error ? error.reason : undefined) {
    case 1:
      return new SshForwardError(`${name} doesn't forward to ${address}: ${said}.`, 'prohibited', {
        hint: 'Its sshd_config forbids it: AllowTcpForwarding, DisableForwarding or PermitOpen.',
        cause: error,
      });
    case 2:
      return new SshForwardError(`${name} can't reach ${address}: ${said}.`, 'refused', { cause: error });
    default:
      return new SshForwardError(`${name} didn't forward to ${address}: ${said}.`, 'other', { cause: error });
  }
}

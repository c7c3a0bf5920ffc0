import { SshHostKeyError } from '../../ssh/errors.js';

/** The host presents another key than the one it is known by, or those that vouch for it don't agree. */
export class HostKeyChangedError extends SshHostKeyError {}

/** Nobody vouches for the host's key, and no person did either. */
export class UnknownHostKeyError extends SshHostKeyError {}

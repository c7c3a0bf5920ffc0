import ssh2 from 'ssh2';

// ssh2 is CommonJS, and takes 30 ms to load: this module is loaded when a connection is made, and not before.
export const { Client } = ssh2;
export const { parseKey } = ssh2.utils;

#!/usr/bin/env node
import module from 'node:module';
import process from 'node:process';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`exops needs Node.js 20.19 or newer; this is ${process.versions.node}.\n`);
  process.exit(2);
}
// Libraries' warnings are not for the users of a CLI; EXOPS_DEBUG shows them.
if (process.env.EXOPS_DEBUG) process.setSourceMapsEnabled(true);
else process.removeAllListeners('warning');
// A named import would be a syntax error on Node 20, which has no compile cache.
module.enableCompileCache?.();
await import('../dist/main.js');

#!/usr/bin/env node
// Without imports: an ES import of node:process reads all of its getters, a tenth of a short command's time.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`exops needs Node.js 20.19 or newer; this is ${process.versions.node}.\n`);
  process.exit(2);
}
// Libraries' warnings are not for the users of a CLI; EXOPS_DEBUG shows them.
if (process.env.EXOPS_DEBUG) process.setSourceMapsEnabled(true);
else process.removeAllListeners('warning');
// Node 20 has no compile cache.
process.getBuiltinModule('node:module').enableCompileCache?.();
await import('../dist/main.js');

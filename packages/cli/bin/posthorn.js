#!/usr/bin/env node
'use strict';

// Read by every Node.js since version 12, so nothing newer may stand here: an old one must get as far as the sentence below.
const VERSION_MIN = [22, 18];
const EXIT_USAGE = 2;

const version = process.versions.node.split('.').map(Number);
const isNewEnough = version[0] > VERSION_MIN[0] || (version[0] === VERSION_MIN[0] && version[1] >= VERSION_MIN[1]);

if (isNewEnough) {
  keepShortLivedYoung();
  keepCompiledCode();
  import('../src/main.ts').then(function run(cli) {
    return cli.main(process.argv, process.env);
  });
} else {
  process.stderr.write(
    'Posthorn needs Node.js ' +
      VERSION_MIN.join('.') +
      ' or newer; this is ' +
      process.version +
      '.\nIn a clone of the repository start it through npm, which uses the Node.js 24 that "npm ci" brought along:\n' +
      '  npm start                    the gateway\n' +
      '  npm run demo                 the demonstration\n' +
      '  npm run posthorn -- --help   everything else\n' +
      'Anywhere else install Node.js 24.\n',
  );
  process.exitCode = EXIT_USAGE;
}

/**
 * V8 puts objects of places whose objects lived on into the old generation at once. Of an event everything lives until it is
 * sent and nothing longer, so all of that died old, and kept whatever it pointed to. See docs/decisions/0028.
 */
function keepShortLivedYoung() {
  require('node:v8').setFlagsFromString('--no-allocation-site-pretenuring');
}

/**
 * Compiled code is kept from one start to the next, which is a quarter of a start. Where nobody else may write, and not in
 * the temporary folder of everybody: whoever writes there decides what runs. Where it cannot be written it is not kept.
 */
function keepCompiledCode() {
  const folder = require('node:path').join(__dirname, '..', 'node_modules', '.cache', 'compiled');
  require('node:module').enableCompileCache(folder);
  // Threads look for it there.
  if (process.env.NODE_COMPILE_CACHE === undefined) process.env.NODE_COMPILE_CACHE = folder;
}

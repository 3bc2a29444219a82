#!/usr/bin/env node
'use strict';

// Read by every Node.js since version 12, so nothing newer may stand here: an old one must get as far as the sentence below.
const VERSION_MIN = [22, 18];
const EXIT_USAGE = 2;

const version = process.versions.node.split('.').map(Number);
const isNewEnough = version[0] > VERSION_MIN[0] || (version[0] === VERSION_MIN[0] && version[1] >= VERSION_MIN[1]);

if (isNewEnough) {
  if (process.argv[2] === 'serve') boundMemory();
  keepShortLivedYoung();
  compileWasmFrugally();
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
 * What bounds the memory of a gateway can only be said when a process starts, so this one takes its own place once more
 * (execve: same process id, same streams). Half of V8's young generation; an old one of 1 GB at most, and V8 looks what of it
 * lives when it has grown by a fifth and not when it is four times as large; two arenas of malloc instead of eight a core. See
 * docs/decisions/0031. Whoever said something about any of them is left alone, and so is a process that its parent
 * talks to over a channel of Node.js, which would be lost.
 */
function boundMemory() {
  const bounds = ['--max-semi-space-size=32', '--max-old-space-size=1024'];
  if (bounds.every((bound) => process.execArgv.includes(bound))) {
    // Threads have bounds of their own, and these would replace them.
    require('node:v8').setFlagsFromString('--max-semi-space-size=0');
    require('node:v8').setFlagsFromString('--max-old-space-size=0');
    require('node:v8').setFlagsFromString('--heap-growing-percent=20');
    return;
  }
  const said = process.execArgv.concat(process.env.NODE_OPTIONS || '').join(' ');
  if (said.includes('-space-size') || process.env.MALLOC_ARENA_MAX !== undefined) return;
  if (process.execve === undefined || process.channel) return;
  const args = [process.execPath].concat(process.execArgv, bounds, __filename, process.argv.slice(2));
  try {
    process.execve(process.execPath, args, Object.assign({}, process.env, { MALLOC_ARENA_MAX: '2' }));
  } catch (error) {
    if (error.code !== 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM') throw error;
  }
}

/**
 * V8 puts objects of places whose objects lived on into the old generation at once. Of an event everything lives until it is
 * sent and nothing longer, so all of that died old, and kept whatever it pointed to. See docs/decisions/0028.
 */
function keepShortLivedYoung() {
  require('node:v8').setFlagsFromString('--no-allocation-site-pretenuring');
}

/**
 * The parser of HTTP answers is one large WebAssembly function of loops. V8 takes 25 MB to compile it and
 * malloc does not give all of that back; without unrolling them it takes 14, and the parser is as fast. See docs/decisions/0031.
 */
function compileWasmFrugally() {
  require('node:v8').setFlagsFromString('--no-wasm-loop-unrolling');
  require('node:v8').setFlagsFromString('--no-wasm-loop-peeling');
}

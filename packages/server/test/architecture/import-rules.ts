import { posix } from 'node:path';

/** A file of the repository. `path` is relative to its root, with slashes. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

interface Import {
  readonly file: string;
  /** Path from the root of the repository, or the package as it is named in the import. */
  readonly target: string;
}

interface Rule {
  /** What is forbidden, as the end of the sentence "<file> …". */
  readonly says: string;
  readonly forbids: (anImport: Import) => boolean;
}

const SERVER = 'packages/server/src/';
const TEST_CODE = /\.(test|conformance)\.ts$|(^|\/)test\/|^vitest(\/|$)|^fast-check$/;
const DATABASE_DRIVER = /^(kysely|pg|better-sqlite3)(\/|$)/;
const MAY_USE_DRIVERS = /\.store\.ts$|\.conformance\.ts$|^packages\/server\/src\/(platform\/db|pipeline\/commit)\//;
const MAY_USE_UNDICI = /^packages\/server\/src\/(platform\/egress|pipeline\/delivery)\//;
/** The composition root: gateway.ts, the parts it is cut into, and main.ts. */
const COMPOSES_ALL = /^packages\/server\/src\/((main|gateway)\.ts$|gateway\/)/;
/** Only they know the simulator: for everybody else a simulated number is a number. */
const RUNS_SIMULATOR = /^packages\/server\/src\/gateway\/simulator(-api)?\.ts$/;
const OTHER_PACKAGE: Readonly<Record<string, string>> = {
  '@posthorn/server': 'packages/server/',
  '@posthorn/simulator': 'packages/simulator/',
  '@posthorn/sdk': 'packages/sdk/',
  posthorn: 'packages/cli/',
};
/** What a pure rule may take from Node: nothing of it does I/O or knows the time. */
const PURE_OF_NODE = new Set(['node:assert', 'node:assert/strict', 'node:crypto', 'node:buffer']);

/** The directions of DESIGN 2 and the places where outside packages may be used. */
const RULES: readonly Rule[] = [
  {
    says: 'imports something from outside the domain',
    forbids: ({ file, target }) =>
      zoneOf(file) === 'domain' && zoneOf(target) !== 'domain' && target.startsWith('packages/'),
  },
  {
    says: 'does I/O from the domain',
    forbids: ({ file, target }) => zoneOf(file) === 'domain' && isOfNode(target) && !PURE_OF_NODE.has(target),
  },
  {
    says: 'imports more than domain and platform from the platform',
    forbids: ({ file, target }) =>
      zoneOf(file) === 'platform' && target.startsWith(SERVER) && !['domain', 'platform'].includes(zoneOf(target)),
  },
  {
    says: 'imports another room: say what is needed as an interface and let gateway.ts pass it in',
    forbids: ({ file, target }) =>
      isRoom(file) && target.startsWith(SERVER) && !['domain', 'platform', zoneOf(file)].includes(zoneOf(target)),
  },
  {
    says: 'uses a database driver outside a store',
    forbids: ({ file, target }) => inServer(file) && DATABASE_DRIVER.test(target) && !MAY_USE_DRIVERS.test(file),
  },
  {
    says: 'sends requests past the egress guard',
    forbids: ({ file, target }) => inServer(file) && target === 'undici' && !MAY_USE_UNDICI.test(file),
  },
  {
    says: 'imports test code',
    forbids: ({ file, target }) => TEST_CODE.test(target) && !file.endsWith('.conformance.ts'),
  },
  {
    says: 'imports the command into the server, or the simulator elsewhere than where it is run',
    forbids: ({ file, target }) =>
      inServer(file) &&
      (/^packages\/cli\//.test(target) || (/^packages\/simulator\//.test(target) && !RUNS_SIMULATOR.test(file))),
  },
  {
    says: 'imports the server: the simulator and the SDK stand alone',
    forbids: ({ file, target }) =>
      /^packages\/(sdk|simulator)\//.test(file) && /^packages\/(server|cli)\//.test(target),
  },
  {
    says: 'gives the SDK a dependency',
    forbids: ({ file, target }) =>
      file.startsWith('packages/sdk/') && !target.startsWith('packages/sdk/') && !isOfNode(target),
  },
];

/** Every breach of a direction in one file, as sentences. A file of tests has none. */
export function findBreaches(file: SourceFile): string[] {
  if (file.path.endsWith('.test.ts')) return [];
  const code = stripComments(file.text);
  const imports = readImports(code).map((specifier) => ({
    file: file.path,
    target: resolveImport(file.path, specifier),
  }));
  const breaches = imports.flatMap((anImport) =>
    RULES.filter((rule) => rule.forbids(anImport)).map((rule) => `${file.path} ${rule.says} (${anImport.target})`),
  );
  return [...breaches, ...findForbiddenGlobals(file.path, code)];
}

function findForbiddenGlobals(path: string, code: string): string[] {
  if (!inServer(path) || path.endsWith('.conformance.ts')) return [];
  const breaches: string[] = [];
  if (path !== `${SERVER}main.ts` && /\bprocess\s*(\.|\?\.|\[['"])\s*env\b|from 'node:process'/.test(code)) {
    breaches.push(`${path} reads process.env: only main.ts does, and passes on a Config`);
  }
  if (!MAY_USE_UNDICI.test(path) && /(?<![.\w])fetch\(|globalThis\.fetch/.test(code)) {
    breaches.push(`${path} sends requests past the egress guard (fetch)`);
  }
  return breaches;
}

/** `domain`, `platform`, the room (`pipeline/delivery`), or `` for what lies in no room or outside the server. */
function zoneOf(path: string): string {
  if (!inServer(path)) return '';
  const [first = '', second = '', third] = path.slice(SERVER.length).split('/');
  if (first === 'domain' || first === 'platform') return first;
  if (third !== undefined) return `${first}/${second}`;
  return second === '' ? '' : first;
}

function isRoom(path: string): boolean {
  return inServer(path) && !['domain', 'platform'].includes(zoneOf(path)) && !COMPOSES_ALL.test(path);
}

function inServer(path: string): boolean {
  return path.startsWith(SERVER);
}

function isOfNode(target: string): boolean {
  return target.startsWith('node:');
}

/** Static imports, re-exports, `import()` and files started as a thread by `new URL('./x.ts', import.meta.url)`. */
function readImports(code: string): string[] {
  const forms = [
    /\b(?:import|export)\b[^'";]*?\bfrom\s*['"]([^'"]+)['"]/g,
    /\bimport\s*\(?\s*['"]([^'"]+)['"]/g,
    /\bnew URL\(\s*['"](\.[^'"]+\.ts)['"]/g,
  ];
  return forms.flatMap((form) => [...code.matchAll(form)].map((match) => match[1] ?? ''));
}

function resolveImport(file: string, specifier: string): string {
  if (specifier.startsWith('.')) return posix.normalize(posix.join(posix.dirname(file), specifier));
  const [name, folder] =
    Object.entries(OTHER_PACKAGE).find(([each]) => specifier === each || specifier.startsWith(`${each}/`)) ?? [];
  return name === undefined ? specifier : `${folder}src${specifier.slice(name.length)}`;
}

/** Enough for our own code: a `//` after a colon is part of a URL. */
function stripComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(?<![:'"`\w])\/\/.*$/gm, '');
}

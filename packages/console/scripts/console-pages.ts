import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

const ROUTER = join(import.meta.dirname, '../src/app/router.tsx');

/** A page of the console, as the router has it. */
export interface ConsolePage {
  /** Of its own: for files and for the names of tests. */
  readonly name: string;
  readonly place: 'open' | 'workspace' | 'portal';
  /** Address below the place, with `$id` for what stands for something. */
  readonly path: string;
}

const LISTS = [
  ['OPEN_PAGES', 'open'],
  ['WORKSPACE_PAGES', 'workspace'],
  ['PORTAL_PAGES', 'portal'],
] as const;

/**
 * Every page that the router has, so that a new one cannot be forgotten by what goes over all of them.
 *
 * @throws Error when the router is written in another way than this reads.
 */
export function listConsolePages(): ConsolePage[] {
  const source = readFileSync(ROUTER, 'utf8');
  const pages = LISTS.flatMap(([list, place]) => {
    const start = source.indexOf(`const ${list}`);
    const block = source.slice(start, source.indexOf('};', start));
    return [...block.matchAll(/(?:'([^']+)'|(\w+)):\s*\(\) =>\s*import\('([^']+)'\)/g)].map((match) => {
      const [, quoted, plain, file = ''] = match;
      return { place, path: quoted ?? plain ?? '', file };
    });
  });
  const importedCount = source.split("import('").length - 1;
  // The shell of the portal is loaded in the same way, and is no page.
  if (pages.length === 0 || pages.length !== importedCount - 1) {
    throw new Error(`The router imports ${importedCount - 1} pages, and ${pages.length} of them could be read.`);
  }
  return pages.flatMap(({ place, path, file }) => variantsOf({ name: nameOf({ place, path, file }), place, path }));
}

/** A page that shows something beside its list, when the address names it, is two: without it and with it. */
function variantsOf(page: ConsolePage): ConsolePage[] {
  const optional = /\/?\{-(\$\w+)\}/;
  if (!optional.test(page.path)) return [page];
  return [
    { ...page, path: page.path.replace(optional, '') },
    { ...page, name: `${page.name}-open`, path: page.path.replace(optional, '/$1') },
  ];
}

interface Read {
  readonly place: ConsolePage['place'];
  readonly path: string;
  readonly file: string;
}

/** The name of its file, with the room before it where that alone would not say what it is about. */
function nameOf({ place, path, file }: Read): string {
  const page = basename(file).replace(/\.page\.tsx$/, '');
  const room = basename(dirname(file));
  const isPlain = !path.includes('/') || page.includes(singularOf(room));
  const name = isPlain ? page : `${room}-${page}`;
  return place === 'portal' ? `portal-${name}` : name;
}

function singularOf(room: string): string {
  return room.replace(/ies$/, 'y').replace(/e?s$/, '');
}

interface AddressParts {
  readonly workspaceId: string;
  /** What stands for each `$id`. */
  readonly values: Readonly<Record<string, string>>;
  /** By the name of a page what follows its address, `#` and the token of a link. */
  readonly links?: Readonly<Record<string, string>>;
}

/**
 * The address of a page.
 *
 * @throws Error when one is missing.
 */
export function addressOf(page: ConsolePage, { workspaceId, values, links = {} }: AddressParts): string {
  const path = page.path.replace(/\$(\w+)/g, (_whole, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`The page ${page.name} needs an example for $${name}.`);
    return value;
  });
  const clean = path.replace(/^\//, '');
  if (page.place === 'open') return `/${clean}${links[page.name] ?? ''}`;
  return page.place === 'portal' ? `/portal/${clean}` : `/w/${workspaceId}/${clean}`;
}

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { hasRedis } from './scripts/test-programs.mjs';
import { measurePace } from './packages/server/test/harness/pace.js';
import { WaitingSpread } from './packages/server/test/harness/sequencer.js';

const alone = [
  ...['under-attack', 'hostile-sockets'].map((name) => `packages/server/test/faults/${name}.test.ts`),
  'packages/web/test/speed.test.ts',
];
const stories = 'packages/web/test/stories/*.test.ts';
/** Tests that use no database: the run starts PostgreSQL only for others. */
const pure = [
  'packages/*/src/**/*.test.ts',
  'packages/server/test/architecture/*.test.ts',
  'packages/server/test/registers/*.test.ts',
  'packages/server/test/docs/{generated,pages}.test.ts',
  'scripts/**/*.test.ts',
];
/** Files that a run of all tests runs on another version of Node.js instead. */
const elsewhere = process.env['KITH_TEST_ELSEWHERE']?.split(',').filter(Boolean) ?? [];
/** A run of all tests runs what is built; others run the sources. */
const isBuilt = process.env['KITH_TEST_BUILT'] !== undefined;
/**
 * The modules that vite has transformed: the next run transforms only edited files. The transformed imports depend on the
 * manifests and on what runs, so these choose the folder. A run of all tests has a folder of its own, which its repetitions share.
 */
const cache = join(
  process.env['KITH_TEST_CACHE'] ?? 'node_modules/.cache',
  'kith-modules',
  hashOfManifests(),
  isBuilt ? 'built' : 'sources',
);
/** Tests of sockets that also run with people spread over three nodes, once for each bus. */
const spread = [
  'packages/server/test/realtime/{close-codes,fresh-state,idempotency,im-socket,inflow,order,restored,resume}.test.ts',
  'packages/server/test/realtime/{slow-consumer,socket-ends,story-im,story-v1,v1-frames}.test.ts',
  'packages/server/test/im/{chat,friend,group,message,message-send,newer-frames,remove}.test.ts',
  'packages/server/test/conversations/*.test.ts',
  'packages/server/test/groups/anonymous.test.ts',
  'packages/server/test/api/channel-lock.test.ts',
];
/** The part of them that a run of all tests spreads, each file over one bus; `npm run test:nodes` spreads all over both. */
const spreadInAll = {
  redis: ['packages/server/test/realtime/{im-socket,order}.test.ts'],
  postgres: [
    'packages/server/test/realtime/{idempotency,resume}.test.ts',
    'packages/server/test/im/message-send.test.ts',
  ],
};
const isSpread = process.env['KITH_TEST_NODES'] || process.env['KITH_TEST_ALL'];
const buses = (['redis', 'postgres'] as const).filter((bus) => isSpread && (bus !== 'redis' || hasRedis()));
/** Measured once: beside other programs, limits that end what hangs are longer. */
const pace = measurePace();
/** The sources of the packages in place of what is built: an edit counts without a build. */
const sources = {
  resolve: {
    alias: [
      { find: /^@kith\/(contract|sdk)$/, replacement: join(import.meta.dirname, 'packages/$1/src/index.ts') },
      {
        find: /^@kith\/core\/([a-z]+)$/,
        replacement: join(import.meta.dirname, 'packages/core/src/$1/index.ts'),
      },
    ],
  },
};
/**
 * What is built in place of the sources, for a run that follows a build: Node loads and runs it itself, which takes a
 * fraction of the processor time. The packages name what is built; relative paths of tests lead to the sources.
 */
const built = {
  plugins: [
    {
      name: 'built',
      enforce: 'pre' as const,
      resolveId(source: string, importer = '') {
        const path = source.startsWith('.') ? join(dirname(importer), source) : '';
        const [, folder, name] =
          /^(.*\/packages\/(?:contract|core|sdk|server))\/src\/(.*)\.js$/.exec(path) ?? [];
        // The suites for adapters are tests.
        return name && !name.endsWith('.contract') ? `${folder}/dist/${name}.js` : undefined;
      },
    },
  ],
};
const code = isBuilt ? built : sources;
/** One more than a small machine has cores, for some wait for a process or a period. With four, each needs 5 % more. */
const workers = Number(process.env['KITH_TEST_WORKERS'] ?? 3);
const provide = { pace, nodes: { count: 1, bus: 'none' as const }, browserArgs: [] as string[] };
const common = {
  provide,
  // As long as a browser story waits for what it looks for.
  expect: { poll: { timeout: 10_000 * pace } },
  testTimeout: 30_000 * pace,
  hookTimeout: 30_000 * pace,
  pool: 'forks',
  // Room for what one request allocates, and for what all files of a worker import and leave: with the defaults, collecting
  // garbage takes an eighth of a worker's time.
  execArgv: ['--max-semi-space-size=64', '--initial-old-space-size=800'] as string[],
  // Not for the whole configuration: the global set-up, once it came from the cache, has no stack traces.
  experimental: { fsModuleCache: true, fsModuleCachePath: cache },
  server: { deps: { external: [/\/packages\/\w+\/dist\//] as RegExp[] } }, // not transformed
} as const;

export default defineConfig({
  ...code,
  test: {
    // Of the whole run, not of each project: one database for all.
    globalSetup: ['packages/server/test/harness/global-setup.ts'],
    sequence: { sequencer: WaitingSpread },
    // Where vitest notes the lock file of the cache. It never renews the note, and clears the cache at each start that differs.
    experimental: { fsModuleCachePath: cache },
    projects: [
      {
        // The order of endpoints in the pages is that of the sources.
        ...sources,
        test: {
          ...common,
          name: 'pure',
          include: pure,
          maxWorkers: workers,
          isolate: false,
          sequence: { groupOrder: 0 },
        },
      },
      {
        ...code,
        test: {
          ...common,
          name: 'all',
          include: ['packages/*/test/**/*.test.ts'],
          exclude: [...alone, ...pure, ...elsewhere, stories],
          maxWorkers: workers,
          // The files of a worker share what they import: loading the server costs two seconds, and there are some hundred files.
          isolate: false,
          sequence: { groupOrder: 0 },
        },
      },
      {
        // Browsers share two cores with everything else, so a story may be late once; the run names those that were repeated.
        ...code,
        test: {
          ...common,
          name: 'stories',
          // A page of a story ends before optimised code pays: compiling it takes a tenth of the browser's processor time.
          provide: { ...provide, browserArgs: ['--js-flags=--no-maglev --no-opt'] },
          include: [stories],
          maxWorkers: workers,
          isolate: false,
          retry: 1,
          sequence: { groupOrder: 0 },
        },
      },
      ...buses.map((bus) => ({
        ...code,
        test: {
          ...common,
          name: `three nodes, ${bus}`,
          provide: { ...provide, nodes: { count: 3, bus } },
          include: process.env['KITH_TEST_NODES'] ? spread : spreadInAll[bus],
          // All files at once would need too many connections for three servers each; the part of a run of all tests does not.
          maxWorkers: process.env['KITH_TEST_NODES'] ? 2 : workers,
          isolate: false,
          sequence: { groupOrder: process.env['KITH_TEST_NODES'] ? 1 : 0 },
        },
      })),
      {
        // They compare a quiet server with one in trouble, so nothing else may happen; they come last. Both at once leave a core
        // idle most of the time. A run of all tests runs them when its repetitions have ended.
        ...code,
        test: { ...common, name: 'alone', include: alone, maxWorkers: 2, sequence: { groupOrder: 2 } },
      },
    ],
  },
});

function hashOfManifests(): string {
  const root = import.meta.dirname;
  const folders = ['.', ...readdirSync(join(root, 'packages')).map((name) => join('packages', name))];
  const hash = createHash('sha256');
  for (const folder of folders) hash.update(readFileSync(join(root, folder, 'package.json')));
  return hash
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
    .slice(0, 16);
}

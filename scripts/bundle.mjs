// Bundles the built server, which then starts in half the time: everything except the dependencies of the package `kith`,
// and the licences of the rest.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { joinNotices, noticesOf, readJson } from './notices.mjs';

/** Modules that some library loads if an application installed them. Kith does not. */
const NEVER_INSTALLED = ['encoding', 'pg-native'];

process.chdir(fileURLToPath(new URL('../packages/server/', import.meta.url)));
const manifest = readJson('package.json');
const installed = Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies });

const bundle = await rolldown({
  input: { kith: 'dist/main.js' },
  platform: 'node',
  external: (id) =>
    [...installed, ...NEVER_INSTALLED].some((name) => id === name || id.startsWith(`${name}/`)),
  onLog: (_level, { message }) => {
    throw new Error(message);
  },
});
const { output } = await bundle.write({
  dir: 'bundle',
  cleanDir: true,
  // Two levels below the package, like the modules of dist, because they load ../../assets.
  entryFileNames: 'cli/[name].js',
  chunkFileNames: 'chunks/[name]-[hash].js',
});
await bundle.close();
const ofData = readFileSync('../../THIRD-PARTY.md', 'utf8');
const ofLibraries = noticesOf(output.flatMap(({ moduleIds = [] }) => moduleIds));
writeFileSync('bundle/LICENSES.txt', joinNotices([ofData, ...ofLibraries]));

// Bundles the built server, which then starts in half the time: everything except the dependencies of the package `kith`,
// and the licences of the rest.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

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
writeFileSync('bundle/LICENSES.txt', [ofData, ...ofLibraries].join(`\n${'-'.repeat(80)}\n\n`));

/** The licence of each package that a module comes from. */
function noticesOf(modules) {
  const folders = new Set(modules.filter((id) => id.includes(`${sep}node_modules${sep}`)).map(packageOf));
  const notices = [...folders].map((folder) => {
    const { name, version, license } = readJson(join(folder, 'package.json'));
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
    const text = file ? readFileSync(join(folder, file), 'utf8').trim() : `License: ${license}`;
    return `${name} ${version}\n\n${text}\n`;
  });
  return notices.toSorted();
}

/** The nearest folder with a named package.json; some packages have nameless ones inside. */
function packageOf(file) {
  let folder = dirname(file);
  while (!existsSync(join(folder, 'package.json')) || !readJson(join(folder, 'package.json')).name)
    folder = dirname(folder);
  return folder;
}

function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}

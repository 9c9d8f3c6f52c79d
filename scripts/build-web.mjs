// Builds the web client into packages/server/web, from where the server serves it, unless nothing has changed: the files of
// vite, each also compressed, the paths of its pages and of those of the console, and the licences of its libraries.
import { createHash } from 'node:crypto';
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { readFile, writeFile } from 'node:fs/promises';
import { joinNotices, noticesOf } from './notices.mjs';
import { filesIn, readText, stampOf } from './stamp.mjs';

const OUT = 'packages/server/web';
const STAMP = 'node_modules/.kith-web-build';
/** What compresses well; pictures and fonts are compressed already. */
const COMPRESSIBLE = /\.(js|css|html|svg|webmanifest)$/;
/** What the service worker keeps for times without a network. */
const STORED = /\/(app\/.*\.(js|css)|favicon\.svg|manifest\.webmanifest|icon-192\.png)$/;
const STORED_BYTES = 400_000;
const ENCODERS = {
  br: (bytes) =>
    promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }),
  gz: (bytes) => promisify(gzip)(bytes, { level: 9 }),
};

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const stamp = stampOf([
  ...['web', 'contract', 'sdk'].flatMap((name) => filesIn(`packages/${name}/src`)),
  ...filesIn('packages/web/public'),
  ...['index.html', 'console.html', 'package.json', 'tsconfig.json', 'vite.config.ts'].map(
    (name) => `packages/web/${name}`,
  ),
  'package-lock.json',
  'scripts/build-web.mjs',
  'scripts/notices.mjs',
]);
if (readText(STAMP) !== stamp || !existsSync(`${OUT}/index.html`)) {
  await buildWeb();
  writeFileSync(STAMP, stamp);
}

async function buildWeb() {
  const { build, runnerImport } = await import('vite');
  const { output } = await build({ configFile: 'packages/web/vite.config.ts', logLevel: 'warn' });
  const modules = output.flatMap(({ moduleIds = [] }) => moduleIds);
  writeFileSync(`${OUT}/LICENSES.txt`, joinNotices(noticesOf(modules)));
  const pathsOf = async (file) =>
    (await runnerImport(`./packages/web/src/${file}`, { configFile: false })).module;
  const { paths } = await pathsOf('app/paths.ts');
  const { consolePaths } = await pathsOf('console/paths.ts');
  writeFileSync(`${OUT}/paths.json`, JSON.stringify({ 'index.html': paths, 'console.html': consolePaths }));
  completeWorker(paths);
  await Promise.all(
    filesIn(OUT)
      .filter((file) => COMPRESSIBLE.test(file))
      .map(compress),
  );
}

/** The files that only the console loads. */
function filesOfConsole() {
  const manifest = JSON.parse(readText(`${OUT}/.vite/manifest.json`));
  const filesFrom = (page) => {
    const chunks = new Set([page]);
    // A set also visits what is added meanwhile.
    for (const name of chunks) {
      const { imports = [], dynamicImports = [] } = manifest[name];
      for (const other of [...imports, ...dynamicImports]) chunks.add(other);
    }
    return new Set([...chunks].flatMap((name) => [manifest[name].file, ...(manifest[name].css ?? [])]));
  };
  const ofClient = filesFrom('index.html');
  return [...filesFrom('console.html')].filter((file) => !ofClient.has(file)).map((file) => `${OUT}/${file}`);
}

/** What is large, as the emoji of a language, is stored when it is first used. */
function isStored(file) {
  return STORED.test(file) && statSync(file).size <= STORED_BYTES;
}

/** Tells the service worker what belongs to this version. A change of any file changes its script, which browsers notice. */
function completeWorker(paths) {
  const script = `${OUT}/service-worker.js`;
  const others = new Set(filesOfConsole());
  const files = filesIn(OUT)
    .filter((file) => isStored(file) && !others.has(file))
    .toSorted();
  const build = {
    // The names contain hashes; only the page has none. Two builds of one version are the same.
    version: createHash('sha256')
      .update(files.join())
      .update(readText(`${OUT}/index.html`))
      .digest('hex')
      .slice(0, 16),
    files: files.map((file) => file.slice(OUT.length)),
    paths,
  };
  const text = readText(script);
  if (!text.includes('KITH_BUILD')) throw new Error('The service worker does not name its build.');
  writeFileSync(script, `const KITH_BUILD=${JSON.stringify(build)};${text}`);
}

async function compress(file) {
  const bytes = await readFile(file);
  await Promise.all(
    Object.entries(ENCODERS).map(async ([ending, encode]) =>
      writeFile(`${file}.${ending}`, await encode(bytes)),
    ),
  );
}

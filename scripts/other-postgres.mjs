// Repeats tests on the oldest supported version of PostgreSQL, as an external database. Alone: all tests that reach one.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { repeatTests } from './repeat-tests.mjs';

const VERSION = '15';
/** Every endpoint, the stories of lists and histories, the rows that lists read, and the connections themselves. */
const FILES = [
  'conformance/api',
  'conformance/im',
  'api/channel.test',
  'api/channel-pages',
  'api/chat',
  'api/large-school',
  'api/user-friendship',
  'conversations/model',
  'conversations/parallel',
  'groups/story',
  'im/chat',
  'im/circle-data',
  'im/friend',
  'im/get',
  'im/message.test',
  'im/search',
  'im/video-share-feeds',
  // Not lists/flat: the number of statements does not depend on the version.
  'lists/rows-read',
  'postgres/fitness',
  'postgres/server-lock',
  'postgres/session',
  'realtime/order',
  'realtime/resume',
].map((name) => `packages/server/test/${name}`);

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.chdir(fileURLToPath(new URL('..', import.meta.url)));
  const [{ passed, failed, line } = { passed: 0, failed: 0 }] = await runOnOtherPostgres(
    filesWithDatabase(),
    '3',
  );
  if (line) console.log(line);
  process.exit(failed === 0 && passed > 0 ? 0 : 1);
}

/** Runs files on that version and returns the result, or prints why it is not tried. */
export async function runOnOtherPostgres(files = FILES, workers = '1') {
  const title = `PostgreSQL ${VERSION}`;
  const folder = `/usr/lib/postgresql/${VERSION}/bin`;
  if (existsSync(join(folder, 'postgres')))
    return [
      await repeatTests(title, { files, env: { KITH_TEST_DATABASE: VERSION, KITH_TEST_WORKERS: workers } }),
    ];
  console.log(`${title}: not tried, there is none in ${folder}; Debian's package is postgresql-${VERSION}.`);
  return [];
}

/** The test files that use the database of the run; others start one of their own, or none. */
function filesWithDatabase() {
  const folder = 'packages/server/test';
  return readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => join(folder, name))
    .filter((path) => /useKith\(|inject\('database'\)/.test(readFileSync(path, 'utf8')));
}

// Runs the tests with vitest and ends with one plain line: how many passed and failed. Arguments go through to vitest.
import { fileURLToPath } from 'node:url';
import { parseCLI, startVitest } from 'vitest/node';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const { filter, options } = parseCLI(['vitest', 'run', ...process.argv.slice(2)]);
// A run of everything also demands that every endpoint was called.
if (filter.length === 0) process.env.KITH_TEST_ALL = '1';
const vitest = await startVitest('test', filter, options);
const modules = vitest.state.getTestModules();
const isSound = process.exitCode === undefined || process.exitCode === 0; // vitest's own verdict
await vitest.close();

const tests = modules.flatMap((module) => [...module.children.allTests()]);
const count = (state) => tests.filter((test) => test.result().state === state).length;
// A file that could not be loaded, or whose set-up failed, need not hold a failed test; it counts as one.
const brokenFiles = modules.filter(
  (module) => module.state() === 'failed' && ![...module.children.allTests('failed')].length,
);
const passed = count('passed');
const failed = count('failed') + brokenFiles.length;
const skipped = count('skipped');

if (!isSound && failed === 0 && passed > 0)
  console.log('The tests passed, but an error happened outside of them; see above.');
const line = `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`;
process.stdout.write(line, () => process.exit(isSound && failed === 0 && passed > 0 ? 0 : 1));

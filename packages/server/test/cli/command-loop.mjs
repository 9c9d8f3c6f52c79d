// Runs command lines one after the other, each as src/main.ts runs one.
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { runCli } from '../../dist/cli/run.js';

// Made now, so that the first command does not seem to leave them.
void process.stdout;
void process.stderr;

/** How long a command may take to let go of what keeps a process alive. */
const LET_GO_WITHIN_MS = 5_000;

process.on('message', (command) => void run(command));
process.on('disconnect', () => process.exit());
process.send('ready');

/** Runs a command, and sends its exit code. */
async function run({ args, env, cwd, input, end }) {
  process.chdir(cwd);
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, env);
  Object.defineProperty(process, 'stdin', {
    value: Readable.from([Buffer.from(input)]),
    configurable: true,
  });
  const before = whatKeepsAlive();
  const code = await runCli(args).catch((error) => {
    process.stderr.write(`${error.stack}\n`);
    return 1;
  });
  for (const since = performance.now(); whatKeepsAlive() !== before; await sleep(5)) {
    if (performance.now() - since < LET_GO_WITHIN_MS) continue;
    process.stderr.write(`The process would not end: ${whatKeepsAlive()}, not ${before}\n`);
    break;
  }
  // Output and messages travel on ways of their own, so the end of the output is told in both streams too.
  process.stdout.write(end);
  process.stderr.write(end);
  process.send(code);
}

/** Handles and requests, for which a process waits before it ends. */
function whatKeepsAlive() {
  return process.getActiveResourcesInfo().toSorted().join();
}

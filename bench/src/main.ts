import { mkdir, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startKith, startRelay } from './process.js';
import { playPingPong, type PingPongResult } from './scenarios/ping-pong.js';

const { values } = parseArgs({
  options: {
    pairs: { type: 'string', default: '250' },
    balls: { type: 'string', default: '4' },
    seconds: { type: 'string', default: '10' },
    rounds: { type: 'string', default: '3' },
  },
});
const options = {
  pairs: Number(values.pairs),
  balls: Number(values.balls),
  warmUpMs: 4000,
  measureMs: Number(values.seconds) * 1000,
};

// The order is Kith, limit, limit, Kith, …, so that other load of the machine affects both.
const results: PingPongResult[] = [];
for (let round = 0; round < Number(values.rounds); round++) {
  for (const start of round % 2 === 0 ? [startKith, startRelay] : [startRelay, startKith]) {
    const subject = await start();
    try {
      const result = await playPingPong(subject, options);
      results.push(result);
      console.log(line(result));
    } finally {
      await subject.stop();
    }
  }
}

const medians = [...new Set(results.map((result) => result.subject))].map((subject) =>
  median(results.filter((one) => one.subject === subject)),
);
console.log(
  `\nMedian of ${values.rounds} rounds, ${options.pairs} pairs with ${options.balls} messages in flight each:`,
);
for (const result of medians) console.log(line(result));
const [ours, limit] = medians;
if (ours && limit) {
  const ratio = (ours.cpuMicros.server + ours.cpuMicros.database) / limit.cpuMicros.server;
  console.log(`Processor time per message: ${ratio.toFixed(2)} times the bare relay's.`);
}

const folder = fileURLToPath(new URL('../results/', import.meta.url));
await mkdir(folder, { recursive: true });
const manifest = {
  command: ['npm run bench', '--', ...process.argv.slice(2)].join(' '),
  node: process.version,
  cpu: cpus()[0]?.model,
  cores: cpus().length,
  options,
  medians,
  results,
};
await writeFile(`${folder}ping-pong.local.json`, `${JSON.stringify(manifest, null, 2)}\n`);

function median(runs: readonly PingPongResult[]): PingPongResult {
  const sorted = [...runs].sort((a, b) => a.messagesPerSecond - b.messagesPerSecond);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (!middle) throw new Error('No run was made.');
  return middle;
}

function line(result: PingPongResult): string {
  const ms = ({ p50, p99 }: { p50: number; p99: number }) => `${p50.toFixed(1)} / ${p99.toFixed(1)} ms`;
  const { server, database } = result.cpuMicros;
  return [
    result.subject.padEnd(44),
    `${Math.round(result.messagesPerSecond)} msg/s`.padStart(13),
    `delivery ${ms(result.delivery)}`,
    result.ack ? `ack ${ms(result.ack)}` : '',
    `CPU ${server.toFixed(0)} + ${database.toFixed(0)} us`,
    result.missing > 0 ? `MISSING ${result.missing}` : '',
  ].join('  ');
}

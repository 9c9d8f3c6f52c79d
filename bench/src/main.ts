import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startGenerator, type Generator } from './generator.js';
import { beginManifest, type Manifest } from './manifest.js';
import { runWorkload, type Measurement } from './measurement.js';
import { writeDocs } from './report/docs.js';
import { toHtml } from './report/html.js';
import { tablesOf, toMarkdown } from './report/tables.js';
import { figure, SUBJECT_TITLES } from './report/words.js';
import { startPostgres, type Postgres } from './subjects/postgres.js';
import { startKith } from './subjects/kith.js';
import { startRelay } from './subjects/relay.js';
import { startSocketio } from './subjects/socketio.js';
import type { Subject } from './subjects/subject.js';
import { isInstalled, startXmpp } from './subjects/xmpp.js';
import { summarise } from './summary.js';
import { SUBJECTS, type SubjectName } from './task.js';
import { WORKLOADS, type Workload } from './workloads.js';

const { values } = parseArgs({
  options: {
    /** Names of workloads, or their beginnings, with commas: W1,W2-500,W6. */
    workload: { type: 'string' },
    subjects: { type: 'string' },
    rounds: { type: 'string' },
    /** The measured period of each shape. */
    seconds: { type: 'string' },
    /** Connections of the Socket.IO server to its database. */
    connections: { type: 'string', default: '10' },
    /** One round of short periods of the most important workloads. */
    quick: { type: 'boolean', default: false },
    /** Renders the results of the last run again instead of measuring. */
    'from-last': { type: 'boolean', default: false },
    /** Puts the tables into docs/performance.md. */
    'write-docs': { type: 'boolean', default: false },
  },
});
const RESULTS = fileURLToPath(new URL('../results/', import.meta.url));
const MANIFEST = `${RESULTS}last.local.json`;

/** Without a generator a workload fails, so the servers that it started are stopped. */
let running: Generator | undefined;
let isInterrupted = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    isInterrupted = true;
    void running?.stop();
  });
}

const manifest = values['from-last']
  ? (JSON.parse(await readFile(MANIFEST, 'utf8')) as Manifest)
  : await measureAll();
const lines = summarise(manifest.measurements);
console.log(`\n${tablesOf(lines).map(toMarkdown).join('\n')}`);
await writeFile(`${RESULTS}last.local.html`, toHtml(manifest, lines));
console.log(`The report is ${RESULTS}last.local.html.`);
if (values['write-docs']) await writeDocs(manifest, lines);

/** In each round every server does every workload; the order is reversed from round to round. */
async function measureAll(): Promise<Manifest> {
  const workloads = chooseWorkloads();
  const subjects = chooseSubjects();
  const roundsOf = (workload: Workload) =>
    Number(values.rounds ?? (values.quick ? 1 : (workload.rounds ?? 1)));
  let made: Manifest = {
    ...beginManifest(process.argv.slice(2)),
    settings: {},
    measurements: [],
    failures: [],
  };
  await mkdir(RESULTS, { recursive: true });
  const postgres = subjects.some((name) => name !== 'kith' && name !== 'relay')
    ? await startPostgres()
    : undefined;
  try {
    for (let round = 1; round <= Math.max(...workloads.map(roundsOf)); round++) {
      for (const workload of workloads.filter((one) => round <= roundsOf(one))) {
        const order = subjects.filter((name) => workload.subjects.includes(name));
        for (const name of round % 2 === 1 ? order : order.toReversed()) {
          if (isInterrupted) return made;
          made = await measureOne(made, { workload, name, round, postgres });
          await writeFile(MANIFEST, `${JSON.stringify(made)}\n`);
        }
      }
    }
  } finally {
    await postgres?.stop();
  }
  if (made.failures.length > 0) process.exitCode = 1;
  return made;
}

/** Adds what one server did in one workload. If it fails, the others still have their turns. */
async function measureOne(
  made: Manifest,
  given: { workload: Workload; name: SubjectName; round: number; postgres: Postgres | undefined },
): Promise<Manifest> {
  const { workload, name, round, postgres } = given;
  const seconds = Number(values.seconds ?? (values.quick ? 4 : 8));
  const measurements = [...made.measurements];
  let { settings, failures } = made;
  let subject: Subject | undefined;
  const generator = startGenerator();
  running = generator;
  try {
    subject = await start(name, postgres);
    if (name === 'kith') ({ settings } = subject);
    await runWorkload({
      workload,
      name,
      subject,
      generator,
      round,
      warmUpMs: values.quick ? 1500 : 3000,
      measureMs: seconds * 1000 * (workload.share ?? 1),
      onResult: (measurement) => {
        measurements.push(measurement);
        console.log(lineOf(measurement));
      },
    });
  } catch (error) {
    const failure = `${workload.name}, ${name}, round ${round}: ${(error as Error).message}`;
    console.log(`FAILED ${failure}`);
    failures = [...failures, failure];
  } finally {
    await generator.stop();
    await subject?.stop();
  }
  return { ...made, settings, measurements, failures };
}

function chooseWorkloads(): Workload[] {
  const asked = values.workload?.split(',') ?? (values.quick ? ['W1', 'W2-50', 'W3'] : undefined);
  const isAsked = ({ name }: Workload) =>
    asked?.some((one) =>
      WORKLOADS.some((workload) => workload.name === one) ? name === one : name.startsWith(`${one}-`),
    );
  const found = WORKLOADS.filter((workload) => (asked ? isAsked(workload) : !workload.isLong));
  if (found.length === 0)
    throw new Error(
      `There is no workload ${values.workload}: ${WORKLOADS.map(({ name }) => name).join(', ')}.`,
    );
  return found;
}

function chooseSubjects(): SubjectName[] {
  const asked = values.subjects?.split(',');
  return SUBJECTS.filter((name) => {
    if (asked && !asked.includes(name)) return false;
    if ((name !== 'ejabberd' && name !== 'prosody') || isInstalled(name)) return true;
    console.log(`${name} is not installed: left out (bench/peers/README.md).`);
    return false;
  });
}

function start(name: SubjectName, postgres: Postgres | undefined): Promise<Subject> {
  if (name === 'kith') return startKith();
  if (name === 'relay') return startRelay();
  if (!postgres) throw new Error('No database was started.');
  return name === 'socketio' ? startSocketio(postgres, values.connections) : startXmpp(name, postgres);
}

function lineOf(measurement: Measurement): string {
  const [line] = summarise([measurement]);
  const { round, workload, shape, subject } = measurement;
  const times = Object.entries(line!.latencies).map(
    ([name, { p50, p99 }]) => `${name} ${figure(p50)} / ${figure(p99)} ms`,
  );
  return [
    `${round} ${workload.padEnd(9)} ${shape.padEnd(24)} ${SUBJECT_TITLES[subject].padEnd(30)}`,
    `${figure(line!.rate.median).padStart(8)}/s`,
    ...times,
    `CPU ${figure(line!.cpu.server.median)} + ${figure(line!.cpu.database.median)} us, generator ${figure(line!.cpu.generator.median)}`,
    line!.memory ? `${figure(line!.memory.server.median / 1024)} KB` : '',
    line!.missing > 0 ? `MISSING ${line!.missing}` : '',
  ].join('  ');
}

import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { cpuOf, stopChild } from './process.js';
import type { Outcome, Report, Task } from './task.js';

const MAIN = fileURLToPath(new URL('./generator/main.js', import.meta.url));

/** The process that plays the clients. */
export interface Generator {
  /** Does a task; `onMark` is called at the begin and at the end of its measured period. */
  run(task: Task, onMark?: (at: 'begin' | 'end') => void): Promise<Outcome>;
  cpuSeconds(): number;
  stop(): Promise<void>;
}

export function startGenerator(): Generator {
  const child: ChildProcess = fork(MAIN, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  return {
    run: (task, onMark = () => undefined) =>
      new Promise((resolve, reject) => {
        const onExit = (code: number | null): void => {
          child.off('message', onReport);
          reject(new Error(`The generator ended with ${code}.`));
        };
        const onReport = (report: Report): void => {
          if (report.kind === 'mark') return onMark(report.at);
          child.off('exit', onExit).off('message', onReport);
          if (report.kind === 'done') resolve(report.outcome);
          else reject(new Error(report.reason));
        };
        child.on('exit', onExit).on('message', onReport);
        child.send(task);
      }),
    cpuSeconds: () => cpuOf(child.pid),
    stop: () => stopChild(child),
  };
}

import { useRef, useState, type ReactNode } from 'react';
import type { admin, Result } from '@kith/contract';
import { useTranslations } from '../../../text/index.js';
import { ask, useAction } from '../../admin/index.js';
import { AT_ONCE, type ImportRow } from './rules.js';

/** What became of a row, or would become. */
export type Outcome = Result<typeof admin.people.importAll>[number];

/** `read`: nothing was asked yet. `checked`: the dry run is over. `registered`: everybody who could be is. */
type Phase = 'read' | 'checked' | 'registered';

/**
 * Checks the rows of a file and registers them, some at a time. What a failure interrupts goes on where it stopped: whose name
 * is taken then was registered by the request whose response was lost.
 */
export function useImport(rows: readonly ImportRow[]): {
  readonly outcomes: ReadonlyMap<number, Outcome>;
  readonly phase: Phase;
  /** How many rows of the present step are done. */
  readonly done: number;
  readonly isBusy: boolean;
  readonly refusal: string | undefined;
  readonly check: () => void;
  readonly register: () => void;
  readonly proof: ReactNode;
} {
  const t = useTranslations('console.import');
  const { isBusy, refusal, act, proof } = useAction();
  const [outcomes, setOutcomes] = useState<ReadonlyMap<number, Outcome>>(new Map());
  const [phase, setPhase] = useState<Phase>('read');
  const [done, setDone] = useState(0);
  const sent = useRef(new Set<number>());

  async function run(isDryRun: boolean): Promise<void> {
    const found = new Map(outcomes);
    const isOpen = ({ line }: ImportRow) =>
      isDryRun ? !found.has(line) : found.get(line)?.outcome === 'valid';
    for (const { line, isRepeat } of rows)
      if (isRepeat) found.set(line, { outcome: 'refused', message: t('repeat') });
    for (;;) {
      const open = rows.filter(isOpen);
      setDone(rows.length - open.length);
      if (open.length === 0) break;
      const some = open.slice(0, AT_ONCE);
      const people = some.map(({ person }) => person);
      const wasSent = new Set(sent.current);
      if (!isDryRun) for (const { line } of some) sent.current.add(line);
      const results = await ask('POST', '/admin/people/import', { isDryRun, people });
      for (const [index, { line }] of some.entries()) {
        const result = results[index]!;
        const isOwn = result.code === 'username_taken' && wasSent.has(line);
        found.set(line, isOwn ? { outcome: 'created' } : result);
      }
      setOutcomes(new Map(found));
    }
    setPhase(isDryRun ? 'checked' : 'registered');
  }

  return {
    outcomes,
    phase,
    done,
    isBusy,
    refusal,
    check: () => void act(() => run(true)),
    register: () => void act(() => run(false)),
    proof,
  };
}

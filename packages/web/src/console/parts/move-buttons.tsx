import { ArrowDown, ArrowUp } from 'lucide-react';
import { useTranslations } from '../../text/index.js';
import { IconButton } from '../../ui/button.js';
import { Icon } from '../../ui/icon.js';
import { queries, useAction } from '../admin/index.js';

/** Buttons that move a row of a list up and down. Those that cannot stay, so that they keep the focus. */
export function MoveButtons({
  name,
  isFirst,
  isLast,
  onMove,
}: {
  /** Of what is moved. */
  readonly name: string;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  readonly onMove: (by: -1 | 1) => void;
}) {
  const t = useTranslations('console.move');
  const button = (by: -1 | 1, isOff: boolean) => (
    <IconButton
      label={t(by < 0 ? 'up' : 'down', { name })}
      aria-disabled={isOff || undefined}
      className="-my-1 aria-disabled:opacity-40"
      onClick={() => !isOff && onMove(by)}
    >
      <Icon of={by < 0 ? ArrowUp : ArrowDown} />
    </IconButton>
  );
  return (
    <>
      {button(-1, isFirst)}
      {button(1, isLast)}
    </>
  );
}

/** Moves a row of a list and loads the list again, also after a refusal: it may be old. */
export function useMove(
  rows: readonly { readonly id: number }[],
  { queryKey, send }: { queryKey: readonly unknown[]; send: (order: Order) => Promise<unknown> },
): { refusal: string | undefined; move: (at: number, by: -1 | 1) => void } {
  const { refusal, act } = useAction();
  const move = (at: number, by: -1 | 1) =>
    void act(async () => {
      try {
        await send(moved(rows, at, by));
      } finally {
        await queries.invalidateQueries({ queryKey });
      }
    });
  return { refusal, move };
}

/** The ids of a list as they were seen, and in the new order. */
interface Order {
  readonly seen: number[];
  readonly ids: number[];
}

/** The ids of a list with the one at a place moved up or down, and as they were seen. */
export function moved(rows: readonly { readonly id: number }[], at: number, by: -1 | 1): Order {
  const seen = rows.map(({ id }) => id);
  const ids = seen.toSpliced(at, 1);
  return { seen, ids: ids.toSpliced(at + by, 0, seen[at]!) }; // a place of the list
}

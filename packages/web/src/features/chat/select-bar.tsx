import { Copy, Forward, Undo2, X } from 'lucide-react';
import { useEffect, useRef, type RefObject } from 'react';
import { serverNow } from '../../client/clock.js';
import type { MessageRow, Row } from '../../client/messages/rows.js';
import { useTranslations } from '../../text/index.js';
import { IconButton } from '../../ui/button.js';
import { Icon } from '../../ui/icon.js';
import { useLayer } from '../../ui/layers.js';
import { toast } from '../../ui/toast.js';
import { useAccount, useRefusal } from '../account/index.js';
import { useChatState, useChatStore } from './chat-state.js';
import { deedsOf } from './deeds.js';
import type { MessageTools } from './message-tools.js';
import { rowsNow, textOf } from './rules.js';
import { useRights } from './use-rights.js';

/** What can be done with the messages that are chosen. */
export function SelectBar({
  tools: { conversation, nameOf },
  rows: shown,
  onForward,
}: {
  readonly tools: MessageTools;
  readonly rows: readonly Row[];
  readonly onForward: (messages: readonly MessageRow[]) => void;
}) {
  const t = useTranslations('message');
  const { realtime } = useAccount();
  const refusalOf = useRefusal();
  const store = useChatStore(conversation);
  const selected = useChatState(conversation, (state) => state.selected);
  const standing = {
    ...useRights(conversation.listId),
    listId: conversation.listId,
    now: serverNow(),
  };
  const close = () => store.setState({ selected: undefined });
  useLayer(close, selected !== undefined);
  if (!selected) return null;
  const rows = rowsNow(selected, shown);
  const may = rows.map((row) => deedsOf(row, standing));

  async function copy(): Promise<void> {
    const lines = rows.flatMap((row) => {
      const text = textOf(row);
      return text === undefined ? [] : [`${row.alias ?? nameOf(row.from)}: ${text}`];
    });
    await navigator.clipboard.writeText(lines.join('\n'));
    toast(t('copied'));
    close();
  }

  async function recall(): Promise<void> {
    const ids = rows.flatMap(({ entry }) => entry?.id ?? []);
    await Promise.all(ids.map((id) => realtime.recall(conversation.listId, id)));
    close();
  }

  const attempt = (work: () => Promise<void>) => () =>
    void work().catch((error: unknown) => toast(refusalOf(error)));
  return (
    <div
      role="toolbar"
      aria-label={t('selection')}
      className="flex shrink-0 animate-rise items-center gap-1 border-t border-line bg-panel px-2 py-2 safe-bottom-2 lg:px-4"
    >
      <IconButton label={t('leaveSelection')} onClick={close}>
        <Icon of={X} />
      </IconButton>
      <p role="status" className="grow font-medium tabular-nums">
        {t('selected', { count: rows.length })}
      </p>
      <IconButton label={t('copy')} disabled={!may.some((one) => one.copy)} onClick={attempt(copy)}>
        <Icon of={Copy} />
      </IconButton>
      <IconButton
        label={t('forward')}
        disabled={rows.length === 0 || !may.every((one) => one.forward)}
        onClick={() => onForward(rows)}
      >
        <Icon of={Forward} />
      </IconButton>
      <IconButton
        label={t('recall')}
        disabled={rows.length === 0 || !may.every((one) => one.recall)}
        onClick={attempt(recall)}
      >
        <Icon of={Undo2} />
      </IconButton>
    </div>
  );
}

/** The focus goes to the chosen message, and back to the messages when the selection ends. */
export function useSelectionFocus(list: RefObject<HTMLElement | null>, isChoosing: boolean): void {
  const wasChoosing = useRef(isChoosing);
  useEffect(() => {
    if (isChoosing === wasChoosing.current) return;
    wasChoosing.current = isChoosing;
    const chosen = isChoosing ? list.current?.querySelector<HTMLElement>('input:checked') : list.current;
    chosen?.focus({ preventScroll: true });
  }, [list, isChoosing]);
}

/** Chooses a message, or leaves it out. */
export function Choose({
  row,
  tools: { conversation },
}: {
  readonly row: MessageRow;
  readonly tools: MessageTools;
}) {
  const t = useTranslations('message');
  const store = useChatStore(conversation);
  const selected = useChatState(conversation, (state) => state.selected);
  const id = row.entry?.id;
  if (!selected || id === undefined) return null;
  return (
    <label className="absolute inset-0 z-10 flex items-center ps-3">
      <input
        type="checkbox"
        checked={selected.has(id)}
        aria-label={t('choose')}
        className="size-5"
        onChange={() => {
          const next = new Map(selected);
          if (!next.delete(id)) next.set(id, row);
          store.setState({ selected: next });
        }}
      />
    </label>
  );
}

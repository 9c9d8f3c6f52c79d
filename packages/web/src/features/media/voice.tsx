import { CONTENT_TYPES } from '@kith/contract';
import { CircleAlert, Pause, Play } from 'lucide-react';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { deriveRows, type MessageRow } from '../../client/messages/rows.js';
import { useTranslations } from '../../text/index.js';
import { Icon } from '../../ui/icon.js';
import { useAccount } from '../account/index.js';
import { clock } from './attachment-kind.js';
import { barsOf } from './peaks.js';
import { changeRate, playing, seek, toggle, type Track } from './player.js';
import { Progress } from './progress.js';
import { fileOf, useFile, useListId } from './stored-file.js';
import { Waveform } from './waveform.js';

/** So far go the arrow keys, in seconds. */
const STEP = 1;

/** A voice message and its player. */
export function Voice({ row }: { readonly row: MessageRow }) {
  const t = useTranslations('media');
  const { url, seconds, progress, cancel } = useFile(row);
  const { isPlaying, time, rate, hasFailed } = useStore(playing);
  const listId = useListId();
  const { isUnheard, note } = useHeard(listId, row);
  const next = useFollowing(listId);
  const track: Track = { key: keyOf(listId, row), url: url ?? '', seconds, onPlay: note };
  const isCurrent = useStore(playing, ({ key }) => key === track.key);
  const at = isCurrent ? Math.min(time, seconds) : 0;
  const label = isCurrent && isPlaying ? t('pause') : t('playVoice', { length: clock(seconds) });
  return (
    <div className="-mb-5 flex w-64 max-w-full items-center gap-3 pt-1">
      {progress !== undefined ? (
        <span className="relative size-12 shrink-0">
          <Progress part={progress} onCancel={cancel} />
        </span>
      ) : (
        <button
          type="button"
          aria-label={label}
          title={label}
          onClick={() => toggle(track, next)}
          className="flex size-12 shrink-0 items-center justify-center rounded-pill bg-accent text-on-accent transition hover:bg-accent-hover active:scale-95"
        >
          <Icon of={isCurrent && hasFailed ? CircleAlert : isCurrent && isPlaying ? Pause : Play} />
        </button>
      )}
      <div className="min-w-0 grow">
        {isCurrent && hasFailed ? (
          <p role="alert" className="text-small text-danger">
            {t('cannotPlay')}
          </p>
        ) : (
          <div className="relative has-focus-visible:outline-2 has-focus-visible:outline-accent">
            <Waveform bars={barsOf(row.content['peaks'])} part={seconds > 0 ? at / seconds : 0} />
            <input
              type="range"
              aria-label={t('position')}
              aria-valuetext={clock(at)}
              min={0}
              max={seconds || 1}
              step="any"
              value={at}
              disabled={url === undefined}
              onChange={({ target }) => seek(track, Number(target.value), next)}
              onKeyDown={(event) => {
                const step = { ArrowRight: STEP, ArrowUp: STEP, ArrowLeft: -STEP, ArrowDown: -STEP }[
                  event.key
                ];
                if (step === undefined) return;
                event.preventDefault();
                seek(track, Math.min(seconds, Math.max(0, at + step)), next);
              }}
              className="absolute inset-0 size-full cursor-pointer opacity-0"
            />
          </div>
        )}
        <span className="flex h-5 items-center gap-2 text-meta tabular-nums">
          {clock(isCurrent && time > 0 ? at : seconds)}
          {isUnheard && (
            <span role="img" aria-label={t('unheard')} className="size-2 rounded-pill bg-accent" />
          )}
          {isCurrent && (
            <button
              type="button"
              aria-label={t('speed', { rate })}
              title={t('speed', { rate })}
              onClick={changeRate}
              className="rounded-pill bg-panel px-2 font-medium"
            >
              {rate}×
            </button>
          )}
        </span>
      </div>
    </div>
  );
}

function keyOf(listId: string, row: MessageRow): string {
  return `${listId} ${row.key}`;
}

/** Whether a voice message of somebody else was not played on this device. */
function useHeard(listId: string, { isOwn, entry }: MessageRow) {
  const { heard } = useAccount();
  useEffect(() => heard.open(listId), [heard, listId]);
  const played = useStore(heard.store, (all) => all[listId]);
  return {
    isUnheard: !isOwn && entry !== undefined && played !== undefined && !played.has(entry.seq),
    note: () => {
      if (!isOwn && entry) heard.add(listId, entry.seq);
    },
  };
}

/** Finds the next voice message of others that was not played on this device. */
function useFollowing(listId: string): (key: string) => Track | undefined {
  const { session, conversation, heard } = useAccount();
  return (current) => {
    const voices = deriveRows({ ...conversation(listId).getState(), ownId: session.userId }).filter(
      (row): row is MessageRow => row.kind === 'message' && row.type === CONTENT_TYPES.voice,
    );
    const at = voices.findIndex((row) => keyOf(listId, row) === current);
    const played = heard.store.getState()[listId];
    const next = voices
      .slice(at + 1)
      .find(
        ({ isOwn, isRecalled, entry }) =>
          !isOwn && !isRecalled && entry && !entry.withheld && !played?.has(entry.seq),
      );
    if (!next?.entry) return undefined;
    const { seq } = next.entry;
    const { url, seconds } = fileOf(next.content, listId);
    return url === undefined
      ? undefined
      : { key: keyOf(listId, next), url, seconds, onPlay: () => heard.add(listId, seq) };
  };
}

import { Pause, Play, SendHorizontal, Square, Trash2 } from 'lucide-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { CONTENT_TYPES } from '@kith/contract';
import { useTranslations } from '../../text/index.js';
import { Button, IconButton } from '../../ui/button.js';
import { Icon } from '../../ui/icon.js';
import { clock } from './attachment-kind.js';
import { barsOf } from './peaks.js';
import { playing, toggle } from './player.js';
import { record, type Recorded, type Recording } from './recording.js';
import type { Send } from './use-attachments.js';
import { Waveform } from './waveform.js';

interface RecorderProps {
  readonly onSend: Send;
  readonly onClose: () => void;
}

/** So many measurements of the level are in view. */
const SHOWN = 60;

type Step =
  | { readonly name: 'asking' | 'recording' }
  | { readonly name: 'refused'; readonly why: 'noMicrophone' | 'microphoneRefused' }
  | { readonly name: 'done'; readonly recorded: Recorded; readonly url: string };

/** Records a voice message: with its level while it is recorded, and to listen to before it is sent. */
export function Recorder({ onSend, onClose }: RecorderProps) {
  const t = useTranslations('media');
  const app = useTranslations('app');
  const recording = useRecording();
  const { step } = recording;
  if (step.name === 'refused')
    return (
      <div className="flex min-h-11 items-center gap-3 pb-2">
        <p role="alert" className="grow text-small text-danger">
          {t(step.why)}
        </p>
        <Button autoFocus onClick={onClose}>
          {app('close')}
        </Button>
      </div>
    );

  async function send(): Promise<void> {
    const { file, seconds, peaks } = step.name === 'done' ? step.recorded : await recording.finish();
    onSend(CONTENT_TYPES.voice, { length: clock(Math.max(1, seconds)), peaks }, file);
    onClose();
  }
  return (
    <Row
      onKeyDown={(key) => {
        if (key === 'Escape') onClose();
      }}
    >
      <IconButton label={t('discardVoice')} onClick={onClose}>
        <Icon of={Trash2} />
      </IconButton>
      {step.name === 'done' ? (
        <Preview recorded={step.recorded} url={step.url} />
      ) : (
        <Live levels={recording.levels} seconds={recording.seconds} onStop={recording.stop} />
      )}
      <IconButton
        label={t('sendVoice')}
        disabled={step.name === 'asking'}
        look="main"
        onClick={() => void send()}
      >
        <Icon of={SendHorizontal} />
      </IconButton>
    </Row>
  );
}

function Row({
  children,
  onKeyDown,
}: {
  readonly children: ReactNode;
  readonly onKeyDown: (key: string) => void;
}) {
  const t = useTranslations('media');
  return (
    <div
      role="group"
      aria-label={t('recorder')}
      className="flex min-h-11 animate-appear items-center gap-2"
      onKeyDown={({ key }) => onKeyDown(key)}
    >
      {children}
    </div>
  );
}

function Live({
  levels,
  seconds,
  onStop,
}: {
  readonly levels: readonly number[];
  readonly seconds: number;
  readonly onStop: () => void;
}) {
  const t = useTranslations('media');
  const bars = [...Array.from({ length: SHOWN }, () => 0), ...levels].slice(-SHOWN);
  return (
    <>
      <span aria-hidden className="size-2.5 shrink-0 animate-skeleton rounded-pill bg-danger" />
      <span role="timer" aria-label={t('recorded')} className="text-small tabular-nums">
        {clock(seconds)}
      </span>
      <span className="min-w-0 grow text-secondary">
        <Waveform bars={bars} part={1} />
      </span>
      <IconButton label={t('stop')} autoFocus onClick={onStop}>
        <Icon of={Square} />
      </IconButton>
    </>
  );
}

function Preview({ recorded, url }: { readonly recorded: Recorded; readonly url: string }) {
  const t = useTranslations('media');
  const { key, isPlaying, time } = useStore(playing);
  const isOn = key === url && isPlaying;
  const label = isOn ? t('pause') : t('playVoice', { length: clock(recorded.seconds) });
  const track = { key: url, url, seconds: recorded.seconds };
  return (
    <>
      <IconButton label={label} autoFocus onClick={() => toggle(track, () => undefined)}>
        <Icon of={isOn ? Pause : Play} />
      </IconButton>
      <span className="min-w-0 grow text-secondary">
        <Waveform bars={barsOf(recorded.peaks)} part={key === url ? time / recorded.seconds : 0} />
      </span>
      <span className="text-small tabular-nums">{clock(recorded.seconds)}</span>
    </>
  );
}

/** The microphone, as long as this is shown. */
function useRecording() {
  const [step, setStep] = useState<Step>({ name: 'asking' });
  const [levels, setLevels] = useState<readonly number[]>([]);
  const [seconds, setSeconds] = useState(0);
  const current = useRef<Recording>(undefined);
  useEffect(() => {
    let isOver = false;
    record((level, elapsed) => {
      setLevels((all) => [...all.slice(1 - SHOWN), level]);
      setSeconds(elapsed);
    }).then(
      (started) => {
        if (isOver) return started.cancel();
        current.current = started;
        setStep({ name: 'recording' });
      },
      (error: unknown) => {
        const isMissing = error instanceof DOMException && error.name === 'NotFoundError';
        setStep({ name: 'refused', why: isMissing ? 'noMicrophone' : 'microphoneRefused' });
      },
    );
    return () => {
      isOver = true;
      current.current?.cancel();
    };
  }, []);
  const url = step.name === 'done' ? step.url : undefined;
  useEffect(() => () => void (url !== undefined && URL.revokeObjectURL(url)), [url]);

  async function finish(): Promise<Recorded> {
    if (!current.current) throw new Error('Nothing is being recorded.');
    const recorded = await current.current.finish();
    current.current = undefined;
    return recorded;
  }
  return {
    step,
    levels,
    seconds,
    finish,
    stop: () =>
      void finish().then((recorded) =>
        setStep({ name: 'done', recorded, url: URL.createObjectURL(recorded.file) }),
      ),
  };
}

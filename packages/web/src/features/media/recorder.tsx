import { Pause, Play, SendHorizontal, Square, Trash2 } from 'lucide-react';
import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { CONTENT_TYPES } from '@kith/contract';
import { claimSound } from '../../client/sound.js';
import type { VoiceDraft } from '../../client/voice-drafts.js';
import { useTranslations } from '../../text/index.js';
import { Button, IconButton } from '../../ui/button.js';
import { Icon } from '../../ui/icon.js';
import { isByTouch } from '../../ui/is-by-touch.js';
import { clock } from './attachment-kind.js';
import { barsOf } from './peaks.js';
import { playing, toggle } from './player.js';
import { record, type Recording } from './recording.js';
import type { Send } from './use-attachments.js';
import type { useVoiceDraft } from './use-voice-draft.js';
import { Waveform } from './waveform.js';

interface RecorderProps {
  readonly draft: ReturnType<typeof useVoiceDraft>;
  readonly onSend: Send;
  readonly onClose: () => void;
}

/** So many measurements of the level are in view. */
const SHOWN = 60;
/** A shorter recording is not kept when its chat is left. */
const SHORTEST_S = 1;

/** Records a voice message: with its level while it is recorded, and to listen to before it is sent. */
export function Recorder({ draft: { voice, keep }, onSend, onClose }: RecorderProps) {
  function send({ file, seconds, peaks }: VoiceDraft): void {
    onSend(CONTENT_TYPES.voice, { length: clock(Math.max(1, seconds)), peaks }, file);
    close();
  }
  function close(): void {
    keep(undefined);
    onClose();
  }
  return voice ? (
    <Kept voice={voice} onSend={() => send(voice)} onDiscard={close} />
  ) : (
    <Running onKeep={keep} onSend={send} onClose={onClose} />
  );
}

interface RunningProps {
  readonly onKeep: (voice: VoiceDraft) => void;
  readonly onSend: (voice: VoiceDraft) => void;
  readonly onClose: () => void;
}

/** A recording that goes on. Whoever leaves it finds it again. */
function Running({ onKeep, onSend, onClose }: RunningProps) {
  const t = useTranslations('media');
  const app = useTranslations('app');
  const { step, levels, seconds, finish, cancel } = useRecording(onKeep);
  if (step === 'noMicrophone' || step === 'microphoneRefused')
    return (
      <div className="flex min-h-11 items-center gap-3 pb-2">
        <p role="alert" className="grow text-small text-danger">
          {t(step)}
        </p>
        <Button autoFocus onClick={onClose}>
          {app('close')}
        </Button>
      </div>
    );

  function discard(): void {
    cancel();
    onClose();
  }
  return (
    <Row isReady={step === 'recording'} onSend={() => void finish().then(onSend)} onDiscard={discard}>
      <Live levels={levels} seconds={seconds} onStop={() => void finish().then(onKeep)} />
    </Row>
  );
}

interface RowProps {
  readonly isReady: boolean;
  readonly onSend: () => void;
  readonly onDiscard: () => void;
  readonly children: ReactNode;
}

function Row({ isReady, onSend, onDiscard, children }: RowProps) {
  const t = useTranslations('media');
  return (
    <div
      role="group"
      aria-label={t('recorder')}
      className="flex min-h-11 animate-appear items-center gap-2"
      onKeyDown={({ key }) => {
        if (key === 'Escape') onDiscard();
      }}
    >
      <IconButton label={t('discardVoice')} onClick={onDiscard}>
        <Icon of={Trash2} />
      </IconButton>
      {children}
      <IconButton label={t('sendVoice')} disabled={!isReady} look="main" onClick={onSend}>
        <Icon of={SendHorizontal} />
      </IconButton>
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

/** A recording that waits to be sent. */
function Kept({
  voice,
  ...actions
}: { readonly voice: VoiceDraft } & Pick<RowProps, 'onSend' | 'onDiscard'>) {
  const t = useTranslations('media');
  const { key, isPlaying, time } = useStore(playing);
  const url = useMemo(() => URL.createObjectURL(voice.file), [voice.file]);
  useEffect(() => () => URL.revokeObjectURL(url), [url]);
  const isOn = key === url && isPlaying;
  const label = isOn ? t('pause') : t('playVoice', { length: clock(voice.seconds) });
  const play = () => toggle({ key: url, url, seconds: voice.seconds }, () => undefined);
  return (
    <Row isReady {...actions}>
      <IconButton label={label} autoFocus onClick={play}>
        <Icon of={isOn ? Pause : Play} />
      </IconButton>
      <span className="min-w-0 grow text-secondary">
        <Waveform bars={barsOf(voice.peaks)} part={key === url ? time / voice.seconds : 0} />
      </span>
      <span className="text-small tabular-nums">{clock(voice.seconds)}</span>
    </Row>
  );
}

/**
 * The microphone, as long as this is shown. When the chat is left, a phone is locked or something else begins to sound, the
 * recording ends and is kept.
 */
function useRecording(onKeep: (voice: VoiceDraft) => void) {
  const [step, setStep] = useState<'asking' | 'recording' | 'noMicrophone' | 'microphoneRefused'>('asking');
  const [levels, setLevels] = useState<readonly number[]>([]);
  const [seconds, setSeconds] = useState(0);
  const current = useRef<Recording>(undefined);

  function take(): Recording | undefined {
    const taken = current.current;
    current.current = undefined;
    return taken;
  }
  useEffect(() => {
    let isOver = false;
    const leave = () => {
      const left = take();
      if (left && isOver && left.seconds() < SHORTEST_S) left.cancel();
      else if (left) void left.finish().then(onKeep);
    };
    const ifLocked = () => {
      if (document.hidden && isByTouch()) leave();
    };
    record((level, elapsed) => {
      setLevels((all) => [...all.slice(1 - SHOWN), level]);
      setSeconds(elapsed);
    }).then(
      (started) => {
        if (isOver) return started.cancel();
        current.current = started;
        claimSound({ pause: leave });
        setStep('recording');
      },
      (error: unknown) => {
        const isMissing = error instanceof DOMException && error.name === 'NotFoundError';
        setStep(isMissing ? 'noMicrophone' : 'microphoneRefused');
      },
    );
    document.addEventListener('visibilitychange', ifLocked);
    addEventListener('pagehide', leave);
    return () => {
      isOver = true;
      document.removeEventListener('visibilitychange', ifLocked);
      removeEventListener('pagehide', leave);
      leave();
    };
  }, [onKeep]);
  return {
    step,
    levels,
    seconds,
    finish: async () => {
      const taken = take();
      if (!taken) throw new Error('Nothing is being recorded.');
      return taken.finish();
    },
    cancel: () => take()?.cancel(),
  };
}

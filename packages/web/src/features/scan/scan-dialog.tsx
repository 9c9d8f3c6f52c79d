import { useRouter } from '@tanstack/react-router';
import { Image } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslations } from '../../text/index.js';
import { Dialog } from '../../ui/dialog.js';
import { Icon } from '../../ui/icon.js';
import { Notice } from '../../ui/notice.js';
import { openReader } from './read-code.js';
import { pathOf } from './rules.js';

/** Between two looks at the camera: enough to feel instant, and little work for a phone. */
const LOOK_EVERY_MS = 200;

type Failure = 'noCamera' | 'noCode' | 'foreign' | 'badPicture';

/** Reads a code by camera or from a picture, and follows it. */
export function ScanDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useTranslations('scan');
  const app = useTranslations('app');
  const { history } = useRouter();
  const [failure, setFailure] = useState<Failure>();

  function follow(text: string | undefined): boolean {
    if (text === undefined) return false;
    const path = pathOf(text, location.origin);
    if (path === undefined) {
      setFailure('foreign');
      return false;
    }
    onClose();
    history.push(path);
    return true;
  }

  async function readPicture(file: File): Promise<void> {
    setFailure(undefined);
    try {
      const text = await (await openReader())(file);
      if (text === undefined) setFailure('noCode');
      else follow(text);
    } catch {
      setFailure('badPicture');
    }
  }

  return (
    <Dialog title={t('title')} closeLabel={app('close')} onClose={onClose}>
      <div className="flex flex-col gap-4">
        <Camera onText={follow} onFailure={() => setFailure('noCamera')} />
        {failure !== undefined && <Notice isError>{t(failure)}</Notice>}
        <label className="relative flex h-11 items-center justify-center gap-2 self-center rounded-control border border-edge px-4 font-medium transition hover:bg-hover has-focus-visible:outline-2 has-focus-visible:outline-accent">
          <Icon of={Image} />
          {t('fromPicture')}
          <input
            type="file"
            accept="image/*"
            className="absolute inset-0 cursor-pointer opacity-0"
            onChange={(event) => {
              const [file] = event.target.files ?? [];
              event.target.value = '';
              if (file) void readPicture(file);
            }}
          />
        </label>
      </div>
    </Dialog>
  );
}

function Camera({
  onText,
  onFailure,
}: {
  /** Returns whether the code was the one that was looked for. */
  readonly onText: (text: string | undefined) => boolean;
  readonly onFailure: () => void;
}) {
  const t = useTranslations('scan');
  const video = useRef<HTMLVideoElement>(null);
  const [isRunning, setRunning] = useState(false);
  const latest = useRef({ onText, onFailure });
  useEffect(() => {
    latest.current = { onText, onFailure };
  });
  useEffect(() => {
    const ended = new AbortController();
    const watch = async () => {
      const [stream, read] = await Promise.all([
        // Without HTTPS there are no `mediaDevices`.
        navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } }),
        openReader(),
      ]);
      ended.signal.addEventListener('abort', () => stream.getTracks().forEach((track) => track.stop()));
      const element = video.current;
      if (ended.signal.aborted || !element) return stream.getTracks().forEach((track) => track.stop());
      element.srcObject = stream;
      await element.play();
      setRunning(true);
      while (!ended.signal.aborted) {
        if (latest.current.onText(await read(element))) return;
        await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
      }
    };
    watch().catch(() => !ended.signal.aborted && latest.current.onFailure());
    return () => ended.abort();
  }, []);
  return (
    <>
      <video
        ref={video}
        muted
        playsInline
        aria-label={t('camera')}
        className="aspect-square w-full rounded-card bg-foot object-cover"
      />
      <p role="status" className="text-center text-small text-secondary">
        {isRunning ? t('hint') : ''}
      </p>
    </>
  );
}

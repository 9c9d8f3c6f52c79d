import { CONTENT_TYPES } from '@kith/contract';
import { MapPin } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslations } from '../../text/index.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { Field } from '../../ui/field.js';
import { Icon } from '../../ui/icon.js';
import { Notice } from '../../ui/notice.js';
import { parsePosition, textOfPosition, type Position } from './position.js';
import type { Send } from './use-attachments.js';

interface LocationSheetProps {
  readonly onSend: Send;
  readonly onClose: () => void;
}

/** Sends a place: where the reader is, or another one, by its coordinates. */
export function LocationSheet({ onSend, onClose }: LocationSheetProps) {
  const t = useTranslations('media');
  const app = useTranslations('app');
  const { here, find } = useHere();
  /** The coordinates of another place; undefined while it is the one where the reader is. */
  const [typed, setTyped] = useState<string>();
  const [name, setName] = useState('');
  const [isWrong, setWrong] = useState(false);
  const isHere = typed === undefined;

  function send(): void {
    const position = isHere ? here.position : parsePosition(typed);
    if (!position) return setWrong(true);
    const { latitude, longitude } = position;
    onSend(CONTENT_TYPES.location, { latitude, longitude, name: name.trim(), address: '' });
    onClose();
  }

  function change(next: string | undefined): void {
    setTyped(next);
    setWrong(false);
  }

  return (
    <Dialog title={t('location')} closeLabel={app('close')} onClose={onClose}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        {isHere ? (
          <WhereIAm here={here} onRetry={find} />
        ) : (
          <Field
            label={t('coordinates')}
            hint={t('coordinatesHint')}
            error={isWrong ? t('coordinatesWrong') : undefined}
            value={typed}
            autoComplete="off"
            autoFocus
            onChange={({ target }) => change(target.value)}
          />
        )}
        <Field
          label={t('placeName')}
          value={name}
          maxLength={100}
          autoComplete="off"
          onChange={({ target }) => setName(target.value)}
        />
        <div className="flex flex-wrap justify-end gap-3">
          <Button look="quiet" onClick={() => change(isHere ? '' : undefined)}>
            {t(isHere ? 'otherPlace' : 'locate')}
          </Button>
          <Button type="submit" look="main" disabled={isHere && !here.position}>
            {t('sendLocation')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

interface WhereIAmProps {
  readonly here: Here;
  readonly onRetry: () => void;
}

/** What the device says of its place. */
function WhereIAm({ here: { position, problem }, onRetry }: WhereIAmProps) {
  const t = useTranslations('media');
  const app = useTranslations('app');
  if (problem)
    return (
      <div className="flex flex-col items-start gap-2">
        <Notice isError>{t(problem)}</Notice>
        <Button onClick={onRetry}>{app('tryAgain')}</Button>
      </div>
    );
  return (
    <div role="status" className="flex items-center gap-3">
      <span className="flex size-12 shrink-0 items-center justify-center rounded-pill bg-tint text-accent">
        <Icon of={MapPin} />
      </span>
      <span>
        <span className="block font-medium">{t(position ? 'here' : 'locating')}</span>
        {position && (
          <span className="block text-small text-secondary tabular-nums">
            {textOfPosition(position)} ·{' '}
            {t('accuracy', { metres: Math.max(1, Math.ceil(position.accuracy)) })}
          </span>
        )}
      </span>
    </div>
  );
}

interface Here {
  /** Its accuracy is in metres. */
  readonly position?: Position & { readonly accuracy: number };
  readonly problem?: 'locationRefused' | 'locationUnknown';
}

/** Asks the device where it is; neither member is set while it looks. */
function useHere() {
  const [here, setHere] = useState<Here>({});
  const ask = () =>
    navigator.geolocation.getCurrentPosition(
      ({ coords: { latitude, longitude, accuracy } }) =>
        setHere({ position: { latitude, longitude, accuracy } }),
      ({ code, PERMISSION_DENIED }) =>
        setHere({ problem: code === PERMISSION_DENIED ? 'locationRefused' : 'locationUnknown' }),
      { enableHighAccuracy: true, timeout: 15_000 },
    );
  useEffect(ask, []);
  return {
    here,
    find: () => {
      setHere({});
      ask();
    },
  };
}

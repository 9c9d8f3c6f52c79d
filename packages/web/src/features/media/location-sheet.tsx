import { CONTENT_TYPES } from '@kith/contract';
import { LocateFixed } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslations } from '../../text/index.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { Field } from '../../ui/field.js';
import { Icon } from '../../ui/icon.js';
import { Notice } from '../../ui/notice.js';
import { parsePosition, textOfPosition } from './position.js';
import type { Send } from './use-attachments.js';

interface LocationSheetProps {
  readonly onSend: Send;
  readonly onClose: () => void;
}

/** Sends a place: where the reader is, or one that is typed. */
export function LocationSheet({ onSend, onClose }: LocationSheetProps) {
  const t = useTranslations('media');
  const app = useTranslations('app');
  const { text, setText, problem, isSearching, find } = usePosition();
  const [name, setName] = useState('');
  const [isWrong, setWrong] = useState(false);

  function send(): void {
    const position = parsePosition(text);
    if (!position) return setWrong(true);
    onSend(CONTENT_TYPES.location, { ...position, name: name.trim(), address: '' });
    onClose();
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
        <Field
          label={t('coordinates')}
          hint={isSearching ? t('locating') : t('coordinatesHint')}
          error={isWrong ? t('coordinatesWrong') : undefined}
          value={text}
          inputMode="text"
          autoComplete="off"
          onChange={({ target }) => {
            setText(target.value);
            setWrong(false);
          }}
        />
        <Field
          label={t('placeName')}
          value={name}
          maxLength={100}
          autoComplete="off"
          onChange={({ target }) => setName(target.value)}
        />
        {problem !== undefined && <Notice isError>{t(problem)}</Notice>}
        <div className="flex flex-wrap justify-end gap-3">
          <Button isBusy={isSearching} onClick={find}>
            <Icon of={LocateFixed} />
            {t('locate')}
          </Button>
          <Button type="submit" look="main">
            {t('sendLocation')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** Asks where the reader is; the answer can be changed. */
function usePosition() {
  const [text, setText] = useState('');
  const [isSearching, setSearching] = useState(true);
  const [problem, setProblem] = useState<'locationRefused' | 'locationUnknown'>();
  const ask = () =>
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        setText(textOfPosition(coords));
        setSearching(false);
      },
      ({ code, PERMISSION_DENIED }) => {
        setProblem(code === PERMISSION_DENIED ? 'locationRefused' : 'locationUnknown');
        setSearching(false);
      },
      { enableHighAccuracy: true, timeout: 15_000 },
    );
  useEffect(ask, []);
  return {
    text,
    setText,
    problem,
    isSearching,
    find: () => {
      setProblem(undefined);
      setSearching(true);
      ask();
    },
  };
}

import { useId } from 'react';
import { useTranslations } from '../../../text/index.js';
import { Button } from '../../../ui/button.js';
import { Notice } from '../../../ui/notice.js';
import { ask, useAction } from '../../admin/index.js';
import { readPicture } from '../../parts/read-picture.js';

/** The picture that apps show beside a title or a name. */
export function Cover({
  path,
  hint,
  onChange,
}: {
  readonly path: string;
  readonly hint: string;
  readonly onChange: (path: string) => void;
}) {
  const t = useTranslations('console.content');
  const id = useId();
  const { isBusy, refusal, act } = useAction();
  return (
    <div className="flex flex-col items-start gap-2">
      <label htmlFor={id} className="text-small font-medium">
        {t('picture')}
      </label>
      {path !== '' && <img src={path} alt={t('picture')} className="max-h-32 max-w-full rounded-control" />}
      <input
        id={id}
        type="file"
        accept="image/*"
        aria-busy={isBusy}
        aria-describedby={`${id}-hint`}
        className="max-w-full text-small"
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          if (file)
            void act(async () => {
              const picture = await readPicture(file);
              onChange((await ask('POST', '/admin/content/pictures', { picture })).path);
              target.value = '';
            });
        }}
      />
      <p id={`${id}-hint`} className="text-small text-secondary">
        {hint}
      </p>
      {path !== '' && <Button onClick={() => onChange('')}>{t('removePicture')}</Button>}
      {refusal !== undefined && <Notice isError>{refusal}</Notice>}
    </div>
  );
}

import { useId, useState } from 'react';
import { LANGUAGES, LANGUAGE_NAMES, type Language } from '../../../client/languages.js';
import { useTranslations } from '../../../text/index.js';
import { Button } from '../../../ui/button.js';
import { Dialog } from '../../../ui/dialog.js';
import { Field } from '../../../ui/field.js';
import { Form } from '../../../ui/form.js';
import { Notice } from '../../../ui/notice.js';
import { toast } from '../../../ui/toast.js';
import { ask, queries, useAction } from '../../admin/index.js';
import { readPicture } from '../../parts/read-picture.js';
import type { OfferedSticker } from './stickers-screen.js';

type Names = Partial<Record<Language, string>>;

/** Adds a sticker, names one, or removes it. Import it lazily. */
export function StickerDialog({
  sticker,
  onClose,
}: {
  readonly sticker: OfferedSticker | undefined;
  readonly onClose: () => void;
}) {
  const t = useTranslations('console.stickers');
  const common = useTranslations('console');
  const { isBusy, refusal, act, proof } = useAction();
  const [names, setNames] = useState<Names>(sticker?.names ?? {});
  const [file, setFile] = useState<File>();

  function decide(work: () => Promise<unknown>, said: string): void {
    void act(async () => {
      try {
        await work();
      } finally {
        await queries.invalidateQueries({ queryKey: ['stickers'] });
      }
      toast(said);
      onClose();
    });
  }

  function submit(): void {
    if (sticker) {
      const { id, version } = sticker;
      decide(() => ask('PUT', '/admin/content/stickers/{id}', { id, version, names }), t('saved'));
    } else if (file)
      decide(async () => {
        const picture = await readPicture(file, { longest: 512, type: 'image/webp' });
        await ask('POST', '/admin/content/stickers', { picture, names });
      }, t('added'));
  }

  return (
    <Dialog
      title={sticker ? t('changeOf', { name: t('one') }) : t('add')}
      closeLabel={common('close')}
      onClose={onClose}
    >
      <Form
        submit={t('save')}
        isBusy={isBusy}
        onSubmit={submit}
        end={
          sticker && (
            <Button
              look="danger"
              isBusy={isBusy}
              onClick={() => {
                const { id, version } = sticker;
                decide(() => ask('DELETE', '/admin/content/stickers/{id}', { id, version }), t('removed'));
              }}
            >
              {t('remove')}
            </Button>
          )
        }
      >
        {sticker ? (
          <img src={sticker.url} alt={t('one')} className="size-32 self-center object-contain" />
        ) : (
          <FileField onChange={setFile} />
        )}
        <NameFields names={names} onChange={setNames} />
        {refusal !== undefined && <Notice isError>{refusal}</Notice>}
      </Form>
      {proof}
    </Dialog>
  );
}

function NameFields({
  names,
  onChange,
}: {
  readonly names: Names;
  readonly onChange: (names: Names) => void;
}) {
  const t = useTranslations('console.stickers');
  return LANGUAGES.map((language, index) => (
    <Field
      key={language}
      label={t('name', { language: LANGUAGE_NAMES[language] })}
      {...(index === 0 && { hint: t('nameHint') })}
      lang={language}
      maxLength={40}
      autoComplete="off"
      value={names[language] ?? ''}
      onChange={({ target }) => onChange({ ...names, [language]: target.value })}
    />
  ));
}

function FileField({ onChange }: { readonly onChange: (file: File | undefined) => void }) {
  const t = useTranslations('console.stickers');
  const id = useId();
  return (
    <div className="flex flex-col items-start gap-2">
      <label htmlFor={id} className="text-small font-medium">
        {t('file')}
      </label>
      <input
        id={id}
        type="file"
        accept="image/*"
        required
        aria-describedby={`${id}-hint`}
        className="max-w-full text-small"
        onChange={({ target }) => onChange(target.files?.[0])}
      />
      <p id={`${id}-hint`} className="text-small text-secondary">
        {t('sizeNote')}
      </p>
    </div>
  );
}

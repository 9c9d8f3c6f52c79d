import { useQuery } from '@tanstack/react-query';
import { Clapperboard } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from '../../text/index.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { Field } from '../../ui/field.js';
import { Icon } from '../../ui/icon.js';
import { Notice } from '../../ui/notice.js';
import { toast } from '../../ui/toast.js';
import { useAccount, useSubmit } from '../account/index.js';
import { useVideoActions } from './use-videos.js';

/** A new video: the file, its title and its category. */
export function UploadSheet({ onClose }: { readonly onClose: () => void }) {
  const t = useTranslations('videos');
  const app = useTranslations('app');
  const { publish } = useVideoActions();
  const [chosen, setChosen] = useState<{ file: File; url: string }>();
  const [title, setTitle] = useState('');
  const [category, setCategory] = useState('0');
  const { isBusy, refusal, submit } = useSubmit();

  function choose(file: File | undefined): void {
    if (chosen) URL.revokeObjectURL(chosen.url);
    setChosen(file && { file, url: URL.createObjectURL(file) });
  }

  async function send(file: File): Promise<void> {
    await publish(file, title.trim(), category === '0' ? undefined : Number(category));
    onClose();
    toast(t('published'));
  }

  return (
    <Dialog title={t('upload')} closeLabel={app('close')} onClose={onClose}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (chosen) void submit(() => send(chosen.file));
        }}
      >
        <label className="relative flex min-h-40 items-center justify-center gap-2 overflow-hidden rounded-card border border-dashed border-edge text-secondary hover:bg-hover has-focus-visible:outline-2 has-focus-visible:outline-accent">
          {chosen ? (
            <video
              src={chosen.url}
              muted
              playsInline
              aria-hidden
              className="max-h-60 w-full object-contain"
            />
          ) : (
            <>
              <Icon of={Clapperboard} />
              {t('choose')}
            </>
          )}
          <input
            type="file"
            accept="video/*"
            aria-label={t('choose')}
            className="absolute inset-0 cursor-pointer opacity-0"
            onChange={(event) => choose(event.target.files?.[0])}
          />
        </label>
        <Field
          label={t('caption')}
          value={title}
          maxLength={100}
          required
          onChange={(event) => setTitle(event.target.value)}
        />
        <Category value={category} onChange={setCategory} />
        {refusal !== undefined && <Notice isError>{refusal}</Notice>}
        <Button type="submit" look="main" isBusy={isBusy} disabled={!chosen}>
          {isBusy ? t('uploading') : t('publish')}
        </Button>
      </form>
    </Dialog>
  );
}

/** The category of the video, where the operator has any. */
function Category({ value, onChange }: { readonly value: string; readonly onChange: (id: string) => void }) {
  const t = useTranslations('videos');
  const { im } = useAccount();
  const { data: categories = [] } = useQuery({
    queryKey: ['video-categories'],
    queryFn: () => im['video.Share'].category(),
  });
  if (categories.length === 0) return null;
  return (
    <label className="flex flex-col gap-1 text-small font-medium">
      {t('category')}
      <select
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className="h-11 rounded-control border border-edge bg-panel px-3 text-body font-normal"
      >
        <option value="0">{t('noCategory')}</option>
        {categories.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

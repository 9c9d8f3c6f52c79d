import { ImagePlus, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from '../../text/index.js';
import { Button } from '../../ui/button.js';
import { Icon } from '../../ui/icon.js';
import { Notice } from '../../ui/notice.js';
import { toast } from '../../ui/toast.js';
import { useSubmit } from '../account/index.js';
import { useMomentActions } from './use-moments.js';

/** As many as a moment may have. */
const MAX_PICTURES = 9;

/** A picture that was chosen, and the address under which the page shows it. */
interface Picture {
  readonly file: File;
  readonly url: string;
}

/** A new moment: words, pictures, or both. What is typed stays if the server refuses. */
export function PostForm() {
  const t = useTranslations('moments');
  const { post } = useMomentActions();
  const [text, setText] = useState('');
  const [pictures, setPictures] = useState<readonly Picture[]>([]);
  const { isBusy, refusal, submit } = useSubmit();
  const isEmpty = text.trim() === '' && pictures.length === 0;

  async function send(): Promise<void> {
    await post(
      text.trim(),
      pictures.map(({ file }) => file),
    );
    setText('');
    for (const { url } of pictures) URL.revokeObjectURL(url);
    setPictures([]);
    toast(t('posted'));
  }

  return (
    <form
      className="flex flex-col gap-3 rounded-card border border-line bg-panel p-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isEmpty) void submit(send);
      }}
    >
      <textarea
        aria-label={t('write')}
        placeholder={t('write')}
        value={text}
        rows={2}
        maxLength={2000}
        onChange={(event) => setText(event.target.value)}
        className="field-sizing-content max-h-60 min-h-14 resize-none rounded-control bg-panel px-2 py-1 placeholder:text-secondary"
      />
      <Pictures
        pictures={pictures}
        onRemove={(picture) => {
          URL.revokeObjectURL(picture.url);
          setPictures((all) => all.filter((other) => other !== picture));
        }}
      />
      {refusal !== undefined && <Notice isError>{refusal}</Notice>}
      <div className="flex items-center justify-between gap-3">
        <label className="relative flex h-11 items-center gap-2 rounded-control px-3 font-medium text-accent hover:bg-tint has-focus-visible:outline-2 has-focus-visible:outline-accent">
          <Icon of={ImagePlus} />
          {t('addPicture')}
          <input
            type="file"
            accept="image/*"
            multiple
            disabled={pictures.length >= MAX_PICTURES}
            className="absolute inset-0 cursor-pointer opacity-0"
            onChange={(event) => {
              const room = MAX_PICTURES - pictures.length;
              const chosen = [...(event.target.files ?? [])]
                .slice(0, room)
                .map((file) => ({ file, url: URL.createObjectURL(file) }));
              event.target.value = '';
              setPictures((all) => [...all, ...chosen]);
            }}
          />
        </label>
        <Button type="submit" look="main" isBusy={isBusy} disabled={isEmpty}>
          {t('post')}
        </Button>
      </div>
    </form>
  );
}

function Pictures({
  pictures,
  onRemove,
}: {
  readonly pictures: readonly Picture[];
  readonly onRemove: (picture: Picture) => void;
}) {
  const t = useTranslations('moments');
  if (pictures.length === 0) return null;
  return (
    <ul className="grid grid-cols-4 gap-2 md:grid-cols-5">
      {pictures.map((picture, index) => (
        <li key={picture.url} className="relative aspect-square">
          <img src={picture.url} alt="" className="size-full rounded-control object-cover" />
          <button
            type="button"
            aria-label={t('removePicture', { at: index + 1 })}
            title={t('removePicture', { at: index + 1 })}
            onClick={() => onRemove(picture)}
            className="absolute end-1 top-1 flex size-7 items-center justify-center rounded-pill bg-foot/85 text-on-foot hover:bg-foot"
          >
            <Icon of={X} size={16} />
          </button>
        </li>
      ))}
    </ul>
  );
}

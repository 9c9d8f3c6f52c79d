import { Sticker, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from '../../text/index.js';
import { IconButton } from '../../ui/button.js';
import { Empty } from '../../ui/empty.js';
import { Icon } from '../../ui/icon.js';
import { Skeleton } from '../../ui/skeleton.js';
import { toast } from '../../ui/toast.js';
import { LoadFailure, useRefusal } from '../account/index.js';
import { useStickers, type PickedSticker } from './use-stickers.js';

/** The reader's own stickers; choosing one sends it. */
export function Stickers({ onPick }: { readonly onPick: (sticker: PickedSticker) => void }) {
  const t = useTranslations('emoji');
  const refusalOf = useRefusal();
  const { data, error, refetch, remove } = useStickers();
  const [isRemoving, setRemoving] = useState(false);
  if (!data && error) return <LoadFailure title={refusalOf(error)} onRetry={refetch} />;
  if (data?.length === 0) return <Empty icon={Sticker} title={t('noStickers')} hint={t('noStickersHint')} />;

  async function choose(id: number, url: string, image: HTMLImageElement | null): Promise<void> {
    if (!isRemoving)
      return onPick({ url, width: image?.naturalWidth ?? 0, height: image?.naturalHeight ?? 0 });
    try {
      await remove(id);
    } catch (failure) {
      toast(refusalOf(failure));
    }
  }

  return (
    <div className="flex min-h-0 grow flex-col">
      <div className="flex justify-end px-2">
        <IconButton
          label={t('removeStickers')}
          aria-pressed={isRemoving}
          className={isRemoving ? 'text-danger' : ''}
          onClick={() => setRemoving(!isRemoving)}
        >
          <Icon of={Trash2} />
        </IconButton>
      </div>
      <ul className="grid min-h-0 grow auto-rows-min grid-cols-4 gap-1 overflow-y-auto px-2 pb-2">
        {!data && [1, 2, 3, 4].map((n) => <Skeleton key={n} className="aspect-square" />)}
        {data?.map(({ id, full_url: url }, index) => (
          <li key={id}>
            <button
              type="button"
              aria-label={t(isRemoving ? 'removeSticker' : 'sendSticker', { place: index + 1 })}
              className="aspect-square w-full rounded-control p-1 hover:bg-hover"
              onClick={({ currentTarget }) => void choose(id, url, currentTarget.querySelector('img'))}
            >
              <img src={url} alt="" loading="lazy" className="size-full object-contain" />
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

import { Sticker, Trash2 } from 'lucide-react';
import { useId, useState, type ReactNode } from 'react';
import { useTranslations } from '../../text/index.js';
import { IconButton } from '../../ui/button.js';
import { Empty } from '../../ui/empty.js';
import { Icon } from '../../ui/icon.js';
import { Skeleton } from '../../ui/skeleton.js';
import { toast } from '../../ui/toast.js';
import { LoadFailure, useRefusal } from '../account/index.js';
import { useOfferedStickers, useStickers, type PickedSticker } from './use-stickers.js';

/** The reader's own stickers and those that the operator offers; choosing one sends it. */
export function Stickers({ onPick }: { readonly onPick: (sticker: PickedSticker) => void }) {
  const t = useTranslations('emoji');
  const refusalOf = useRefusal();
  const { data, error, refetch, remove } = useStickers();
  const { data: offered = [] } = useOfferedStickers();
  const [isRemoving, setRemoving] = useState(false);
  if (!data && error) return <LoadFailure title={refusalOf(error)} onRetry={refetch} />;
  if (data?.length === 0 && offered.length === 0)
    return <Empty icon={Sticker} title={t('noStickers')} hint={t('noStickersHint')} />;

  const pick = (url: string, image: HTMLImageElement | null): void =>
    onPick({ url, width: image?.naturalWidth ?? 0, height: image?.naturalHeight ?? 0 });

  async function removeOne(id: number): Promise<void> {
    try {
      await remove(id);
    } catch (failure) {
      toast(refusalOf(failure));
    }
  }

  return (
    <div className="flex min-h-0 grow flex-col gap-2 overflow-y-auto px-2 pb-2">
      <Group
        title={t('ownStickers')}
        end={
          data?.length !== 0 && (
            <IconButton
              label={t('removeStickers')}
              aria-pressed={isRemoving}
              className={isRemoving ? 'text-danger' : ''}
              onClick={() => setRemoving(!isRemoving)}
            >
              <Icon of={Trash2} />
            </IconButton>
          )
        }
      >
        {!data && [1, 2, 3, 4].map((n) => <Skeleton key={n} className="aspect-square" />)}
        {data?.length === 0 && (
          <li className="col-span-4 px-1 text-small text-secondary">{t('noStickersHint')}</li>
        )}
        {data?.map(({ id, full_url: url }, index) => (
          <One
            key={id}
            url={url}
            label={t(isRemoving ? 'removeSticker' : 'sendSticker', { name: index + 1 })}
            onChoose={(image) => (isRemoving ? void removeOne(id) : pick(url, image))}
          />
        ))}
      </Group>
      {offered.length > 0 && (
        <Group title={t('offeredStickers')}>
          {offered.map(({ full_url: url, name }, index) => (
            <One
              key={url}
              url={url}
              label={t('sendSticker', {
                name: name === '' ? t('offeredSticker', { place: index + 1 }) : name,
              })}
              onChoose={(image) => pick(url, image)}
            />
          ))}
        </Group>
      )}
    </div>
  );
}

function Group({
  title,
  end,
  children,
}: {
  readonly title: string;
  readonly end?: ReactNode;
  readonly children: ReactNode;
}) {
  const id = useId();
  return (
    <section className="flex flex-col gap-1">
      <div className="flex min-h-10 items-center justify-between ps-1">
        <p id={id} className="text-meta font-medium text-secondary">
          {title}
        </p>
        {end}
      </div>
      <ul aria-labelledby={id} className="grid auto-rows-min grid-cols-4 gap-1">
        {children}
      </ul>
    </section>
  );
}

function One({
  url,
  label,
  onChoose,
}: {
  readonly url: string;
  readonly label: string;
  readonly onChoose: (image: HTMLImageElement | null) => void;
}) {
  return (
    <li>
      <button
        type="button"
        aria-label={label}
        className="aspect-square w-full rounded-control p-1 hover:bg-hover"
        onClick={({ currentTarget }) => onChoose(currentTarget.querySelector('img'))}
      >
        <img src={url} alt="" loading="lazy" className="size-full object-contain" />
      </button>
    </li>
  );
}

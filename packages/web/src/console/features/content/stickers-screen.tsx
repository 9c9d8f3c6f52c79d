import { useQuery } from '@tanstack/react-query';
import { ImagePlus, Pencil, Sticker } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type { admin, Result } from '@kith/contract';
import { useFormatter, useLocale, useTranslations } from '../../../text/index.js';
import { Button, IconButton } from '../../../ui/button.js';
import { Empty } from '../../../ui/empty.js';
import { Icon } from '../../../ui/icon.js';
import { Notice } from '../../../ui/notice.js';
import { ask, Loaded } from '../../admin/index.js';
import { MoveButtons, useMove } from '../../parts/move-buttons.js';
import { Page } from '../../parts/page.js';
import { Sections } from './sections.js';

const StickerDialog = lazy(async () => ({ default: (await import('./sticker-dialog.js')).StickerDialog }));

export type OfferedSticker = Result<typeof admin.stickers.listStickers>[number];

/** The stickers that every member can send. */
export function StickersScreen() {
  const t = useTranslations('console.stickers');
  const stickers = useQuery({
    queryKey: ['stickers'],
    queryFn: () => ask('GET', '/admin/content/stickers'),
  });
  const [edited, setEdited] = useState<OfferedSticker | 'new'>();
  return (
    <Page
      title={t('title')}
      end={
        <Button look="main" className="shrink-0" onClick={() => setEdited('new')}>
          <Icon of={ImagePlus} />
          {t('add')}
        </Button>
      }
    >
      <div className="flex min-h-0 grow flex-col gap-3 overflow-y-auto px-4 pb-4 md:px-6">
        <Sections present="stickers" />
        <p className="max-w-pane text-secondary">{t('hint')}</p>
        <Loaded of={stickers}>{(all) => <Grid stickers={all} onEdit={setEdited} />}</Loaded>
      </div>
      {edited && (
        <Suspense>
          <StickerDialog
            sticker={edited === 'new' ? undefined : edited}
            onClose={() => setEdited(undefined)}
          />
        </Suspense>
      )}
    </Page>
  );
}

function Grid({
  stickers,
  onEdit,
}: {
  readonly stickers: readonly OfferedSticker[];
  readonly onEdit: (sticker: OfferedSticker) => void;
}) {
  const t = useTranslations('console.stickers');
  const format = useFormatter();
  const locale = useLocale();
  const { refusal, move } = useMove(stickers, {
    queryKey: ['stickers'],
    send: (order) => ask('PUT', '/admin/content/sticker-order', order),
  });
  if (stickers.length === 0) return <Empty icon={Sticker} title={t('empty')} />;

  return (
    <>
      {refusal !== undefined && <Notice isError>{refusal}</Notice>}
      <ol aria-label={t('title')} className="flex flex-wrap gap-4">
        {stickers.map((sticker, at) => {
          const shown = sticker.names[locale] ?? Object.values(sticker.names)[0];
          const name = shown ?? t('sticker', { number: at + 1 });
          return (
            <li
              key={sticker.id}
              className="flex w-40 flex-col items-center gap-2 rounded-card border border-line bg-panel p-3"
            >
              <img src={sticker.url} alt={name} className="size-32 object-contain" />
              <p className="line-clamp-2 text-center font-medium wrap-anywhere">{shown ?? t('unnamed')}</p>
              <p className="text-center text-small text-secondary">
                {format.dateTime(sticker.changedAt, { dateStyle: 'medium' })}
                <span className="block wrap-anywhere">{sticker.changedBy}</span>
              </p>
              <div className="mt-auto flex">
                <MoveButtons
                  name={name}
                  isFirst={at === 0}
                  isLast={at === stickers.length - 1}
                  onMove={(by) => move(at, by)}
                />
                <IconButton label={t('changeOf', { name })} className="-my-1" onClick={() => onEdit(sticker)}>
                  <Icon of={Pencil} />
                </IconButton>
              </div>
            </li>
          );
        })}
      </ol>
    </>
  );
}

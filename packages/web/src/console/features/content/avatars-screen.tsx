import { useQuery } from '@tanstack/react-query';
import { ImagePlus, Images } from 'lucide-react';
import { useRef } from 'react';
import type { admin, Result } from '@kith/contract';
import { useFormatter, useTranslations } from '../../../text/index.js';
import { Button } from '../../../ui/button.js';
import { Empty } from '../../../ui/empty.js';
import { Icon } from '../../../ui/icon.js';
import { Notice } from '../../../ui/notice.js';
import { toast } from '../../../ui/toast.js';
import { ask, Loaded, queries, useAction } from '../../admin/index.js';
import { MoveButtons, moved } from '../../parts/move-buttons.js';
import { Page } from '../../parts/page.js';
import { readPicture } from '../../parts/read-picture.js';
import { Sections } from './sections.js';

type Avatars = Result<typeof admin.content.listAvatars>;

/** The pictures from which new accounts choose. */
export function AvatarsScreen() {
  const t = useTranslations('console.avatars');
  const { isBusy, refusal, act, proof } = useAction();
  const file = useRef<HTMLInputElement>(null);
  const avatars = useQuery({ queryKey: ['avatars'], queryFn: () => ask('GET', '/admin/content/avatars') });

  function change(work: () => Promise<unknown>, said?: string): void {
    void act(async () => {
      try {
        await work();
      } finally {
        await queries.invalidateQueries({ queryKey: ['avatars'] });
      }
      if (said !== undefined) toast(said);
    });
  }

  return (
    <Page
      title={t('title')}
      end={
        <Button look="main" className="shrink-0" isBusy={isBusy} onClick={() => file.current?.click()}>
          <Icon of={ImagePlus} />
          {t('add')}
        </Button>
      }
    >
      <div className="flex min-h-0 grow flex-col gap-3 overflow-y-auto px-4 pb-4 md:px-6">
        <Sections present="avatars" />
        <p className="max-w-pane text-secondary">{t('hint')}</p>
        <input
          ref={file}
          type="file"
          accept="image/*"
          aria-label={t('file')}
          hidden
          onChange={({ target }) => {
            const [chosen] = target.files ?? [];
            if (chosen)
              change(async () => {
                const picture = await readPicture(chosen);
                target.value = '';
                await ask('POST', '/admin/content/avatars', { picture });
              }, t('added'));
          }}
        />
        {refusal !== undefined && <Notice isError>{refusal}</Notice>}
        <Loaded of={avatars}>{(all) => <Grid avatars={all} onChange={change} />}</Loaded>
      </div>
      {proof}
    </Page>
  );
}

function Grid({
  avatars,
  onChange,
}: {
  readonly avatars: Avatars;
  readonly onChange: (work: () => Promise<unknown>, said?: string) => void;
}) {
  const t = useTranslations('console.avatars');
  const format = useFormatter();
  if (avatars.length === 0) return <Empty icon={Images} title={t('empty')} />;
  return (
    <ol aria-label={t('title')} className="flex flex-wrap gap-4">
      {avatars.map(({ id, url, createdAt, createdBy }, at) => {
        const name = t('picture', { number: at + 1 });
        return (
          <li
            key={id}
            className="flex w-40 flex-col items-center gap-2 rounded-card border border-line bg-panel p-3"
          >
            <img src={url} alt={name} className="size-32 rounded-pill object-cover" />
            <p className="text-center text-small text-secondary">
              {format.dateTime(createdAt, { dateStyle: 'medium' })}
              <span className="block wrap-anywhere">{createdBy}</span>
            </p>
            <div className="flex">
              <MoveButtons
                name={name}
                isFirst={at === 0}
                isLast={at === avatars.length - 1}
                onMove={(by) =>
                  onChange(() => ask('PUT', '/admin/content/avatar-order', moved(avatars, at, by)))
                }
              />
            </div>
            <Button
              look="danger"
              aria-label={t('removeOf', { name })}
              onClick={() =>
                onChange(() => ask('DELETE', '/admin/content/avatars/{id}', { id }), t('removed'))
              }
            >
              {t('remove')}
            </Button>
          </li>
        );
      })}
    </ol>
  );
}

import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { Link2, Pencil, Plus } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type { admin, Result } from '@kith/contract';
import { useFormatter, useTranslations } from '../../../text/index.js';
import { Button, IconButton } from '../../../ui/button.js';
import { Empty } from '../../../ui/empty.js';
import { Icon } from '../../../ui/icon.js';
import { Notice } from '../../../ui/notice.js';
import { ask, Loaded } from '../../admin/index.js';
import { chipLook } from '../../parts/chip-look.js';
import { MoveButtons, useMove } from '../../parts/move-buttons.js';
import { Page } from '../../parts/page.js';
import { Cell, Row, Table } from '../../parts/table.js';
import { Sections } from './sections.js';

const LinkDialog = lazy(async () => ({ default: (await import('./link-dialog.js')).LinkDialog }));

export type EditedLink = Result<typeof admin.content.listLinks>[number];
export type LinkPlace = 'menu' | 'explore';

const LIST = '/console/content/links';

/** The links of the menu, or those of the explore page; the address says which. */
export function LinksScreen() {
  const t = useTranslations('console.links');
  const { place = 'menu' } = useSearch({ from: LIST });
  const links = useQuery({
    queryKey: ['links', place],
    queryFn: () => ask('GET', '/admin/content/links', { place }),
  });
  const [edited, setEdited] = useState<EditedLink | 'new'>();
  return (
    <Page
      title={t('title')}
      end={
        <Button look="main" className="shrink-0" onClick={() => setEdited('new')}>
          <Icon of={Plus} />
          {t('add')}
        </Button>
      }
    >
      <div className="flex min-h-0 grow flex-col gap-3 px-4 pb-4 md:px-6">
        <Sections present="links" />
        <div role="group" aria-label={t('place')} className="flex shrink-0 flex-wrap gap-2">
          {(['menu', 'explore'] as const).map((one) => (
            <Link
              key={one}
              to={LIST}
              search={one === 'menu' ? {} : { place: one }}
              activeProps={{ 'aria-current': undefined }}
              aria-current={one === place || undefined}
              className={chipLook(one === place)}
            >
              {t(`places.${one}`)}
            </Link>
          ))}
        </div>
        <Loaded of={links}>{(rows) => <Rows place={place} rows={rows} onEdit={setEdited} />}</Loaded>
      </div>
      {edited && (
        <Suspense>
          <LinkDialog
            place={place}
            link={edited === 'new' ? undefined : edited}
            onClose={() => setEdited(undefined)}
          />
        </Suspense>
      )}
    </Page>
  );
}

function Rows({
  place,
  rows,
  onEdit,
}: {
  readonly place: LinkPlace;
  readonly rows: readonly EditedLink[];
  readonly onEdit: (link: EditedLink) => void;
}) {
  const t = useTranslations('console.links');
  const words = useTranslations('console.content');
  const format = useFormatter();
  const { refusal, move } = useMove(rows, {
    queryKey: ['links', place],
    send: (order) => ask('PUT', '/admin/content/link-order', { place, ...order }),
  });
  if (rows.length === 0) return <Empty icon={Link2} title={t(`empty.${place}`)} />;

  return (
    <>
      {refusal !== undefined && <Notice isError>{refusal}</Notice>}
      <Table
        label={t('title')}
        columns={[t('name'), t('address'), words('state'), words('changed'), t('actions')]}
        fills
      >
        {rows.map((link, at) => (
          <Row key={link.id}>
            <Cell className="min-w-40 font-medium wrap-anywhere">
              <span className="flex items-center gap-3">
                {link.picture !== '' && (
                  <img src={link.picture} alt="" className="size-8 shrink-0 rounded-control object-cover" />
                )}
                {link.name}
              </span>
            </Cell>
            <Cell className="min-w-40 text-small text-secondary wrap-anywhere">{link.url}</Cell>
            <Cell
              className={link.isShown ? 'whitespace-nowrap text-good' : 'whitespace-nowrap text-secondary'}
            >
              {words(link.isShown ? 'seen.shown' : 'seen.hidden')}
            </Cell>
            <Cell className="whitespace-nowrap text-secondary">
              {format.dateTime(link.changedAt, { dateStyle: 'medium', timeStyle: 'short' })}
              <span className="block text-small">{link.changedBy}</span>
            </Cell>
            <Cell className="whitespace-nowrap">
              <MoveButtons
                name={link.name}
                isFirst={at === 0}
                isLast={at === rows.length - 1}
                onMove={(by) => move(at, by)}
              />
              <IconButton
                label={t('changeOf', { name: link.name })}
                className="-my-1"
                onClick={() => onEdit(link)}
              >
                <Icon of={Pencil} />
              </IconButton>
            </Cell>
          </Row>
        ))}
      </Table>
    </>
  );
}

import { useQuery } from '@tanstack/react-query';
import { Pencil, Plus } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type { admin, Result } from '@kith/contract';
import { LANGUAGES, LANGUAGE_NAMES } from '../../../client/languages.js';
import { useLocale, useTranslations } from '../../../text/index.js';
import { Button, IconButton } from '../../../ui/button.js';
import { Icon } from '../../../ui/icon.js';
import { Notice } from '../../../ui/notice.js';
import { ask, Loaded, useOwnSession } from '../../admin/index.js';
import { MoveButtons, useMove } from '../../parts/move-buttons.js';
import { Page } from '../../parts/page.js';
import { Cell, Row, Table } from '../../parts/table.js';
import { Sections } from './sections.js';

const ReasonDialog = lazy(async () => ({ default: (await import('./reason-dialog.js')).ReasonDialog }));

export type EditedReason = Result<typeof admin.content.listReasons>[number];

/** The reasons of blocks and reports with their letters, in the order of members. */
export function ReasonsScreen() {
  const t = useTranslations('console.reasons');
  const reasons = useQuery({
    queryKey: ['reasons'],
    queryFn: () => ask('GET', '/admin/content/reasons'),
  });
  const [edited, setEdited] = useState<EditedReason | 'new'>();
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
        <Sections present="reasons" />
        <Loaded of={reasons}>{(rows) => <Rows rows={rows} onEdit={setEdited} />}</Loaded>
      </div>
      {edited && (
        <Suspense>
          <ReasonDialog reason={edited === 'new' ? undefined : edited} onClose={() => setEdited(undefined)} />
        </Suspense>
      )}
    </Page>
  );
}

function Rows({
  rows,
  onEdit,
}: {
  readonly rows: readonly EditedReason[];
  readonly onEdit: (reason: EditedReason) => void;
}) {
  const t = useTranslations('console.reasons');
  const words = useTranslations('console.content');
  const locale = useLocale();
  const { refusal, move } = useMove(rows, {
    queryKey: ['reasons'],
    send: (order) => ask('PUT', '/admin/content/reason-order', order),
  });
  const mayChangeAll = useOwnSession().permissions.includes('child_safety');

  return (
    <>
      {refusal !== undefined && <Notice isError>{refusal}</Notice>}
      <Table
        label={t('title')}
        columns={[t('name'), t('kind'), t('letters'), words('state'), t('actions')]}
        fills
      >
        {rows.map((reason, at) => {
          const title = reason.texts[locale]?.title ?? reason.title;
          const letters = LANGUAGES.filter((language) => reason.texts[language]?.letter);
          return (
            <Row key={reason.id}>
              <Cell className="min-w-40 font-medium wrap-anywhere">
                {title}
                <span className="block text-small font-normal text-secondary">{reason.tag}</span>
              </Cell>
              <Cell className="whitespace-nowrap">
                {t(`kinds.${reason.kind}`)}
                {reason.isChildSafety && (
                  <span className="block text-small text-warning">{t('childSafety')}</span>
                )}
              </Cell>
              <Cell className="text-small text-secondary">
                {letters.length === 0
                  ? t('noLetter')
                  : letters.map((language) => LANGUAGE_NAMES[language]).join(', ')}
              </Cell>
              <Cell
                className={
                  reason.isOffered ? 'whitespace-nowrap text-good' : 'whitespace-nowrap text-secondary'
                }
              >
                {t(reason.isOffered ? 'offered' : 'ended')}
              </Cell>
              <Cell className="whitespace-nowrap">
                <MoveButtons
                  name={title}
                  isFirst={at === 0}
                  isLast={at === rows.length - 1}
                  onMove={(by) => move(at, by)}
                />
                {(mayChangeAll || !reason.isChildSafety) && (
                  <IconButton
                    label={t('changeOf', { name: title })}
                    className="-my-1"
                    onClick={() => onEdit(reason)}
                  >
                    <Icon of={Pencil} />
                  </IconButton>
                )}
              </Cell>
            </Row>
          );
        })}
      </Table>
    </>
  );
}

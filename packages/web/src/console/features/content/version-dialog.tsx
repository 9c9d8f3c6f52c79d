import { useQuery } from '@tanstack/react-query';
import { useLocale, useTranslations } from '../../../text/index.js';
import { Button } from '../../../ui/button.js';
import { Dialog } from '../../../ui/dialog.js';
import { Notice } from '../../../ui/notice.js';
import { toast } from '../../../ui/toast.js';
import { ask, Loaded, queries, useAction } from '../../admin/index.js';
import { languagesOf, type Article } from './drafts.js';
import { InLanguages } from './preview-dialog.js';

/** What an article says in one of its versions, and the way back to it. Import it lazily. */
export function VersionDialog({
  article,
  version,
  isChanged,
  onClose,
}: {
  readonly article: Article;
  readonly version: number;
  /** Something is written that is not saved. */
  readonly isChanged: boolean;
  readonly onClose: () => void;
}) {
  const t = useTranslations('console.content');
  const common = useTranslations('console');
  const locale = useLocale();
  const { id, version: newest, versions } = article;
  const { isBusy, refusal, act } = useAction();
  const content = useQuery({
    queryKey: ['article', id, version],
    queryFn: () => ask('GET', '/admin/content/articles/{id}/versions/{version}', { id, version }),
  });
  const name = versions.find((one) => one.version === version)?.writtenBy ?? '';

  async function restore(): Promise<void> {
    await ask('POST', '/admin/content/articles/{id}/restoration', { id, version: newest, restored: version });
    toast(t('restored', { version }));
    onClose();
    await queries.invalidateQueries({ queryKey: ['article', id] });
  }

  return (
    <Dialog title={t('version', { version, name })} closeLabel={common('close')} onClose={onClose}>
      <div className="flex flex-col gap-4">
        <Loaded of={content}>
          {(data) => (
            <InLanguages
              content={data}
              languages={languagesOf(data)}
              first={
                data.texts[locale] ? locale : (languagesOf(data).find((one) => data.texts[one]) ?? locale)
              }
            />
          )}
        </Loaded>
        {refusal !== undefined && <Notice isError>{refusal}</Notice>}
        {version !== newest && (
          <>
            <p className="text-small text-secondary">{t(isChanged ? 'restoreUnsaved' : 'restoreHint')}</p>
            <Button look="main" disabled={isChanged} isBusy={isBusy} onClick={() => void act(restore)}>
              {t('restore')}
            </Button>
          </>
        )}
      </div>
    </Dialog>
  );
}

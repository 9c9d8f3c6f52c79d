import { AdminError } from '@kith/sdk';
import { useTranslations } from '../../../text/index.js';
import { Button } from '../../../ui/button.js';
import { Dialog } from '../../../ui/dialog.js';
import { Notice } from '../../../ui/notice.js';
import { toast } from '../../../ui/toast.js';
import { ask, isRefusal, queries, useAction, useRefusal } from '../../admin/index.js';
import { differencesOf, paramsOf, type Drafts, type Settings } from './drafts.js';
import type { Fault } from './screen.js';
import { useValueText } from './use-value-text.js';

/** Shows what would change, and saves it. Import it lazily. */
export function SaveDialog({
  data: { version, settings },
  drafts,
  queryKey,
  onFault,
  onSaved,
  onClose,
}: {
  readonly data: Settings;
  readonly drafts: Drafts;
  readonly queryKey: readonly unknown[];
  readonly onFault: (fault: Fault) => void;
  readonly onSaved: () => void;
  readonly onClose: () => void;
}) {
  const t = useTranslations('console.settings');
  const common = useTranslations('console');
  const textOf = useValueText();
  const refusalOf = useRefusal();
  const { isBusy, refusal, act, proof } = useAction();

  async function save(): Promise<void> {
    try {
      const saved = await ask('PUT', '/admin/settings', { version, ...paramsOf(drafts) });
      queries.setQueryData(queryKey, saved);
      toast(t('saved'));
      onSaved();
    } catch (error) {
      // The difference is shown anew, above what somebody else has changed.
      if (isRefusal(error, 'stale')) void queries.invalidateQueries({ queryKey });
      if (!(error instanceof AdminError) || error.field === undefined || !drafts.has(error.field))
        throw error;
      onFault({ name: error.field, text: error.code === 'invalid' ? t('notAccepted') : refusalOf(error) });
    }
  }

  return (
    <Dialog title={t('differences')} closeLabel={common('close')} onClose={onClose}>
      <div className="flex flex-col gap-4">
        <dl className="flex flex-col gap-3">
          {differencesOf(settings, drafts).map(({ setting, from, to, isReset }) => (
            <div key={setting.name}>
              <dt className="font-medium wrap-anywhere">{setting.name}</dt>
              <dd className="wrap-anywhere">
                <del className="text-secondary">{textOf(setting, from)}</del>
                <span aria-hidden> → </span>
                <ins className="no-underline">{textOf(setting, to)}</ins>
                {isReset && <span className="text-small text-secondary"> {t('isDefault')}</span>}
              </dd>
            </div>
          ))}
        </dl>
        {refusal !== undefined && <Notice isError>{refusal}</Notice>}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('back')}</Button>
          <Button look="main" isBusy={isBusy} onClick={() => void act(save)}>
            {t('save')}
          </Button>
        </div>
        {proof}
      </div>
    </Dialog>
  );
}

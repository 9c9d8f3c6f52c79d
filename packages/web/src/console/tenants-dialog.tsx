import { useQuery } from '@tanstack/react-query';
import { useTranslations } from '../text/index.js';
import { classes } from '../ui/classes.js';
import { Dialog } from '../ui/dialog.js';
import { Notice } from '../ui/notice.js';
import { ask, Loaded, useAction } from './admin/index.js';

/** All tenants of the installation, to enter one. Import it lazily. */
export function TenantsDialog({
  present,
  onEnter,
  onClose,
}: {
  /** The tenant of the session. */
  readonly present: number;
  readonly onEnter: (id: number) => Promise<void>;
  readonly onClose: () => void;
}) {
  const t = useTranslations('console');
  const tenants = useQuery({ queryKey: ['tenants'], queryFn: () => ask('GET', '/admin/tenants') });
  const { refusal, act, proof } = useAction();
  return (
    <Dialog title={t('enterTenant')} closeLabel={t('close')} onClose={onClose}>
      {refusal !== undefined && <Notice isError>{refusal}</Notice>}
      <Loaded of={tenants}>
        {(all) => (
          <ul className="flex flex-col">
            {all.map(({ id, name }) => (
              <li key={id}>
                <button
                  type="button"
                  aria-current={id === present || undefined}
                  onClick={() => void act(() => onEnter(id))}
                  className={classes(
                    'flex h-11 w-full items-center justify-between gap-3 rounded-control px-3',
                    id === present ? 'bg-tint text-accent' : 'hover:bg-hover',
                  )}
                >
                  <span className="truncate">{name}</span>
                  <span className="text-small text-secondary tabular-nums">{id}</span>
                </button>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      {proof}
    </Dialog>
  );
}

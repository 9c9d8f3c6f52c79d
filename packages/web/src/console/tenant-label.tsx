import { useRouter } from '@tanstack/react-router';
import { ChevronsUpDown } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslations } from '../text/index.js';
import { classes } from '../ui/classes.js';
import { Icon } from '../ui/icon.js';
import { enterTenant, type OwnSession } from './admin/index.js';

const TenantsDialog = lazy(async () => ({ default: (await import('./tenants-dialog.js')).TenantsDialog }));

/** A colour for each tenant, so that nobody works in the wrong one. */
const COLOURS = [
  'bg-face-1',
  'bg-face-5',
  'bg-face-7',
  'bg-face-3',
  'bg-face-6',
  'bg-face-2',
  'bg-face-4',
  'bg-face-8',
] as const;

/** The tenant that the session is about; who owns the installation may enter another one. */
export function TenantLabel({ session: { tenant, permissions } }: { readonly session: OwnSession }) {
  const t = useTranslations('console');
  const router = useRouter();
  const [isOpen, setOpen] = useState(false);
  const look = classes(
    'flex max-w-40 shrink-0 items-center gap-2 rounded-control px-3 py-2 font-medium text-on-face md:mb-2 md:max-w-none',
    COLOURS[(tenant.id - 1) % COLOURS.length],
  );
  const name = (
    <>
      <span className="sr-only">{t('tenant')} </span>
      <span className="min-w-0 grow truncate text-start">{tenant.name}</span>
    </>
  );
  if (!permissions.includes('tenants')) return <p className={look}>{name}</p>;

  async function enter(id: number): Promise<void> {
    await enterTenant(id);
    setOpen(false);
    // What the address names belongs to the tenant that was left.
    await router.navigate({ to: '/console' });
  }

  return (
    <>
      <button type="button" aria-haspopup="dialog" className={look} onClick={() => setOpen(true)}>
        {name}
        <Icon of={ChevronsUpDown} size={16} />
      </button>
      {isOpen && (
        <Suspense>
          <TenantsDialog present={tenant.id} onEnter={enter} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}

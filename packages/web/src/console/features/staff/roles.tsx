import { useQuery } from '@tanstack/react-query';
import { Check, Minus } from 'lucide-react';
import { useTranslations } from '../../../text/index.js';
import { Icon } from '../../../ui/icon.js';
import { ask, Loaded } from '../../admin/index.js';
import { Cell, Row, Table } from '../../parts/table.js';
import { ROLES } from './staff-roles.js';

/** Which role has which permission, as the server says. */
export function Roles() {
  const t = useTranslations('console');
  const roles = useQuery({ queryKey: ['roles'], queryFn: () => ask('GET', '/admin/staff/roles') });
  return (
    <section className="flex flex-col gap-3">
      <h2 className="text-title font-strong">{t('staff.rolesTitle')}</h2>
      <Loaded of={roles}>
        {(rows) => (
          <Table
            label={t('staff.rolesTitle')}
            columns={[t('staff.permission'), ...ROLES.map((role) => t(`roles.${role}`))]}
          >
            {rows.map(({ permission, roles: having }) => (
              <Row key={permission}>
                <Cell>
                  {permissionText(permission, t)}
                  {having.length === 0 && (
                    <span className="block text-small text-secondary">{t('staff.ownersOnly')}</span>
                  )}
                </Cell>
                {ROLES.map((role) => (
                  <Cell key={role}>
                    <Mark isYes={having.includes(role)} />
                  </Cell>
                ))}
              </Row>
            ))}
          </Table>
        )}
      </Loaded>
    </section>
  );
}

/** A server that is newer than this page may have a permission without a text here. */
function permissionText(permission: string, t: ReturnType<typeof useTranslations<'console'>>): string {
  const key = `permissions.${permission}` as 'permissions.audit';
  return t.has(key) ? t(key) : permission;
}

function Mark({ isYes }: { readonly isYes: boolean }) {
  const t = useTranslations('console');
  return (
    <span className={isYes ? 'text-good' : 'text-faint'}>
      <Icon of={isYes ? Check : Minus} />
      <span className="sr-only">{t(isYes ? 'yes' : 'no')}</span>
    </span>
  );
}

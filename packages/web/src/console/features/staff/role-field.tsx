import { useTranslations } from '../../../text/index.js';
import { Choice } from '../../../ui/choice.js';
import type { Member } from './screen.js';
import { ROLES } from './staff-roles.js';

/** Which role somebody gets. */
export function RoleField({
  value,
  onChange,
}: {
  readonly value: Member['role'];
  readonly onChange: (role: Member['role']) => void;
}) {
  const t = useTranslations('console');
  return (
    <Choice
      label={t('staff.role')}
      value={value}
      options={ROLES.map((role) => ({ value: role, text: t(`roles.${role}`) }))}
      onChange={onChange}
    />
  );
}

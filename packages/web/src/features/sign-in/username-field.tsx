import { useTranslations } from '../../text/index.js';
import { Field } from '../../ui/field.js';

/** The name with which one signs in. */
export function UsernameField({
  value,
  onChange,
}: {
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  const t = useTranslations('signIn');
  return (
    <Field
      label={t('username')}
      name="username"
      autoComplete="username"
      autoCapitalize="none"
      spellCheck={false}
      required
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

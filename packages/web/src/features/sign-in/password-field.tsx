import { Eye, EyeOff } from 'lucide-react';
import { useState, type ComponentProps } from 'react';
import { useTranslations } from '../../text/index.js';
import { IconButton } from '../../ui/button.js';
import { Field } from '../../ui/field.js';
import { Icon } from '../../ui/icon.js';

/** A password to type, which can be shown. */
export function PasswordField({
  label,
  ...props
}: Omit<ComponentProps<typeof Field>, 'type' | 'label' | 'end'> & {
  /** Which password; the one of the account by default. */
  readonly label?: string;
}) {
  const t = useTranslations('signIn');
  const [isShown, setShown] = useState(false);
  return (
    <Field
      {...props}
      label={label ?? t('password')}
      type={isShown ? 'text' : 'password'}
      end={
        <IconButton label={t('showPassword')} aria-pressed={isShown} onClick={() => setShown(!isShown)}>
          <Icon of={isShown ? EyeOff : Eye} />
        </IconButton>
      }
    />
  );
}

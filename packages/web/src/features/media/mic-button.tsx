import { Mic } from 'lucide-react';
import type { Ref } from 'react';
import { useTranslations } from '../../text/index.js';
import { IconButton } from '../../ui/button.js';
import { Icon } from '../../ui/icon.js';

/** Begins a voice message. Stands where the button for sending is once there is something to send. */
export function MicButton({
  ref,
  onPress,
}: {
  readonly ref: Ref<HTMLButtonElement>;
  readonly onPress: () => void;
}) {
  const t = useTranslations('media');
  return (
    <IconButton ref={ref} label={t('recordVoice')} onClick={onPress}>
      <Icon of={Mic} />
    </IconButton>
  );
}

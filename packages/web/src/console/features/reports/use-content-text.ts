import { contentNameOf } from '@kith/contract';
import { useTranslations } from '../../../text/index.js';

interface Message {
  readonly type: number;
  readonly content: unknown;
  /** How it had been removed. */
  readonly gone?: string | undefined;
}

/** Words what a message says: its text, or its kind with what it names. */
export function useContentText(): (message: Message) => string {
  const t = useTranslations('console.reports');
  return ({ type, content, gone }) => {
    const { text, name, address } = Object(content) as Readonly<Record<string, unknown>>;
    const words = [text, name, address].find((one) => typeof one === 'string' && one !== '');
    const kind = contentNameOf(type) ?? 'other';
    return [gone !== undefined && t('gone'), kind !== 'text' && t(`contents.${kind}`), words]
      .filter(Boolean)
      .join(' ');
  };
}

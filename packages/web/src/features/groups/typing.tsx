import { useFormatter, useTranslations } from '../../text/index.js';
import type { Member } from './use-group.js';
import { useNames } from './use-names.js';

/** So many people are named. */
const NAMED = 3;

interface TypingProps {
  readonly listId: string;
  /** Who is writing. */
  readonly writers: readonly number[];
  readonly isGroup: boolean;
  /** The members of the group, as far as they are known. */
  readonly members?: readonly Member[] | undefined;
}

const NOBODY: readonly never[] = [];

/** Says that somebody is writing, in a group by up to three names and the number of the others. */
export function Typing({ listId, writers, isGroup, members = NOBODY }: TypingProps) {
  const t = useTranslations('chat');
  const lines = useTranslations('lines');
  const format = useFormatter();
  const nameOf = useNames(listId, members, isGroup ? writers : NOBODY);
  const names = writers.slice(0, NAMED).map(nameOf);
  // Those who are not yet known have no name.
  if (!isGroup || names.includes('')) return t('typing');
  const others = writers.length - names.length;
  return t('typingNames', {
    count: writers.length,
    names: format.list(others > 0 ? [...names, lines('others', { count: others })] : names),
  });
}

import { Pencil, Reply as ReplyIcon, X } from 'lucide-react';
import type { Conversation } from '../../client/messages/conversation.js';
import { useTranslations } from '../../text/index.js';
import { IconButton } from '../../ui/button.js';
import { Icon } from '../../ui/icon.js';
import { useChatState, useChatStore } from './chat-state.js';
import { leave } from './deeds.js';
import { useQuoteText } from './quote.js';

/** Above the composer: the message that is being changed, or that the next one replies to. */
export function ComposeBar({ conversation }: { readonly conversation: Conversation }) {
  const t = useTranslations('message');
  const textOf = useQuoteText();
  const store = useChatStore(conversation);
  const edit = useChatState(conversation, (state) => state.edit);
  const reply = useChatState(conversation, (state) => state.reply);
  if (!edit && !reply) return null;
  return (
    <div className="flex shrink-0 animate-rise items-center gap-3 border-t border-line bg-panel ps-4 pe-2 lg:pe-4">
      <span className="text-accent">
        <Icon of={edit ? Pencil : ReplyIcon} />
      </span>
      <p className="min-w-0 grow border-s-2 border-accent ps-3 text-small">
        <span className="block truncate font-medium text-accent">
          {edit ? t('editing') : t('replyingTo', { name: reply?.name ?? '' })}
        </span>
        <span className="block truncate text-secondary">
          {edit ? String(edit.content['text']) : reply && textOf(reply.quote)}
        </span>
      </p>
      <IconButton label={t(edit ? 'leaveEdit' : 'leaveReply')} onClick={() => leave(store)}>
        <Icon of={X} />
      </IconButton>
    </div>
  );
}

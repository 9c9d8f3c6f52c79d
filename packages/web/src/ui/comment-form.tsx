import { SendHorizontal } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from './button.js';
import { classes } from './classes.js';
import { Icon } from './icon.js';

interface CommentFormProps {
  readonly label: string;
  /** On the button. */
  readonly send: string;
  readonly isBusy: boolean;
  /** Resolves to whether the text was taken; otherwise it stays. */
  readonly onSend: (text: string) => Promise<boolean>;
  readonly onEscape?: () => void;
  readonly className?: string;
}

/** A line to write a comment. */
export function CommentForm({ label, send, isBusy, onSend, onEscape, className }: CommentFormProps) {
  const [text, setText] = useState('');
  const words = text.trim();
  return (
    <form
      className={classes('flex items-center gap-2', className)}
      onSubmit={(event) => {
        event.preventDefault();
        if (words !== '') void onSend(words).then((isTaken) => isTaken && setText(''));
      }}
    >
      <input
        aria-label={label}
        placeholder={label}
        value={text}
        maxLength={500}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => event.key === 'Escape' && onEscape?.()}
        className="h-11 min-w-0 grow rounded-pill border border-edge bg-panel px-4 placeholder:text-secondary"
      />
      <IconButton type="submit" label={send} disabled={isBusy || words === ''}>
        <Icon of={SendHorizontal} />
      </IconButton>
    </form>
  );
}

import { LinkifyIt } from 'linkify-it';
import { splitMentions } from './mentionable.js';

/** Only what is written as an address: a name with a dot may be anything. */
const links = new LinkifyIt({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false });
const SAFE = /^(?:https?|mailto):/i;

/** A text as it was typed, with its addresses as links and the names of those whom it mentions marked. */
export function Text({ text, names = [] }: { readonly text: string; readonly names?: readonly string[] }) {
  const found = (links.match(text) ?? []).filter(({ url }) => SAFE.test(url));
  const parts = found.flatMap(({ index, lastIndex, url }, position) => [
    <Marked key={-index - 1} text={text.slice(found[position - 1]?.lastIndex ?? 0, index)} names={names} />,
    <a
      key={index}
      href={url}
      target="_blank"
      rel="noopener noreferrer"
      className="text-accent underline underline-offset-2"
    >
      {text.slice(index, lastIndex)}
    </a>,
  ]);
  return (
    <span dir="auto" className="whitespace-pre-wrap">
      {parts}
      <Marked text={text.slice(found.at(-1)?.lastIndex ?? 0)} names={names} />
    </span>
  );
}

/** Every second part is a mention. */
function Marked({ text, names }: { readonly text: string; readonly names: readonly string[] }) {
  return splitMentions(text, names).map((part, index) =>
    index % 2 === 1 ? (
      <span key={index} className="font-medium text-accent">
        {part}
      </span>
    ) : (
      part
    ),
  );
}

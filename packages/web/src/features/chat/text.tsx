import { LinkifyIt } from 'linkify-it';

/** Only what is written as an address: a name with a dot may be anything. */
const links = new LinkifyIt({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false });
const SAFE = /^(?:https?|mailto):/i;

/** A text as it was typed, with its addresses as links. */
export function Text({ text }: { readonly text: string }) {
  const found = (links.match(text) ?? []).filter(({ url }) => SAFE.test(url));
  const parts = found.flatMap(({ index, lastIndex, url }, position) => [
    text.slice(found[position - 1]?.lastIndex ?? 0, index),
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
    <span className="whitespace-pre-wrap">
      {parts}
      {text.slice(found.at(-1)?.lastIndex ?? 0)}
    </span>
  );
}

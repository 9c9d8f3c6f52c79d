import { matchesIn } from '../../client/fold.js';

/** A text with what was looked for marked. */
export function Marked({ text, wanted }: { readonly text: string; readonly wanted: string }) {
  return matchesIn(text, wanted).map((part, index) =>
    part.isMatch ? (
      <mark key={index} className="bg-transparent font-medium text-accent">
        {part.text}
      </mark>
    ) : (
      part.text
    ),
  );
}

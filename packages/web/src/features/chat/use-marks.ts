import { useEffect } from 'react';
import { rangesOf } from '../../client/fold.js';

/** The name of the marks in the style sheet. */
const NAME = 'search';

/**
 * Marks a text wherever it is shown in the messages of the open chat. The browser paints the marks over the text, so that
 * nothing is rendered again; one that cannot do so shows none.
 */
export function useMarks(text: string): void {
  useEffect(() => {
    const list = document.querySelector('#content ol');
    if (!list || text.trim() === '' || !('highlights' in CSS)) return undefined;
    let frame = 0;
    function mark(): void {
      frame = 0;
      CSS.highlights.set(NAME, new Highlight(...[...textsIn(list!)].flatMap((node) => marksIn(node, text))));
    }
    const observer = new MutationObserver(() => {
      frame ||= requestAnimationFrame(mark);
    });
    observer.observe(list, { childList: true, characterData: true, subtree: true });
    mark();
    return () => {
      observer.disconnect();
      cancelAnimationFrame(frame);
      CSS.highlights.delete(NAME);
    };
  }, [text]);
}

function* textsIn(list: Element): Generator<Text> {
  const walker = document.createTreeWalker(list, NodeFilter.SHOW_TEXT);
  // The walker shows nothing but texts.
  while (walker.nextNode()) yield walker.currentNode as Text;
}

function marksIn(node: Text, text: string): Range[] {
  return rangesOf(node.data, text).map(([from, to]) => {
    const range = new Range();
    range.setStart(node, from);
    range.setEnd(node, to);
    return range;
  });
}

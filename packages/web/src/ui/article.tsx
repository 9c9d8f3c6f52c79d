import { useEffect, useRef } from 'react';
import './article.css';

/** What an operator has written, as the nodes of `cleanHtml`. */
export function Article({ nodes, lang }: { readonly nodes: DocumentFragment; readonly lang?: string }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.replaceChildren(nodes.cloneNode(true)), [nodes]);
  return <div ref={box} lang={lang} className="article" />;
}

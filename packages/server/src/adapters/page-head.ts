/** What the head of an HTML page says of the page; texts may be empty. */
export interface PageHead {
  readonly title: string;
  readonly description: string;
  /** The address of the picture, possibly relative. */
  readonly picture: string;
}

const LABELS: Readonly<Record<string, keyof PageHead>> = {
  'og:title': 'title',
  'twitter:title': 'title',
  'og:description': 'description',
  'twitter:description': 'description',
  description: 'description',
  'og:image': 'picture',
  'twitter:image': 'picture',
};

/** Reads the head of a page, in the encoding that the response or the page names. */
export async function readHead(bytes: Uint8Array, contentType: string): Promise<PageHead> {
  // Few servers need it, and only for previews.
  const { Parser } = await import('htmlparser2');
  const found: Partial<Record<keyof PageHead, string>> = {};
  let title = '';
  let isInTitle = false;
  const parser = new Parser({
    onopentag: (name, attributes) => {
      isInTitle = name === 'title' && title === '';
      if (name !== 'meta') return;
      const label = LABELS[(attributes['property'] ?? attributes['name'] ?? '').toLowerCase()];
      if (label && attributes['content']) found[label] ??= attributes['content'];
    },
    ontext: (text) => {
      if (isInTitle) title += text;
    },
    onclosetag: () => {
      isInTitle = false;
    },
  });
  parser.end(decode(bytes, contentType));
  return { title: found.title ?? title, description: found.description ?? '', picture: found.picture ?? '' };
}

function decode(bytes: Uint8Array, contentType: string): string {
  const start = Buffer.from(bytes.subarray(0, 2048)).toString('latin1');
  const named =
    /charset=["']?([\w-]+)/i.exec(contentType)?.[1] ?? /<meta[^>]+charset=["']?([\w-]+)/i.exec(start)?.[1];
  try {
    return new TextDecoder(named ?? 'utf-8').decode(bytes);
  } catch {
    // An unknown name.
    return new TextDecoder().decode(bytes);
  }
}

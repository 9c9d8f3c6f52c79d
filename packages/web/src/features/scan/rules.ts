/** What a code leads to: a path of this client, or undefined if it is none of Kith's. */
export function pathOf(text: string, origin: string): string | undefined {
  if (URL.canParse(text)) {
    const url = new URL(text);
    return url.origin === origin ? url.pathname + url.search : undefined;
  }
  return pathOfOlder(text);
}

/** Codes that existing clients show: `{"action":"chat_add","user_id":7}`. */
function pathOfOlder(text: string): string | undefined {
  const code = parse(text);
  if (typeof code !== 'object' || code === null) return undefined;
  const { action, user_id: userId } = code as { action?: unknown; user_id?: unknown };
  return action === 'chat_add' && /^[0-9]+$/.test(String(userId)) ? `/add/${String(userId)}` : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // another program's code
  }
}

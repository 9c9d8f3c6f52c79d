/** The app that a notification names, not verified. */
export function bundleIdIn(signed: string): string | undefined {
  try {
    const text = Buffer.from(signed.split('.')[1] ?? '', 'base64url').toString('utf8');
    const payload = JSON.parse(text) as Record<string, { bundleId?: unknown } | undefined> | null;
    const bundleId = (payload?.['data'] ?? payload?.['summary'] ?? payload?.['appData'])?.bundleId;
    return typeof bundleId === 'string' ? bundleId : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Whether a text is a valid key as the port `BlobStore` defines it. Used by every adapter, and by code that derives
 * keys from URLs.
 */
export function isBlobKey(text: string): boolean {
  // These lengths are valid on every file system and S3.
  return (
    text.length <= 900 &&
    text.split('/').every((segment) => /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}$/.test(segment))
  );
}

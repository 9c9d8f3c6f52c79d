/** Whether a text is a key as the port `BlobStore` defines it. Asked by every adapter, and by those who make keys of URLs. */
export function isBlobKey(text: string): boolean {
  // The lengths are those that every file system and S3 can hold.
  return (
    text.length <= 900 &&
    text.split('/').every((segment) => /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}$/.test(segment))
  );
}

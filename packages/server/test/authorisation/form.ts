/** Fields as clients send them: multipart only with a file, because that takes three times the processor time. */
export function formOf(fields: Record<string, unknown>, file?: Blob): URLSearchParams | FormData {
  const form = file ? new FormData() : new URLSearchParams();
  for (const [name, value] of Object.entries(fields))
    form.set(name, typeof value === 'object' ? JSON.stringify(value) : String(value));
  if (form instanceof FormData && file) form.set('file', file, 'a.jpg');
  return form;
}

/** The form in which user names are compared: case and width do not distinguish people. */
export function usernameKey(username: string): string {
  return username.normalize('NFKC').toLowerCase();
}

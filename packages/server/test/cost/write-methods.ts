/** The methods of a socket's handle that pass data to the system, each with one system call. */
export const WRITE_METHODS = [
  'writeBuffer',
  'writev',
  'writeUtf8String',
  'writeLatin1String',
  'writeAsciiString',
  'writeUcs2String',
];

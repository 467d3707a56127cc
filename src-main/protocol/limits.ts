/** Every maximum of the native protocol and of the server, in one place. Sizes in bytes, times in milliseconds. */
export const limits = {
  /** A control frame's payload. */
  controlPayload: 64 * 1024,
  /** The payload of a RECORDS or CONTENT frame. */
  bulkPayload: 256 * 1024,
  /** The first frame's payload: nothing larger is read from a peer that has not authenticated. */
  helloPayload: 4 * 1024,
  /** From the connection to a valid HELLO. */
  helloTime: 10_000,
  unauthenticatedConnections: 64,
  connections: 1_500,
  /** Unanswered requests of one connection. */
  requests: 32,
  /** Of one connection, the stripes of others' lanes included. */
  lanes: 8,
  /** Connections that carry the contents of one lane. */
  stripes: 7,
  /** Directories whose times go with what follows on a lane. */
  directoryTimes: 32,
  /** Directories one connection watches; beside its requests. */
  watches: 64,
  /** Directories one file system watches for everybody together: the system's store of watches is not for this program alone. */
  watchesInAll: 2_048,
  /** Between two notices of one watch. */
  watchInterval: 250,
  /** Files asked for and not yet ended on one read lane. */
  readsOnLane: 4_096,
  /** Bytes of bulk frames that may be on the way on one lane before the receiver grants more. */
  window: 8 * 1024 * 1024,
  /** The least a server may say in its welcome: so much a client may send before it has come. */
  leastWindow: 2 * 1024 * 1024,
  /** Bytes of PAGE frames that may be on the way for one request before the client grants more. */
  pageWindow: 1024 * 1024,
  /** Entries in one page of a listing. */
  pageEntries: 1_000,
  /** A path as bytes. */
  path: 16 * 1024,
  /** One component as bytes; what file systems allow. */
  name: 255,
  /** Components of a path. */
  depth: 2_000,
  /** A file up to this size travels as one WHOLE record. */
  wholeFile: 128 * 1024,
  /** Zeros that one HOLE stands for. */
  hole: 64 * 1024 * 1024,
  /** Bytes that one REUSE takes over. */
  reuse: 64 * 1024 * 1024,
  /** Chunks in the list of a file. */
  chunks: 52_000,
  /** Chunks in one BASIS. */
  basisChunks: 5_000,
  /** Bytes of a file that one READ asks for. */
  readRange: 256 * 1024,
  /** The text of an error. */
  message: 1_024,
  /** Prefix hashes in a PARTIAL reply or a READ record. */
  prefixes: 1_024,
  /** Prefix hashes of all files asked for on one read lane. */
  prefixesOnLane: 16_384,
  /** Before the server drops a client that says nothing. */
  idle: 300_000,
  /** Before the client gives up a server that owes it something and says nothing at all; a quarter of it before the client asks. */
  silence: 60_000,
} as const;

import type { Endpoint, EndpointId } from './location.ts';

/** What a session can do beyond listing, reading and writing whole files. The interface hides what is missing. */
export interface SessionFeatures {
  readonly directories: boolean;
  readonly rename: boolean;
  /** Times and permission bits can be set. */
  readonly times: boolean;
  readonly freeSpace: boolean;
  readonly resume: boolean;
  readonly writable: boolean;
}

export interface Session {
  readonly id: EndpointId;
  readonly endpoint: Endpoint;
  /** What to show: `host:port`, or the name of a saved site. */
  readonly label: string;
  /** The saved site it was opened for. */
  readonly site?: string | undefined;
  readonly state: 'connecting' | 'open' | 'reconnecting' | 'closed';
  /** False on the classic protocol: the interface says so. */
  readonly encrypted: boolean;
  readonly features: SessionFeatures;
  /** Why it closed, in short; undefined when it was asked to. */
  readonly reason?: string | undefined;
}

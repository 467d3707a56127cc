/** How the local server is started. */
export interface ServerOptions {
  /** Absolute path of the shared folder on this computer, as the platform writes it. */
  readonly folder: string;
  /** 127.0.0.1 unless the user chose to be reached from elsewhere. */
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly readOnly: boolean;
  /** Also serve the classic protocol: plain text, no authentication; refused on any address but loopback. */
  readonly classic: boolean;
}

export interface ServerPeer {
  readonly id: number;
  readonly address: string;
  readonly protocol: 'native' | 'classic';
  readonly connectedAt: number;
  readonly received: number;
  readonly sent: number;
  /** What it is doing now, for a person: the path of the file in transfer, or undefined. */
  readonly activity?: string | undefined;
}

export type ServerState =
  | { readonly state: 'stopped' }
  | {
      readonly state: 'running';
      readonly options: ServerOptions;
      readonly host: string;
      readonly port: number;
      readonly pin: string;
      readonly peers: readonly ServerPeer[];
    };

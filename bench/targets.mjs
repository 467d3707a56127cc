/**
 * What Ferry sets out to be, as ratios of seconds (Ferry by the fastest of the peers named, round by round) and as figures.
 * @type {readonly import('./model.ts').Target[]}
 */
export const targets = [
  ...['down', 'up'].flatMap((direction) => [
    { workload: 'w1', in: [direction], about: 'OpenSSH sftp, fastest cipher', peers: ['sftp', 'sftp-gcm'], atMost: 0.65 },
    { workload: 'w1', in: [direction], about: 'basic-ftp over TLS', peers: ['basic-ftp-tls'], atMost: 0.4 },
    { workload: 'w1', in: [direction], about: 'nginx TLS with curl', peers: ['nginx-tls-curl'], atMost: 1 },
  ]),
  ...['down', 'up'].flatMap((direction) => [
    {
      workload: 'w2',
      in: [direction],
      about: 'lftp, 8 connections, FTP or SFTP',
      peers: ['ftp-lftp', 'ftps-lftp', 'sftp-lftp'],
      atMost: 0.15,
    },
    { workload: 'w2', in: [direction], about: 'rsync over ssh', peers: ['rsync-ssh'], atMost: 0.7 },
    { workload: 'w2', in: [direction], about: 'rsync daemon', peers: ['rsyncd'], atMost: 1.2 },
    { workload: 'w2', in: [direction], about: 'tar over nc', peers: ['tar-nc'], atMost: 3 },
  ]),
  { workload: 'w3', in: ['first page'], about: 'first page', atMost: 100, unit: 'ms' },
  { workload: 'w3', in: ['list'], about: 'sftp `ls -l`', peers: ['sftp'], atMost: 0.45 },
  { workload: 'w3', in: ['list'], about: 'rsync daemon', peers: ['rsyncd'], atMost: 1 },
  ...['down', 'up'].flatMap((direction) => [
    { workload: 'w4', in: [`link share, file ${direction}`], about: "big file: share of the link's rate", atLeast: 0.93 },
    { workload: 'w4', in: [`tree ${direction}`], about: 'tar over the same link', peers: ['tar-nc'], atMost: 1.3 },
  ]),
  ...['client', 'server'].flatMap((side) => [
    { workload: 'w5', in: [`${side} peak`], about: `peak memory of the ${side}`, atMost: 200, unit: 'MB' },
    { workload: 'w5', in: [`${side} growth`], about: `what the second half of W1 adds to the ${side}`, atMost: 5, unit: 'MB' },
  ]),
  ...['loopback down', 'loopback up', 'link down', 'link up'].map((where) => ({
    workload: 'w6',
    in: [`p99 over the round trip, ${where}`],
    about: 'a listing while W1 runs, p99 over the round trip',
    atMost: 50,
    unit: 'ms',
  })),
  ...['down', 'up'].map((direction) => ({
    workload: 'w7',
    in: [direction],
    about: 'the best of sftp, scp and lftp',
    peers: ['sftp', 'sftp-gcm', 'scp', 'sftp-lftp', 'ftps-lftp', 'ftp-lftp'],
    atMost: 0.5,
  })),
  ...['server', 'client'].map((side) => ({
    workload: 'loop',
    in: [`${side} p99`],
    about: `event loop delay of the ${side}, p99, worst of all`,
    atMost: 20,
    unit: 'ms',
  })),
];

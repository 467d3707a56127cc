/** Whether an address of a connection's other end is this computer's own. */
export function isThisComputer(address: string): boolean {
  return /^(::1|(::ffff:)?127\.)/.test(address);
}

/** What is inside a folder that a change of permissions reaches; `nothing`: the named entries alone. */
export const permissionReaches = ['nothing', 'everything', 'files', 'folders'] as const;
export type PermissionReach = (typeof permissionReaches)[number];

/** Permission bits (0o000 to 0o777): those to set and those to take away; the others stay as they are. */
export interface PermissionChange {
  readonly set: number;
  readonly clear: number;
  /** With anything but `nothing`, a named folder is changed only if folders are reached. Links are left alone. */
  readonly inside: PermissionReach;
  /** Execution is allowed only for folders and for files that someone may execute already, as `X` of chmod has it. */
  readonly executeWhereUsed: boolean;
}

export const executeBits = 0o111;

/** The bits after a change. */
export function changedMode(mode: number, directory: boolean, { set, clear, executeWhereUsed }: PermissionChange): number {
  const unused = executeWhereUsed && !directory && (mode & executeBits) === 0;
  return (mode & ~clear) | (unused ? set & ~executeBits : set);
}

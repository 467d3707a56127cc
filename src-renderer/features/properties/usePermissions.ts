import { useEffect, useRef, useState } from 'react';
import { type ErrorRecord, toErrorRecord } from '../../../src-shared/errors.ts';
import type { PermissionResult } from '../../../src-shared/ipc/contract.ts';
import type { Location } from '../../../src-shared/model/location.ts';
import type { PermissionReach } from '../../../src-shared/model/permissions.ts';
import { request, tell } from '../../bridge/bridge.ts';
import { workNumber } from '../../bridge/workNumber.ts';
import { bitsOf, parseOctal, type PermissionBits, permissionOctal } from './permissions.ts';

/** What is being edited of the permissions of entries, and how far it has got. */
export function usePermissions(modes: readonly number[], locations: readonly Location[]) {
  const [start, setStart] = useState(() => bitsOf(modes));
  const [bits, setBits] = useState(start);
  const [octal, setOctal] = useState(() => permissionOctal(start));
  const [inside, setInside] = useState<PermissionReach>('nothing');
  const [executeWhereUsed, setExecuteWhereUsed] = useState(true);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ErrorRecord>();
  const [result, setResult] = useState<PermissionResult>();
  const open = useRef<number>(undefined);
  useEffect(
    () => () => {
      if (open.current !== undefined) tell('entry.stopPermissions', { number: open.current });
    },
    [],
  );

  const octalWrong = octal !== permissionOctal(bits);
  const changed = bits.on !== start.on || bits.mixed !== start.mixed || inside !== 'nothing';

  /** Resolves to whether every entry has taken the change. */
  const apply = async (): Promise<boolean> => {
    const number = workNumber();
    open.current = number;
    setBusy(true);
    setError(undefined);
    setResult(undefined);
    const change = {
      set: bits.on,
      clear: 0o777 & ~bits.on & ~bits.mixed,
      inside,
      executeWhereUsed: inside !== 'nothing' && executeWhereUsed,
    };
    try {
      const done = await request('entry.setPermissions', { number, locations, change });
      setResult(done);
      setStart(bits);
      return done.failed === 0;
    } catch (thrown) {
      setError(toErrorRecord(thrown));
      return false;
    } finally {
      open.current = undefined;
      setBusy(false);
    }
  };

  return {
    bits,
    octal,
    octalWrong,
    inside,
    executeWhereUsed,
    busy,
    error,
    result,
    canApply: changed && !octalWrong && !busy,
    setBits(next: PermissionBits): void {
      setBits(next);
      setOctal(permissionOctal(next));
    },
    typeOctal(text: string): void {
      const typed = parseOctal(text);
      if (typed !== undefined) setBits(typed);
      setOctal(typed === undefined ? text : permissionOctal(typed));
    },
    setInside,
    setExecuteWhereUsed,
    apply,
  };
}

export type PermissionEdit = ReturnType<typeof usePermissions>;

import { goesBefore, type Ordered } from './queueOrder.ts';

/** What shares the slots: the way between two endpoints. */
export interface SlotUser {
  /** Slots in use, those that wait for something to do included. */
  readonly slots: number;
  /** What would be taken next. */
  readonly head: Ordered | undefined;
  /** Gives back a slot in which nothing happens; false when there is none. */
  release(): boolean;
  /** There may be a slot. */
  pump(): void;
}

/**
 * How many transfers run side by side over all routes, when the user has said so. Whose next transfer goes first gets the slot that
 * becomes free.
 */
export class Slots {
  readonly #users = new Set<SlotUser>();
  readonly #waiting = new Set<SlotUser>();
  #most: number | undefined;

  /** Undefined: every route opens as many lanes as are worth it. */
  get most(): number | undefined {
    return this.#most;
  }

  set most(most: number | undefined) {
    this.#most = most;
    if (most !== undefined) for (const user of this.#users) while (this.#inUse() > most && user.release());
    this.#waiting.clear();
    for (const user of this.#users) user.pump();
  }

  join(user: SlotUser): void {
    this.#users.add(user);
  }

  /** Whether there is a slot for one more of this user; when not, it is called when there may be. */
  take(user: SlotUser): boolean {
    if (this.#most === undefined) return true;
    if (this.#inUse() < this.#most || this.#releaseAnother(user)) {
      this.#waiting.delete(user);
      return true;
    }
    this.#waiting.add(user);
    return false;
  }

  /** Whether a user must not go on with what it has: there are too many, or somebody else is before it. It is called when it may. */
  mustYield(user: SlotUser): boolean {
    const { head } = user;
    const yields =
      (this.#most !== undefined && this.#inUse() > this.#most) ||
      [...this.#waiting].some((other) => other !== user && isFirst(other.head, head));
    if (yields) this.#waiting.add(user);
    return yields;
  }

  /** Somebody waits for a slot that this user does not need. */
  isWanted(user: SlotUser): boolean {
    if (this.#most === undefined) return false;
    return this.#inUse() > this.#most || [...this.#waiting].some((other) => other !== user && other.head !== undefined);
  }

  /** A slot has become free. */
  freed(): void {
    if (this.#waiting.size === 0 || this.#most === undefined) return;
    const waiting = [...this.#waiting].filter(({ head }) => head !== undefined);
    this.#waiting.clear();
    waiting.sort((one, other) => (isFirst(one.head, other.head) ? -1 : 1));
    for (const user of waiting) user.pump();
  }

  #inUse(): number {
    let sum = 0;
    for (const user of this.#users) sum += user.slots;
    return sum;
  }

  #releaseAnother(user: SlotUser): boolean {
    for (const other of this.#users) if (other !== user && other.release()) return true;
    return false;
  }
}

function isFirst(one: Ordered | undefined, other: Ordered | undefined): boolean {
  return one !== undefined && (other === undefined || goesBefore(one, other));
}

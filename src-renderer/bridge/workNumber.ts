/** Several pages of one Ferry share these numbers, and one must not stop what another has begun: each counts from somewhere else. */
let next = Math.floor(Math.random() * 2 ** 40);

/** For work that can be stopped by its number. */
export function workNumber(): number {
  return next++;
}

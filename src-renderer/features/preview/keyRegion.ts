/** For a part that is scrolled or walked through with the keys: it takes the focus, though it is no control. */
export const keyRegion = { role: 'region', tabIndex: 0 } as const;

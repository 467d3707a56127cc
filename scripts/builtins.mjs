/**
 * The first `import` of one of Node's own modules makes every name of it ready, and loads what is behind each: all of the streams for `fs`,
 * web crypto for `crypto`, a diff for `util`, `fetch` for `http`. Taken with getBuiltinModule only what is used is loaded, which spares each start a tenth of its
 * time (docs/decisions/build-tools.md).
 */

const imported = /^import (?:(\w+)(?:, | ))?(?:\{([^}]*)\} )?from "(node:[\w/]+)";$/gm;

/** @type {import('rolldown').Plugin} */
export const builtins = {
  name: 'builtins',
  renderChunk(code) {
    const taken = code.replace(
      imported,
      (_, /** @type {string | undefined} */ whole, /** @type {string | undefined} */ names, name) =>
        [whole, names && `{${names.replaceAll(' as ', ': ')}}`]
          .filter(Boolean)
          .map((target) => `const ${target} = process.getBuiltinModule(${JSON.stringify(name)});`)
          .join(' '),
    );
    if (/^(import|export) .*"node:|\{.*\bdefault:.*getBuiltinModule/m.test(taken)) {
      this.error('A built-in module is imported in a way that scripts/builtins.mjs does not know.');
    }
    // Each line stays a line, so what the map says of the others is still true.
    return { code: taken, map: null };
  },
};

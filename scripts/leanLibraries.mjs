/**
 * What the interface's libraries bring that it has no use for, and what they do at once that can wait. Each piece must be found as it is
 * written here, so that a new version of a library can't undo this unseen.
 */

/** The languages of the component library's own strings that are kept: Indonesian is none of them, and then it takes this one. */
const kept = 'en-US';

/**
 * The library asks whether the system's language is known to DateTimeFormat, which reads in every language's date formats. Whether it is a
 * language tag at all, which is what the answer is used for, can be asked for less.
 */
const slow = 'Intl.DateTimeFormat.supportedLocalesOf([';
const quick = 'Intl.getCanonicalLocales([';

/** @type {import('vite').Plugin} */
export const leanLibraries = {
  name: 'lean-libraries',
  transform: {
    filter: { id: /\/react-aria(-components)?\/dist\/private\/.*(intlStrings|useDefaultLocale)\.mjs$/ },
    handler(code, id) {
      const lean = id.endsWith('useDefaultLocale.mjs') ? code.replace(slow, quick) : withoutOtherLanguages(code);
      if (lean === code) this.error(`${id} is written in another way than it was: see scripts/leanLibraries.mjs.`);
      return { code: lean, map: null };
    },
  },
};

/** @param {string} code */
function withoutOtherLanguages(code) {
  return code
    .split('\n')
    .filter((line) => !/"[^"]*\/?[a-z]{2}-[A-Z]{2}(\.mjs)?"/.test(line) || line.includes(kept))
    .join('\n');
}

/** What only a shell understands: pipes, lists, redirections, variables, patterns. */
const forShell = /[|&;<>$`*?(){}]|\n/

/**
 * A command as people write it, in words: split at spaces, quotes kept together. What only a shell understands is
 * given to one.
 */
export function commandWords(text: string): string[] {
  const trimmed = text.trim()
  if (trimmed === '') return []
  const words = splitWords(trimmed)
  const isShell = /^(?:ba|z)?sh$/.test(words[0] ?? '')
  return forShell.test(unguarded(trimmed)) && !isShell ? ['bash', '-c', trimmed] : words
}

/** What a shell would look at: nothing in single quotes or behind a backslash, in double ones only variables. */
function unguarded(text: string): string {
  return text.replace(
    /\\[\s\S]|'[^']*'|"((?:[^"\\]|\\[\s\S])*)"/g,
    (_all, double?: string) => double?.replace(/\\[\s\S]|[^$`]/g, '') ?? '',
  )
}

/** Words apart by spaces; `'…'` and `"…"` are one, a backslash takes the next character as it is. */
export function splitWords(text: string): string[] {
  const words: string[] = []
  const parts = /\s*((?:[^\s"'\\]|\\[\s\S]|"(?:[^"\\]|\\[\s\S])*"?|'[^']*'?)+)/g
  for (const [, word = ''] of text.matchAll(parts)) words.push(unquoted(word))
  return words
}

/** The words as one line that `splitWords` splits into the same again. */
export function joinWords(words: readonly string[]): string {
  return words
    .map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`))
    .join(' ')
}

function unquoted(word: string): string {
  return word.replace(
    /\\([\s\S])|"((?:[^"\\]|\\[\s\S])*)"?|'([^']*)'?/g,
    (_all, escaped?: string, double?: string, single?: string) =>
      escaped ?? double?.replace(/\\(["\\$`])/g, '$1') ?? single ?? '',
  )
}
